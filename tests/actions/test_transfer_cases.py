"""Cases go to another organisation: a merger, a tenant who moved. The tasks follow, the reason is kept, nobody else is touched."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from phu_runtime.actions.export_efforts import export_efforts
from phu_runtime.actions.show_case import show_case
from phu_runtime.actions.transfer_cases import transfer_cases
from phu_runtime.errors import FormInvalid, NotYours
from phu_runtime.records import accounts, notices
from phu_runtime.records.tables.oversight import AccessLine
from tests.region import ACCEPTED, DAAN, ESRA, FATMA, LINDA, RUBEN, Region

REASON = "De teams zijn samengegaan."


def _organisation(region: Region, email: str) -> str:
    return region.person(email).organisation_id


def _move(region: Region, which: str = "alle", reason: str = REASON, by: str = DAAN) -> int:
    giver, taker = _organisation(region, FATMA), _organisation(region, ESRA)
    return int(region.act(transfer_cases, region.person(by), giver, taker, which, reason))


def test_the_open_tasks_go_to_the_new_organisation_which_carries_the_case_on(any_region: Region) -> None:
    region = any_region
    case_id = region.follow(region.start(), ACCEPTED)
    assert _move(region) == 1
    task = region.open_tasks(case_id)["contactpoging"]
    assert (task.organisation_id, task.claimed_by) == (_organisation(region, ESRA), None)
    region.do(case_id, "contactpoging", ESRA, region.example("contactpoging", "gesproken"))
    assert region.open_tasks(case_id)["eerste_beoordeling"].organisation_id == _organisation(region, ESRA)
    assert region.act(show_case, region.person(ESRA), case_id).header.case_id == case_id


def test_who_gave_the_case_away_sees_it_no_more_and_the_others_still_do(region: Region) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    _move(region)
    with pytest.raises(NotYours):
        region.act(show_case, region.person(FATMA), case_id)
    assert region.act(show_case, region.person(LINDA), case_id).header.case_id == case_id


def test_one_case_can_go_alone_and_come_back(region: Region) -> None:
    first, second = (region.follow(region.start(huisnummer=number), ACCEPTED) for number in ("1", "2"))
    assert _move(region, region.case(first).number.lower()) == 1
    assert region.open_tasks(second)["contactpoging"].organisation_id == _organisation(region, FATMA)
    back = (_organisation(region, ESRA), _organisation(region, FATMA), "alle", "Toch niet verhuisd.")
    assert region.act(transfer_cases, region.person(DAAN), *back) == 1
    region.do(first, "contactpoging", FATMA, region.example("contactpoging", "gesproken"))


def test_each_case_has_a_line_with_the_reason_and_both_organisations_are_told(region: Region) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    _move(region)
    with region.runtime.reading() as store:
        lines = [line for line in store.session.scalars(select(AccessLine)) if line.event.startswith("casus_naar")]
    assert [(line.pseudonym, line.purpose, line.action) for line in lines] == [(region.case(case_id).pseudonym, REASON, "U")]
    for email in (FATMA, ESRA):
        assert region.told(email)[-1] == "casus_naar_andere_organisatie"


def test_everyone_in_the_case_reads_who_took_over_from_whom_and_why(any_region: Region) -> None:
    region = any_region
    case_id = region.follow(region.start(), ACCEPTED)
    region.clock.move(minutes=1)
    _move(region)
    sentence = "Sociaal Team Gorinchem neemt de casus over van Sociaal Wijkteam Dordrecht"
    for email in (LINDA, ESRA):
        line = next(line for line in region.act(show_case, region.person(email), case_id).timeline if line.title == sentence)
        assert line.detail == f"Door de beheerder. Reden: {REASON}"
        assert f"{sentence}. Reden: {REASON}" in region.act(export_efforts, region.person(email), case_id).text


def test_what_was_done_before_stays_with_who_did_it(region: Region) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    region.clock.move(minutes=1)
    _move(region)
    region.clock.move(minutes=1)
    region.do(case_id, "contactpoging", ESRA, region.example("contactpoging", "gesproken"))
    linda = region.person(LINDA)
    details = {line.title: line.detail for line in region.act(show_case, linda, case_id).timeline}
    assert details["Beslis over de casusregie"].startswith("Sociaal Wijkteam Dordrecht · Fatma")
    assert "Sociaal Wijkteam Dordrecht" in details["Meld de casus"]
    assert "Gorinchem" not in details["Meld de casus"]
    assert details["Zoek contact met de huurder"].startswith("Sociaal Team Gorinchem · Esra")
    text = region.act(export_efforts, linda, case_id).text
    assert "Sociaal Wijkteam Dordrecht**: Beslis over de casusregie" in text
    assert "Sociaal Team Gorinchem**: Zoek contact" in text


def test_the_other_parties_hear_with_whom_they_go_on(region: Region) -> None:
    for number in ("1", "2"):
        region.follow(region.start(huisnummer=number), ACCEPTED)
    region.clock.move(minutes=1)
    _move(region)
    told = notices_of(region, LINDA)
    assert told[0].text.startswith("In 2 casussen neemt Sociaal Team Gorinchem de plaats in van Sociaal Wijkteam Dordrecht")
    assert [notice.event for notice in told].count("casus_naar_andere_organisatie") == 1
    assert "casus_naar_andere_organisatie" not in region.told(RUBEN)


def notices_of(region: Region, email: str) -> list[Any]:
    who = region.person(email)
    with region.runtime.reading() as store:
        return notices.notices(store.session, who.organisation_id, who.user_id)[0]


def test_what_is_missing_is_told_at_its_field_and_nothing_moves(region: Region) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    giver = _organisation(region, FATMA)
    with pytest.raises(FormInvalid) as refused:
        region.act(transfer_cases, region.person(DAAN), giver, _organisation(region, LINDA), "", " ")
    assert set(refused.value.problems) == {"naar", "casus", "reden"}
    with pytest.raises(FormInvalid) as unknown:
        _move(region, "PHU-1999-000001")
    assert "doet in deze casus niet mee" in unknown.value.problems["casus"]
    assert region.open_tasks(case_id)["contactpoging"].organisation_id == giver


def test_only_the_beheerder_moves_cases_and_never_to_a_closed_organisation(region: Region) -> None:
    region.follow(region.start(), ACCEPTED)
    with pytest.raises(NotYours):
        _move(region, by=FATMA)
    taker_id = _organisation(region, ESRA)
    with region.runtime.transaction() as store:
        taker = accounts.get_organisation(store.session, taker_id)
        assert taker is not None
        taker.active = False
    with pytest.raises(FormInvalid):
        _move(region)
