"""The shipped example cases: the adviesgroep's own tests of the work process. Each is played on the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from phu_runtime.rehearsal import Result, read_scenarios
from phu_runtime.rehearsal.branches import Branch, show_branches, summary
from phu_runtime.rehearsal.scenario import read_all
from phu_runtime.workprocess import read_release
from phu_runtime.workprocess.files import read_files

ROOT = Path(__file__).parents[2]
FILES = {path.name: path.read_bytes() for path in sorted((ROOT / "scenarios").glob("*.yaml"))}
SCENARIOS = {scenario.key: scenario for scenario in read_scenarios(FILES)}
KEYS = [scenario.key for scenario in read_all(FILES)]
OUTCOMES = {"opgelost", "ontruiming", "beeindigd", "buiten_bereik", "teruggestuurd", "wgs_afgerond", "overgedragen"}
EVENTS = {"oplossing", "nieuw_feit", "beeindiging", "casusregie_overdragen", "termijn_verlengen", "verzoek_verlengen"}
SUBREGIONS = ({"Dordrecht", "Sliedrecht", "Zwijndrecht", "Papendrecht"}, {"Gorinchem", "Molenlanden"})


@pytest.fixture(scope="module")
def played() -> tuple[list[Branch], dict[str, Result]]:
    found, results = show_branches(read_release(read_files(ROOT)), FILES)
    return found, {result.scenario: result for result in results}


@pytest.mark.parametrize("key", KEYS)
def test_the_case_goes_as_the_scenario_says(played, key):
    result = played[1][key]
    assert result.passed, "\n".join(result.lines())


def test_every_branch_of_every_diagram_and_table_is_taken_by_some_scenario(played):
    missed = [branch.line() for branch in played[0] if not branch.scenarios]
    assert not missed, "\n".join([*missed, *summary(played[0])])


def test_every_outcome_is_reached_by_some_scenario():
    ends = {str(step.then.get("einde")) for scenario in SCENARIOS.values() for step in scenario.steps}
    ends |= {str(scenario.then.get("einde")) for scenario in SCENARIOS.values()}
    assert ends >= OUTCOMES


def test_every_event_of_the_case_page_is_sent_by_some_scenario():
    assert {step.what for scenario in SCENARIOS.values() for step in scenario.steps if step.kind == "stuurt"} == EVENTS


def test_every_form_of_a_case_is_filled_in_by_some_scenario():
    used = {scenario.form for scenario in SCENARIOS.values()}
    used |= {step.what for scenario in SCENARIOS.values() for step in scenario.steps if step.kind == "doet"}
    forms = {path.stem for path in (ROOT / "forms").glob("*/*.form")}
    sent = {"overdracht", "verlenging", "oplossing", "nieuw_feit", "beeindiging", "verzoek_verlenging"}
    assert forms - sent - used == set()


def test_both_subregions_have_scenarios():
    places = {str(scenario.answers.get("gemeente")) for scenario in SCENARIOS.values()}
    assert all(places & subregion for subregion in SUBREGIONS)


def test_a_scenario_names_the_article_that_it_shows():
    assert all(scenario.article for scenario in SCENARIOS.values())
    assert len(SCENARIOS) >= 60
