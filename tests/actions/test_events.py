"""Telling a case something from its page: what it does to the case, who may, and only once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from phu_runtime.actions.send_event import send_event
from phu_runtime.actions.show_event import show_event
from phu_runtime.errors import FormInvalid, NotYours, OutOfDate
from phu_runtime.records import oversight
from phu_runtime.records.oversight import LogFilter
from phu_runtime.records.tables.cases import Submission, Task
from phu_runtime.records.tables.messages import Register
from tests.region import ESRA, FATMA, LINDA, NOOR, PLANNED, RUBEN, SPOKEN


def planned(region: Any) -> str:
    """A case in its plan, just before the review."""
    return str(region.follow(region.start(), PLANNED))


def tried(region: Any) -> str:
    """A case at its review, in which the corporation did what it could."""
    case_id = region.follow(region.start(), PLANNED)
    region.days(28)
    return str(region.follow(case_id, ((LINDA, "voortgang", "gaat niet"),)))


def statuses(region: Any, case_id: str) -> dict[str, list[str]]:
    """Form → the statuses of all its tasks, oldest first."""
    found: dict[str, list[str]] = {}
    with region.runtime.reading() as store:
        for row in store.session.scalars(select(Task).where(Task.case_id == case_id).order_by(Task.opened)):
            found.setdefault(row.form, []).append(row.status)
    return found


def test_a_solution_interrupts_everything_and_the_case_stays_quiet(region: Any) -> None:
    case_id = region.follow(region.start(), (*SPOKEN, (FATMA, "eerste_beoordeling", "schulden")))
    assert set(region.open_tasks(case_id)) == {"besluit_voortzetting", "inzet_sociale_dienst"}
    region.tell(case_id, "oplossing", LINDA, region.example("oplossing", "regeling"))
    with region.runtime.reading() as store:
        rows = list(store.session.scalars(select(Task).where(Task.case_id == case_id, Task.status == "open")))
    assert {row.form for row in rows} == {"afsluiten"}
    assert statuses(region, case_id)["inzet_sociale_dienst"] == ["lapsed"]
    assert {timer.element for timer in region.timers(case_id) if timer.kind == "engine"} == {"afsluiten_verstreken"}
    assert region.case(case_id).status == "afsluiten"
    told = region.told(FATMA)
    region.days(40)
    assert [event for event in region.told(FATMA)[len(told) :] if event not in ("termijn_nadert", "afgesloten")] == []
    assert region.case(case_id).status == "gesloten"
    assert (region.open_tasks(case_id), region.timers(case_id)) == ({}, [])


def test_a_new_fact_can_be_told_any_number_of_times(region: Any) -> None:
    case_id = planned(region)
    before = set(region.open_tasks(case_id))
    for number in range(3):
        region.tell(case_id, "nieuw_feit", LINDA, region.example("nieuw_feit", "betaling"), f"feit {number}")
    assert region.told(FATMA).count("nieuw_feit") == 3
    assert set(region.open_tasks(case_id)) == before
    assert region.known(case_id)["gebeurtenissen"]["nieuw_feit"]["aantal"] == 3


def test_a_team_that_ends_its_service_leaves_its_tasks_and_the_corporation_leads(region: Any) -> None:
    case_id = tried(region)
    assert "voortgang" in region.open_tasks(case_id)
    done = region.tell(case_id, "beeindiging", FATMA, region.example("beeindiging", "alles gedaan en huurder wil niet"))
    assert statuses(region, case_id)["voortgang"] == ["done", "lapsed"]
    assert region.case(case_id).regisseur == "woningcorporatie"
    assert {row.organisation_id for row in region.open_tasks(case_id).values()} == {region.person(LINDA).organisation_id}
    assert {"Trivire", "Meldpunt Zorg en Overlast"} <= set(done.told)
    with region.runtime.reading() as store:
        lines = list(store.session.scalars(select(Register).where(Register.case_id == case_id)))
    assert [(line.municipality, line.party) for line in lines] == [("Dordrecht", "sociaal_team")]
    with pytest.raises(NotYours):
        region.tell(case_id, "nieuw_feit", FATMA, region.example("nieuw_feit", "betaling"))


def test_ending_is_refused_while_efforts_are_missing(region: Any) -> None:
    case_id = tried(region)
    region.tell(case_id, "beeindiging", FATMA, region.example("beeindiging", "nog niet alles gedaan"))
    assert region.case(case_id).regisseur == "sociaal_team"
    assert "voortgang" in region.open_tasks(case_id)
    assert region.known(case_id)["beeindiging_toegestaan"]["toegestaan"] is False
    with region.runtime.reading() as store:
        assert list(store.session.scalars(select(Register).where(Register.case_id == case_id))) == []


@pytest.mark.parametrize(("answer", "leads"), [("corporatie neemt aan", "woningcorporatie"), ("corporatie wijst af", "sociaal_team")])
def test_a_hand_over_of_the_lead_counts_once_it_is_accepted(region: Any, answer: str, leads: str) -> None:
    case_id = planned(region)
    region.tell(case_id, "casusregie_overdragen", FATMA, region.example("casusregie_overdragen", "alleen achterstand"))
    assert region.case(case_id).regisseur == "sociaal_team"
    region.do(case_id, "casusregie", LINDA, region.example("casusregie", answer))
    assert region.case(case_id).regisseur == leads
    assert "casusregie_overdragen" in region.awaits(case_id)


def test_the_same_request_twice_changes_nothing(any_region: Any) -> None:
    region = any_region
    case_id = planned(region)
    raw = region.example("nieuw_feit", "betaling")
    region.tell(case_id, "nieuw_feit", LINDA, raw, "sleutel-1")
    revision, told = region.case(case_id).revision, region.told(FATMA)
    again = region.tell(case_id, "nieuw_feit", LINDA, raw, "sleutel-1")
    assert (region.case(case_id).revision, region.told(FATMA)) == (revision, told)
    assert "al verstuurd" in again.sentence
    assert again.told == ()


def test_a_request_repeated_after_its_event_is_gone_is_still_answered(region: Any) -> None:
    case_id = planned(region)
    raw = region.example("oplossing", "betaald")
    region.tell(case_id, "oplossing", LINDA, raw, "klik")
    assert "al verstuurd" in region.tell(case_id, "oplossing", LINDA, raw, "klik").sentence
    with region.runtime.reading() as store:
        sent = list(store.session.scalars(select(Submission).where(Submission.case_id == case_id, Submission.form == "oplossing")))
    assert len(sent) == 1


def test_an_event_that_the_case_no_longer_waits_for_is_out_of_date_and_changes_nothing(region: Any) -> None:
    case_id = planned(region)
    region.tell(case_id, "oplossing", LINDA, region.example("oplossing", "betaald"))
    revision = region.case(case_id).revision
    with pytest.raises(OutOfDate, match="casuspagina"):
        region.tell(case_id, "nieuw_feit", LINDA, region.example("nieuw_feit", "betaling"))
    assert region.case(case_id).revision == revision


def test_a_page_of_the_future_is_out_of_date(region: Any) -> None:
    case_id = planned(region)
    with pytest.raises(OutOfDate, match="Ververs"):
        region.act(send_event, region.person(LINDA), case_id, "nieuw_feit", {}, 9999, "k")


def test_a_missing_answer_leaves_the_case_as_it_was(region: Any) -> None:
    case_id = planned(region)
    revision = region.case(case_id).revision
    with pytest.raises(FormInvalid) as refused:
        region.tell(case_id, "oplossing", LINDA, {})
    assert "oplossing_op" in refused.value.problems
    assert region.case(case_id).revision == revision


def test_a_wrong_role_is_refused_and_the_refusal_logged(region: Any) -> None:
    case_id = planned(region)
    for email, event in ((FATMA, "oplossing"), (ESRA, "nieuw_feit"), (NOOR, "nieuw_feit"), (RUBEN, "nieuw_feit")):
        who = region.person(email)
        with pytest.raises(NotYours):
            region.act(send_event, who, case_id, event, {}, None, "k")
        with pytest.raises(NotYours):
            region.act(show_event, who, case_id, event)
        with region.runtime.reading() as store:
            lines, _ = oversight.lines(store.session, LogFilter(user_id=who.user_id, result="geweigerd"))
        assert [line.pseudonym for line in lines] == [region.case(case_id).pseudonym] * 2
