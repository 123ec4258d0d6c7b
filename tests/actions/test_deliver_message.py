"""A case that another case asked for: started once, under a key of its own, knowing what it was given."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from phu_runtime.actions.deliver_message import deliver_message
from phu_runtime.actions.list_cases import list_cases
from phu_runtime.actions.retry_incident import retry_incident
from phu_runtime.actions.search_cases import search_cases
from phu_runtime.actions.show_incidents import show_incidents
from phu_runtime.errors import NotFound
from phu_runtime.records.tables.cases import Case
from phu_runtime.records.tables.messages import Incoming
from phu_runtime.steps.opening import open_case
from tests.region import MARIEKE, PETRA, Region


def sent_back(region: Region) -> str:
    """A case in Gorinchem that belongs to vroegsignalering, which runs here in that municipality."""
    return region.start(MARIEKE, "hoort bij vroegsignalering", gemeente="Gorinchem", plaatsnaam="Gorinchem")


def messages(region: Region) -> list[Any]:
    with region.runtime.reading() as store:
        return list(store.session.scalars(select(Incoming)))


def child(region: Region, case_id: str) -> Any:
    with region.runtime.reading() as store:
        return store.session.scalars(select(Case).where(Case.parent_id == case_id)).one()


def test_a_case_that_is_sent_back_opens_one_in_vroegsignalering(any_region: Region) -> None:
    region = any_region
    case_id = sent_back(region)
    assert (region.case(case_id).status, region.case(case_id).outcome) == ("gesloten", "teruggestuurd")
    region.clock.move(seconds=1)
    assert region.tick() == 1
    new = child(region, case_id)
    assert (new.process, new.municipality, new.status) == ("vroegsignalering", "Gorinchem", "open")
    assert region.known(new.id)["terugkeer_aantal"] == 1
    assert list(region.open_tasks(new.id)) == ["signaal"]
    assert region.open_tasks(new.id)["signaal"].organisation_id == region.person(MARIEKE).organisation_id
    assert [case.case_id for case in region.act(list_cases, region.person(MARIEKE))[0]] == [new.id, case_id]


def test_the_dossier_goes_along_under_the_key_of_the_new_case(region: Region) -> None:
    case_id = sent_back(region)
    region.tick()
    new = child(region, case_id)
    keys = region.runtime.keys
    assert keys.case_key(case_id) != keys.case_key(new.id)
    with region.runtime.reading() as store:
        old, copy = (open_case(store, each, lock=False).known.dossier for each in (case_id, new.id))
    assert copy["achternaam"] == "Voorbeeldsen"
    assert copy == old
    keys.destroy(case_id, region.clock.now)
    with region.runtime.reading() as store:
        assert open_case(store, new.id, lock=False).known.dossier["straatnaam"] == "Kwikstaartlaan"


def test_the_new_case_is_found_by_its_address(region: Region) -> None:
    case_id = sent_back(region)
    region.tick()
    found = region.act(search_cases, region.person(MARIEKE), "adres", {"postcode": "3319 KZ", "huisnummer": "12"})
    assert child(region, case_id).id in {case.case_id for case in found.cases}


def test_a_message_is_delivered_once(region: Region) -> None:
    case_id = sent_back(region)
    (message,) = messages(region)
    region.act(lambda store, _: deliver_message(store, message.id), None)
    with pytest.raises(NotFound, match="al afgeleverd"):
        region.act(lambda store, _: deliver_message(store, message.id), None)
    assert (region.tick(), child(region, case_id).parent_id) == (0, case_id)
    (message,) = messages(region)
    assert (message.status, message.sealed) == ("delivered", None)


def test_a_message_that_cannot_be_delivered_waits_and_is_tried_again(region: Region) -> None:
    sent_back(region)
    with region.runtime.transaction() as store:
        store.session.scalars(select(Incoming)).one().message = "onbekend"
    for attempts in (1, 2, 3):
        region.tick()
        (message,) = messages(region)
        assert (message.status, message.attempts) == ("waiting", attempts)
        region.clock.now = message.next_try
    with region.runtime.transaction() as store:
        store.session.scalars(select(Incoming)).one().message = "teruggestuurd"
    region.tick()
    assert messages(region)[0].status == "delivered"


def given_up(region: Region) -> str:
    """A case whose message was tried eight times; its message names a start that no diagram has."""
    case_id = sent_back(region)
    with region.runtime.transaction() as store:
        store.session.scalars(select(Incoming)).one().message = "onbekend"
    for _ in range(8):
        region.tick()
        region.clock.now = messages(region)[0].next_try
    return case_id


def test_a_message_that_is_given_up_is_an_incident_of_the_case_that_sent_it(any_region: Region) -> None:
    region = any_region
    case_id = given_up(region)
    (incident,) = region.act(show_incidents, region.person(PETRA))
    assert (incident.case_id, incident.case_number) == (case_id, region.case(case_id).number)
    assert incident.name.startswith("Casus starten: ")
    assert "het bericht komt niet aan" in incident.reason
    region.tick()
    assert len(region.act(show_incidents, region.person(PETRA))) == 1


def test_a_message_that_was_given_up_gets_another_try(region: Region) -> None:
    case_id = given_up(region)
    (incident,) = region.act(show_incidents, region.person(PETRA))
    region.act(retry_incident, region.person(PETRA), incident.incident_id)
    region.tick()
    (again,) = region.act(show_incidents, region.person(PETRA))
    with region.runtime.transaction() as store:
        store.session.scalars(select(Incoming)).one().message = "teruggestuurd"
    done = region.act(retry_incident, region.person(PETRA), again.incident_id)
    assert "opnieuw afgeleverd" in done.sentence
    region.tick()
    assert child(region, case_id).process == "vroegsignalering"
    assert region.act(show_incidents, region.person(PETRA)) == []
