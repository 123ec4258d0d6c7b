"""A scenario that does not hold says where and what: the line, what was expected and what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from phu_runtime.rehearsal import read_scenarios
from phu_runtime.rehearsal.rehearse import play_through, rehearse, summary
from phu_runtime.workprocess import WorkProcess, read_release
from phu_runtime.workprocess.files import read_files

ROOT = Path(__file__).parents[2]
EXAMPLES = {"voorbeelden.yaml": (ROOT / "scenarios" / "voorbeelden.yaml").read_bytes()}
HEAD = """titel: Proef
artikel: PP-B1 (2)
start:
  datum: 2026-03-02 09:00
  organisatie: Trivire
  formulier: aanleiding
  zoals: [recidive, mevrouw Jansen]
  antwoorden: {gemeente: Dordrecht}
"""


@pytest.fixture(scope="module")
def work() -> WorkProcess:
    return read_release(read_files(ROOT))


def play(work: WorkProcess, rest: str) -> list[str]:
    (scenario,) = read_scenarios({**EXAMPLES, "proef.yaml": (HEAD + rest).encode()})
    return list(play_through(work, scenario).lines())


def test_a_case_that_goes_as_expected_is_one_line(work):
    assert play(work, "  dan: {open: [woningcorporatie melding]}\n") == ["ok   proef: Proef"]


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ("open: []", "open: verwacht niets; open staat woningcorporatie melding"),
        ("ook_open: [sociaal_team plan]", "ook_open: sociaal_team plan staat niet open"),
        ("niet_open: [woningcorporatie melding]", "niet_open: woningcorporatie melding staat wel open"),
        ("bericht: [meldpunt melding]", "bericht: meldpunt melding is niet verstuurd; wel: niets"),
        ("besluit: {fase.fase: Wgs}", "besluit: fase.fase is Wmo, verwacht Wgs"),
        ("gegeven: {casusregisseur: sociaal_team}", "gegeven: casusregisseur is woningcorporatie, verwacht sociaal_team"),
        ("termijn: {melding: 2026-03-16}", "termijn: melding is geen termijn, verwacht 2026-03-16"),
        ("kan: [woningcorporatie beeindiging]", "kan: woningcorporatie beeindiging kan nu niet"),
        ("kan_niet: [woningcorporatie oplossing]", "kan_niet: woningcorporatie oplossing kan nu wel"),
        ("ziet: {sociaal_team: [identiteit]}", "ziet: sociaal_team ziet niet identiteit"),
        ("ziet_niet: {woningcorporatie: [identiteit]}", "ziet_niet: woningcorporatie ziet identiteit"),
        ("brief: [laatste_bericht]", "brief: laatste_bericht is niet vastgelegd; wel: niets"),
        ("einde: opgelost", "einde: verwacht opgelost, het is nee"),
    ],
)
def test_a_difference_is_told_with_its_line(work, expected, told):
    first, second = play(work, f"  dan: {{{expected}}}\n")
    assert first == "FOUT proef: Proef"
    assert second.strip().startswith("proef.yaml regel ")
    assert told in second


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("doet: {rol: sociaal_team, taak: plan}", "geen taak 'plan' open voor sociaal_team. Open staat: woningcorporatie melding"),
        ("doet: {rol: woningcorporatie, taak: melding}", "De antwoorden zijn niet goed."),
        ("stuurt: {rol: woningcorporatie, gebeurtenis: beeindiging}", "kan dit in deze casus niet doen"),
        ("stuurt: {rol: sociaal_team, gebeurtenis: oplossing}", "heeft uw organisatie nog niet bereikt"),
        ("klok: straks", "'straks' is geen tijd"),
        ("klok: 2026-01-01 09:00", "De klok kan niet terug"),
        ("volgt: vroegsignalering", "geen casus 'vroegsignalering' ontstaan"),
        ("doet: {rol: burgemeester, taak: melding}", "geen taak 'melding' open voor burgemeester"),
    ],
)
def test_a_step_that_cannot_be_done_stops_the_scenario_with_the_sentence_a_user_would_read(work, step, told):
    lines = play(work, f"stappen:\n  - {step}\n  - klok: +1 dagen\n")
    assert len(lines) == 2, lines
    assert "regel 10" in lines[1]
    assert told in lines[1]


def test_the_run_counts_what_passed_and_what_failed():
    good = HEAD + "  dan: {open: [woningcorporatie melding]}\n"
    bad = HEAD + "  dan: {einde: opgelost}\n"
    results = list(rehearse(read_files(ROOT), {**EXAMPLES, "goed.yaml": good.encode(), "mis.yaml": bad.encode()}))
    assert [result.passed for result in results] == [True, False]
    assert summary(results) == "1 passed, 1 failed"
