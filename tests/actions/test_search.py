"""Finding a case by what one knows already; what one may not see stays unseen, and every search is logged."""

from __future__ import annotations

from typing import Any

import pytest

from phu_runtime.actions.search_cases import search_cases
from phu_runtime.errors import FormInvalid, NotYours
from phu_runtime.records import oversight
from phu_runtime.records.oversight import LogFilter
from tests.region import ACCEPTED, BSN, ESRA, FATMA, LINDA, MARIEKE, NOOR, RUBEN, SPOKEN, TENANT, THOMAS, Region

HOME = {"postcode": TENANT["postcode"], "huisnummer": TENANT["huisnummer"]}
NAME = {"achternaam": "Voorbeeldsen", "geboortedatum": "14-05-1971"}


def search(region: Region, email: str, kind: str, values: dict[str, str]) -> Any:
    return region.act(search_cases, region.person(email), kind, values)


def ids(found: Any) -> list[str]:
    return [case.case_id for case in found.cases]


def test_a_case_is_found_by_its_number(region: Region) -> None:
    case_id = region.start()
    assert ids(search(region, LINDA, "nummer", {"nummer": region.case(case_id).number})) == [case_id]
    assert ids(search(region, LINDA, "nummer", {"nummer": "PHU-2026-999999"})) == []


def test_the_team_finds_a_case_by_bsn_and_a_corporation_may_not(any_region: Region) -> None:
    region = any_region
    case_id = region.follow(region.start(), (*SPOKEN, (FATMA, "eerste_beoordeling", "schulden")))
    assert ids(search(region, FATMA, "bsn", {"bsn": BSN})) == [case_id]
    with pytest.raises(FormInvalid) as refused:
        search(region, LINDA, "bsn", {"bsn": BSN})
    assert "BSN" in refused.value.problems["bsn"]


@pytest.mark.parametrize("written", [{"postcode": "3319kz", "huisnummer": " 12"}, {"postcode": "3319 KZ", "huisnummer": "12"}])
def test_an_address_is_found_however_it_is_written(region: Region, written: dict[str, str]) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    assert ids(search(region, FATMA, "adres", written)) == [case_id]


def test_an_address_shows_what_others_have_only_as_a_number(region: Region) -> None:
    mine = region.follow(region.start(), ACCEPTED)
    region.start(MARIEKE, gemeente="Gorinchem")
    found = search(region, LINDA, "adres", HOME)
    assert (ids(found), found.others) == ([mine], 1)
    stranger = search(region, ESRA, "adres", HOME)
    assert (stranger.cases, stranger.others) == ([], 2)


def test_a_name_needs_its_birth_date_and_shows_no_others(region: Region) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    assert ids(search(region, FATMA, "naam", NAME)) == [case_id]
    assert ids(search(region, FATMA, "naam", {**NAME, "achternaam": "VOORBEELDSEN"})) == [case_id]
    assert ids(search(region, FATMA, "naam", {**NAME, "geboortedatum": "15-05-1971"})) == []
    found = search(region, ESRA, "naam", NAME)
    assert (found.cases, found.others) == ([], 0)


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("naam", {"achternaam": "Voorbeeldsen"}, "geboortedatum"),
        ("naam", {"achternaam": "Voorbeeldsen", "geboortedatum": "gisteren"}, "geboortedatum"),
        ("adres", {"postcode": "3319 KZ", "huisnummer": " "}, "huisnummer"),
        ("alles", {}, ""),
    ],
)
def test_an_incomplete_search_says_what_is_missing(region: Region, kind: str, values: dict[str, str], field: str) -> None:
    with pytest.raises(FormInvalid) as refused:
        search(region, LINDA, kind, values)
    assert list(refused.value.problems) == [field]


def test_a_corrected_address_is_found_and_the_old_one_no_more(region: Region) -> None:
    case_id = region.start()
    region.report(case_id, huisnummer="14")
    assert ids(search(region, LINDA, "adres", {**HOME, "huisnummer": "14"})) == [case_id]
    assert ids(search(region, LINDA, "adres", HOME)) == []


@pytest.mark.parametrize("email", [NOOR, RUBEN])
def test_a_party_that_the_case_has_not_reached_finds_nothing(region: Region, email: str) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    assert ids(search(region, email, "nummer", {"nummer": region.case(case_id).number})) == []
    assert ids(search(region, email, "naam", NAME)) == []


def test_every_search_is_logged_by_its_fields_and_never_its_words(region: Region) -> None:
    search(region, FATMA, "naam", NAME)
    with pytest.raises(NotYours):
        search(region, THOMAS, "naam", NAME)
    with region.runtime.reading() as store:
        (line,) = oversight.lines(store.session, LogFilter(user_id=region.person(FATMA).user_id))[0]
        (refusal,) = oversight.lines(store.session, LogFilter(user_id=region.person(THOMAS).user_id))[0]
    assert (line.event, line.action, line.fields) == ("gezocht op naam", "R", "achternaam,geboortedatum")
    assert refusal.result == "geweigerd"
