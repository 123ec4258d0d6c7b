"""The format of a scenario is strict: what is not in LEESMIJ.md is told with file and line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from phu_runtime.calendar import AMSTERDAM
from phu_runtime.errors import ReleaseInvalid
from phu_runtime.rehearsal import read_scenarios
from phu_runtime.rehearsal.spoken import as_said, later, raw_answers

START = """titel: Proef
artikel: PP-B1 (2)
start: {datum: 2026-03-02 09:00, organisatie: Trivire, formulier: aanleiding}
"""
EXAMPLES = b"""huurders:
  Jansen: {achternaam: Jansen}
melding:
  kort: {kinderen: nee, twijfel: nee}
"""


def read(steps: str, start: str = START) -> object:
    content = f"{start}stappen:\n{steps}".encode()
    (scenario,) = read_scenarios({"proef.yaml": content, "voorbeelden.yaml": EXAMPLES})
    return scenario


def problem(steps: str, start: str = START) -> str:
    with pytest.raises(ReleaseInvalid) as caught:
        read(steps, start)
    (finding,) = caught.value.findings
    return f"{finding.file} {finding.element}: {finding.message}"


def test_a_scenario_has_its_moment_in_dutch_time_and_its_steps_in_order():
    scenario = read("  - klok: +7 dagen\n  - doet: {rol: sociaal_team, taak: casusregie}\n")
    assert scenario.at == datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM)
    assert [(step.kind, step.what, step.role, step.line) for step in scenario.steps] == [
        ("klok", "+7 dagen", "", 5),
        ("doet", "casusregie", "sociaal_team", 6),
    ]


def test_own_answers_go_before_those_of_the_examples():
    scenario = read("  - doet: {rol: woningcorporatie, taak: melding, zoals: [kort, Jansen], antwoorden: {kinderen: ja}}\n")
    assert dict(scenario.steps[0].answers) == {"kinderen": "ja", "twijfel": "nee", "achternaam": "Jansen"}


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ("  - doet: {rol: sociaal_team}\n", "proef.yaml regel 5: Hier ontbreekt: taak."),
        ("  - klok: +7 dagen\n    doet: {rol: sociaal_team, taak: plan}\n", "precies één van: doet, stuurt, klok, volgt"),
        ("  - klok: +7 dagen\n    dna: {}\n", "Onbekend woord: dna"),
        ("  - klok: +7 dagen\n    dan: {opn: []}\n", "Onbekend woord: opn"),
        ("  - doet: {rol: sociaal_team, taak: melding, zoals: lang}\n", "Voorbeeld 'lang' voor melding staat niet in voorbeelden.yaml"),
        ("  - klok: +1 dag\n    klok: +2 dagen\n", "'klok' staat er twee keer"),
        ("  - {klok\n", "geen leesbare YAML"),
    ],
)
def test_a_typing_error_is_told_with_its_line(steps, words):
    assert words in problem(steps)


def test_a_start_without_a_moment_is_told():
    assert "Hier ontbreekt: datum" in problem("  []\n", START.replace("datum: 2026-03-02 09:00, ", ""))
    assert "'morgen' is geen moment" in problem("  []\n", START.replace("2026-03-02 09:00", "morgen"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+7 dagen", datetime(2026, 3, 9, 9, tzinfo=AMSTERDAM)),
        ("+3 werkdagen", datetime(2026, 3, 5, 9, tzinfo=AMSTERDAM)),
        ("+1 maand", datetime(2026, 4, 2, 9, tzinfo=AMSTERDAM)),
        ("+4 weken", datetime(2026, 3, 30, 9, tzinfo=AMSTERDAM)),
        ("+12 uren", datetime(2026, 3, 2, 21, tzinfo=AMSTERDAM)),
        ("2026-03-16 18:00", datetime(2026, 3, 16, 18, tzinfo=AMSTERDAM)),
        ("straks", None),
    ],
)
def test_the_clock_goes_as_far_as_it_is_told_also_over_summer_time(text, expected):
    assert later(datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM), text) == expected


def test_answers_are_sent_as_a_browser_would_and_today_follows_the_clock():
    now = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    raw = raw_answers({"op": "vandaag", "tot": "vandaag + 14 dagen", "ja": True, "bedrag": 1850, "keuzes": ["a", "b"]}, now)
    assert raw == {"op": "2026-03-02", "tot": "2026-03-16", "ja": "ja", "bedrag": "1850", "keuzes": ["a", "b"]}


def test_values_are_compared_as_a_scenario_writes_them():
    assert [as_said(value) for value in (True, False, None, 3, "geen")] == ["ja", "nee", "leeg", "3", "geen"]
