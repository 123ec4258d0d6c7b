"""Arranging a deputy, and doing a colleague's task, as a reader without a script meets it."""

from __future__ import annotations

import pytest

from tests.pages.rules import broken_rules
from tests.pages.visiting import words
from tests.region import BAS, DAAN, FATMA, LINDA, MARK

WEEK = {"van.dag": "2", "van.maand": "3", "van.jaar": "2026", "tot.dag": "6", "tot.maand": "3", "tot.jaar": "2026"}


def test_one_arranges_a_deputy_on_the_own_account_and_takes_it_back(site, region):
    visitor = site.visitor(LINDA)
    address = visitor.get("/account").link("Mijn afwezigheid")
    page = visitor.get(address)
    assert broken_rules(page) == []
    refused = visitor.post(address, {**WEEK, "van.jaar": "26", "vervanger": region.person(MARK).user_id})
    assert refused.status == 422
    assert broken_rules(refused) == []
    assert refused.all('//*[@id="fouten"]//a/@href') == ["#veld-van-dag", "#reden"]
    assert refused.one('//input[@name="van.jaar"]').get("value") == "26"
    assert words(refused.one('//select[@id="vervanger"]/option[@selected]')) == "Mark Visser"
    done = visitor.post(address, {**WEEK, "vervanger": region.person(MARK).user_id, "reden": "Vakantie", "_terug": address})
    assert "Mark Visser vervangt Linda de Groot van maandag 2 maart 2026 tot en met vrijdag 6 maart 2026." in done.text
    ending = done.one('//form[contains(@action, "/beeindigen")]')
    ended = visitor.post(ending.get("action"), {"_terug": address})
    assert "vervangt Linda de Groot niet meer" in ended.text
    assert "U heeft geen vervanging geregeld" in ended.text


def test_a_coordinator_arranges_it_for_a_colleague_who_fell_ill(site, region):
    place = region.person(LINDA).organisation_id
    visitor = site.visitor(MARK)
    address = visitor.get(f"/beheer/organisaties/{place}").link("Afwezigheid bekijken")
    page = visitor.get(address)
    assert broken_rules(page) == []
    given = {**WEEK, "wie": region.person(LINDA).user_id, "vervanger": region.person(MARK).user_id, "reden": "Ziek", "_terug": address}
    assert "Mark Visser vervangt Linda de Groot" in visitor.post(address, given).text
    seen = site.visitor(DAAN).get(address)
    assert "Linda de Groot" in seen.text
    assert seen.all('//select[@id="wie"]') == []


@pytest.fixture
def standing_in(site, region):
    """Bas, who stands in for Fatma; she has a task."""
    case_id = region.start()
    region.report(case_id)
    fatma = site.visitor(FATMA)
    fatma.get("/werklijst")
    fatma.post("/werklijst/taken", {"oppakken": region.open_tasks(case_id)["casusregie"].id})
    fatma.get("/account/afwezigheid")
    fatma.post("/account/afwezigheid", {**WEEK, "vervanger": region.person(BAS).user_id, "reden": "Vakantie"})
    return site.visitor(BAS)


def test_a_deputy_finds_the_tasks_in_a_list_of_their_own_and_sends_the_form(standing_in, region):
    page = standing_in.get("/werklijst?lijst=namens")
    assert broken_rules(page) == []
    assert words(page.one('//nav[@id="tabs"]//a[@aria-current]')) == "Namens Fatma Yildiz , aantal: 1"
    assert "U namens Fatma Yildiz" in page.text
    task = standing_in.get(page.all('//td[contains(@class, "phu-taak")]/a/@href')[0])
    assert broken_rules(task) == []
    assert "U doet deze taak namens Fatma Yildiz." in task.text
    assert "Overdragen aan een collega" in task.text
    sent = standing_in.send(task, region.example("casusregie", "team neemt aan"))
    assert "is afgerond" in sent.text


def test_who_stands_in_for_nobody_has_no_such_list(site, region):
    page = site.visitor(LINDA).get("/werklijst?lijst=namens")
    assert [words(tab).split(" ,")[0] for tab in page.all('//nav[@id="tabs"]//a')] == ["Mijn taken", "Mijn organisatie", "Niet toegewezen"]
