"""A work process that fails while it runs: nothing is stored, an incident says where, and the rest goes on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from phu_runtime.actions.retry_incident import retry_incident
from phu_runtime.actions.show_case import show_case
from phu_runtime.actions.show_incidents import show_incidents
from phu_runtime.decisions import read_decisions
from phu_runtime.errors import CaseStuck, NotFound, NotYours, OutOfDate
from phu_runtime.steps.runtime import Runtime
from phu_runtime.workprocess import WorkProcess
from tests.region import ACCEPTED, ESRA, FATMA, LINDA, PETRA, RELEASE, SPOKEN, TENANT, Region


def broken(work: WorkProcess, table: str, word: str, policy: str = "") -> WorkProcess:
    """The same release without the rules of ``table`` that hold ``word``, as if that had slipped through every check."""
    path = f"dmn/{table}.dmn"
    text = work.files[path].decode()
    for rule in re.findall(r"<rule .*?</rule>", text, re.DOTALL):
        text = text.replace(rule, "") if word in rule else text
    text = text.replace('hitPolicy="COLLECT"', f'hitPolicy="{policy}"') if policy else text
    assert text != work.files[path].decode()
    tables = {name: content for name, content in work.files.items() if name.endswith(".dmn")}
    return replace(work, decisions=read_decisions({**tables, path: text.encode()}))


def on(region: Region, work: WorkProcess) -> Region:
    """The same region, run on another reading of its release."""
    runtime = region.runtime
    return Region(Runtime(runtime.settings, runtime.database, runtime.keys, region.clock, read={RELEASE: work}), region.clock)


def incidents(region: Region) -> list[Any]:
    return list(region.act(show_incidents, region.person(PETRA)))


def assess(region: Region, case_id: str) -> None:
    region.do(case_id, "eerste_beoordeling", FATMA, region.example("eerste_beoordeling", "geen bijzonderheden"))


@pytest.fixture
def failing(region: Region, shipped: WorkProcess) -> Region:
    """The table for the social service has no rules left."""
    return on(region, broken(shipped, "inzet_sociale_dienst", "rule"))


def test_a_broken_table_changes_nothing_and_leaves_an_incident(any_region: Region, shipped: WorkProcess) -> None:
    region = any_region
    case_id = region.follow(region.start(), SPOKEN)
    before, told = region.case(case_id).revision, region.told(LINDA)
    with pytest.raises(CaseStuck, match="Bepaal inzet sociale dienst"):
        assess(on(region, broken(shipped, "inzet_sociale_dienst", "rule")), case_id)
    assert (region.case(case_id).revision, region.told(LINDA)) == (before, told)
    assert set(region.open_tasks(case_id)) == {"eerste_beoordeling"}
    (incident,) = incidents(region)
    assert (incident.case_id, incident.element, incident.attempts) == (case_id, "bepaal_sociale_dienst", 1)
    assert "inzet_sociale_dienst" in incident.reason
    assert not any(value in incident.reason + incident.name for value in TENANT.values())


def test_the_case_page_shows_its_incident(failing: Region) -> None:
    case_id = failing.follow(failing.start(), SPOKEN)
    with pytest.raises(CaseStuck):
        assess(failing, case_id)
    assert [incident.element for incident in failing.act(show_case, failing.person(FATMA), case_id).incidents] == ["bepaal_sociale_dienst"]


def test_other_cases_go_on(failing: Region) -> None:
    stuck, other = failing.follow(failing.start(), SPOKEN), failing.follow(failing.start(), ACCEPTED)
    with pytest.raises(CaseStuck):
        assess(failing, stuck)
    failing.do(other, "contactpoging", FATMA, failing.example("contactpoging", "gesproken"))
    failing.tell(stuck, "nieuw_feit", LINDA, failing.example("nieuw_feit", "betaling"))
    assert "eerste_beoordeling" in failing.open_tasks(other)


def test_a_retry_fails_again_and_counts_then_succeeds_after_mending(region: Region, failing: Region) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    with pytest.raises(CaseStuck):
        assess(failing, case_id)
    (incident,) = incidents(region)
    for attempts in (2, 3):
        with pytest.raises(CaseStuck):
            failing.act(retry_incident, region.person(PETRA), incident.incident_id)
        assert [(each.incident_id, each.attempts) for each in incidents(region)] == [(incident.incident_id, attempts)]
    done = region.act(retry_incident, region.person(PETRA), incident.incident_id)
    assert "gelukt" in done.sentence
    assert incidents(region) == []
    assert set(region.open_tasks(case_id)) == {"besluit_voortzetting"}
    lines = [line for line in region.act(show_case, region.person(FATMA), case_id).timeline if line.title == "Beoordeel de situatie"]
    assert "Fatma Yildiz" in lines[0].detail
    with pytest.raises(NotFound, match="al opgelost"):
        region.act(retry_incident, region.person(PETRA), incident.incident_id)


def test_a_retry_after_someone_did_the_step_says_so(region: Region, failing: Region) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    with pytest.raises(CaseStuck):
        assess(failing, case_id)
    assess(region, case_id)
    with pytest.raises(OutOfDate, match="al afgerond"):
        region.act(retry_incident, region.person(PETRA), incidents(region)[0].incident_id)


def test_an_event_that_failed_can_be_tried_again(region: Region, shipped: WorkProcess) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    failing = on(region, broken(shipped, "kennisgevingen", '"nieuw_feit"', "UNIQUE"))
    with pytest.raises(CaseStuck):
        failing.tell(case_id, "nieuw_feit", LINDA, region.example("nieuw_feit", "betaling"))
    assert "nieuw_feit" not in region.told(FATMA)
    region.act(retry_incident, region.person(LINDA), incidents(region)[0].incident_id)
    assert region.told(FATMA).count("nieuw_feit") == 1


def test_only_a_party_of_the_case_or_the_process_owner_retries(region: Region, failing: Region) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    with pytest.raises(CaseStuck):
        assess(failing, case_id)
    with pytest.raises(NotYours):
        region.act(retry_incident, region.person(ESRA), incidents(region)[0].incident_id)
    with pytest.raises(NotYours):
        region.act(show_incidents, region.person(FATMA))


def test_a_term_that_the_table_does_not_know_is_an_incident_at_its_task(region: Region, shipped: WorkProcess) -> None:
    case_id = region.start()
    with pytest.raises(CaseStuck):
        on(region, broken(shipped, "termijnen", '"casusregie_afspraak"')).report(case_id)
    (incident,) = incidents(region)
    assert (incident.element, incident.name) == ("beslis_casusregie", "Beslis over de casusregie")
    assert set(region.open_tasks(case_id)) == {"melding"}
    region.act(retry_incident, region.person(LINDA), incident.incident_id)
    assert set(region.open_tasks(case_id)) == {"casusregie"}


def test_a_retention_period_that_the_table_does_not_know_is_an_incident(region: Region, shipped: WorkProcess) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    with pytest.raises(CaseStuck):
        on(region, broken(shipped, "bewaartermijn", '"opgelost"')).tell(case_id, "oplossing", LINDA, region.example("oplossing", "betaald"))
    assert [incident.case_id for incident in incidents(region)] == [case_id]
    assert region.case(case_id).destroy_after is None


def test_the_clock_goes_on_past_a_case_that_fails_and_mends_with_it(region: Region, shipped: WorkProcess) -> None:
    waiting = region.start(reason="geen contact")
    region.do(waiting, "aanmaning_voor_melding", LINDA, region.example("aanmaning_voor_melding", "verstuurd"))
    stuck = region.follow(region.start(), ACCEPTED)
    failing = on(region, broken(shipped, "kennisgevingen", '"termijn_nadert"', "UNIQUE"))
    region.clock.move(days=7)
    failing.tick()
    assert [(each.case_id, each.element) for each in incidents(region)] == [(stuck, "herinner_team")]
    region.clock.move(days=8)
    failing.tick()
    assert "melding" in region.open_tasks(waiting)
    assert incidents(region)[0].attempts >= 2
    region.act(retry_incident, region.person(PETRA), incidents(region)[0].incident_id)
    assert incidents(region) == []
    assert region.told(LINDA).count("termijn_verstreken") == 1


def test_a_timer_that_was_given_up_runs_when_its_incident_is_retried(region: Region, shipped: WorkProcess) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    failing = on(region, broken(shipped, "kennisgevingen", '"termijn_nadert"', "UNIQUE"))
    region.clock.move(days=7)
    for _ in range(8):
        failing.tick()
        region.clock.move(hours=3)
    assert {timer.status for timer in region.timers(case_id) if timer.element == "dag_7"} == {"stuck"}
    region.tick()
    assert "termijn_nadert" not in region.told(FATMA)
    region.act(retry_incident, region.person(PETRA), incidents(region)[0].incident_id)
    assert region.told(FATMA).count("termijn_nadert") == 1
