"""Branch coverage: what no scenario takes is named, and what is taken was really taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from phu_runtime.errors import ReleaseInvalid
from phu_runtime.rehearsal.asking import TableScenario, ask
from phu_runtime.rehearsal.branches import ARROW, EVENT, RULE, Branch, branches, show_branches, summary
from phu_runtime.rehearsal.scenario import read_all
from phu_runtime.workprocess import WorkProcess, read_release
from phu_runtime.workprocess.files import read_files

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def work() -> WorkProcess:
    return read_release(read_files(ROOT))


def _files(*keys: str) -> dict[str, bytes]:
    return {name: (ROOT / "scenarios" / name).read_bytes() for name in (*(f"{key}.yaml" for key in keys), "voorbeelden.yaml")}


def _taken(found: list[Branch]) -> set[tuple[str, str, str, str]]:
    return {branch.taken for branch in found if branch.scenarios}


def _questions(text: str) -> TableScenario:
    [scenario] = read_all({"vraag.yaml": text.encode()})
    assert isinstance(scenario, TableScenario)
    return scenario


def test_every_way_out_of_a_choice_is_a_branch(work: WorkProcess) -> None:
    found = list(branches(work))
    handed_over = [branch for branch in found if branch.taken[1:3] == ("casusregie_overdragen", "team_aanvaardt")]
    assert [branch.taken[3] for branch in handed_over] == ["overdracht_aanvaard", "team_weigert"]
    assert len({branch.taken for branch in found}) == len(found)


def test_a_scenario_takes_the_branches_of_its_way_and_no_others(work: WorkProcess) -> None:
    found, results = show_branches(work, _files("overdracht_geweigerd"))
    taken = _taken(found)
    assert all(result.passed for result in results)
    assert (ARROW, "casusregie_overdragen", "corporatie_aanvaardt", "corporatie_weigert") in taken
    assert (ARROW, "casusregie_overdragen", "corporatie_aanvaardt", "overdracht_aanvaard") not in taken


def test_an_event_counts_only_when_it_came(work: WorkProcess) -> None:
    late = (EVENT, "afstemming_meldpunt", "antwoord_laat", "")
    assert late in _taken(show_branches(work, _files("bekendheid_te_laat"))[0])
    assert late not in _taken(show_branches(work, _files("bekendheidscheck"))[0])


def test_a_scenario_that_goes_another_way_takes_nothing(work: WorkProcess) -> None:
    files = _files("overdracht_geweigerd")
    files["overdracht_geweigerd.yaml"] = files["overdracht_geweigerd.yaml"].replace(
        b"casusregisseur: sociaal_team", b"casusregisseur: niemand"
    )
    found, results = show_branches(work, files)
    assert not results[0].passed
    assert _taken(found) == set()


def test_a_question_takes_the_rule_that_hit(work: WorkProcess) -> None:
    found, _ = show_branches(work, _files("tabel_bemoeizorg"))
    assert _taken(found) == {(RULE, "bemoeizorg", str(number), "") for number in (1, 2, 3)}
    assert "regels van tabellen: 3 van" in "\n".join(summary(found))


def test_a_question_with_another_answer_is_told_on_its_line(work: WorkProcess) -> None:
    scenario = _questions(
        "titel: T\nartikel: A\ntabel: bemoeizorg\nvragen:\n  - met: {zorgmijder: ja, blijvende_zorgen: ja}\n    geeft: {voorstel: nee}\n"
    )
    assert ask(work, scenario) == [(5, "voorstel is ja, verwacht nee")]


def test_a_question_without_an_answer_says_so(work: WorkProcess) -> None:
    scenario = _questions(
        "titel: T\nartikel: A\ntabel: bemoeizorg\nvragen:\n  - met: {zorgmijder: nee, blijvende_zorgen: ja}\n    geeft: geen uitkomst\n"
    )
    assert ask(work, scenario) == [(5, "bemoeizorg geeft {'voorstel': 'nee'}, verwacht geen uitkomst")]


def test_a_question_to_a_table_that_is_not_there_names_those_that_are(work: WorkProcess) -> None:
    [(line, sentence)] = ask(work, _questions("titel: T\nartikel: A\ntabel: bemoei\nvragen:\n  - met: {}\n    geeft: {}\n"))
    assert line == 1
    assert "'bemoei' bestaat niet" in sentence
    assert "bemoeizorg" in sentence


@pytest.mark.parametrize("questions", ["vragen: nee", "vragen:\n  - met: {}", "vragen:\n  - {met: 1, geeft: 2}"])
def test_a_file_with_a_broken_question_is_refused(questions: str) -> None:
    with pytest.raises(ReleaseInvalid):
        read_all({"vraag.yaml": f"titel: T\nartikel: A\ntabel: bemoeizorg\n{questions}\n".encode()})
