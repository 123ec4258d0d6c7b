"""The worklist: what stands in it, how it is narrowed, and taking, giving back and handing over from it."""

from __future__ import annotations

import pytest

from phu_runtime.records import oversight
from tests.pages.rules import broken_rules
from tests.pages.visiting import words
from tests.region import BAS, FATMA, LINDA, MARK, NOOR


@pytest.fixture
def two_cases(region):
    """Two cases of Trivire that wait for their report: in Dordrecht and in Zwijndrecht."""
    return region.start(), region.start(gemeente="Zwijndrecht", achternaam="Tweedeling")


def numbers(page) -> list[str]:
    return [words(link) for link in page.all('//td[@data-kop="Casus"]/a')]


def test_the_lists_and_their_counts_agree(site, two_cases):
    page = site.visitor(LINDA).get("/werklijst?lijst=organisatie")
    assert len(numbers(page)) == 2
    assert [words(tab) for tab in page.all('//nav[@id="tabs"]//a')] == [
        "Mijn taken , aantal: 0",
        "Mijn organisatie , aantal: 2",
        "Niet toegewezen , aantal: 2",
    ]


def test_filters_and_order_live_in_the_address(site, two_cases):
    visitor = site.visitor(LINDA)
    page = visitor.get("/werklijst?lijst=organisatie&gemeente=Zwijndrecht&sorteer=casus")
    assert len(numbers(page)) == 1
    assert page.one('//select[@id="gemeente"]/option[@selected]').get("value") == "Zwijndrecht"
    assert page.one('//th[@aria-sort="ascending"]').text_content().strip() == "Casus"
    narrowed = visitor.get(page.link("Taak"))
    assert len(numbers(narrowed)) == 1
    assert numbers(visitor.get(page.link("Alles wissen"))) == sorted(numbers(visitor.get("/werklijst?lijst=organisatie")))


def test_a_filter_that_finds_nothing_says_so_and_offers_the_way_out(site, two_cases):
    page = site.visitor(LINDA).get("/werklijst?lijst=organisatie&zoek=999999")
    assert "Geen taken met deze filters" in page.text
    assert page.link("Toon alle taken") == "/werklijst?lijst=organisatie"
    assert broken_rules(page) == []


@pytest.mark.parametrize("address", ["?lijst=geheim", "?sorteer=naam", "?pagina=-3", "?pagina=veel", "?termijn=ooit", "?zoek=%00%25'--"])
def test_an_odd_address_gives_a_page_all_the_same(site, two_cases, address):
    assert site.visitor(LINDA).get(f"/werklijst{address}").status == 200


def test_names_come_only_after_a_button_and_the_look_is_logged(site, region, two_cases):
    visitor = site.visitor(LINDA)
    page = visitor.get("/werklijst?lijst=organisatie&gemeente=Dordrecht")
    assert "Voorbeeldsen" not in page.html
    before = _looks(region)
    button = page.one('//form[.//button[contains(., "Namen tonen")]]')
    page = visitor.post(button.get("action"), dict(button.form_values()))
    assert [words(name) for name in page.all('//*[@class="phu-taak__wie"]')] == ["Z. Voorbeeldsen"]
    assert _looks(region) == before + 1
    assert "Voorbeeldsen" not in visitor.get(page.link("Namen verbergen")).html


def _looks(region) -> int:
    with region.runtime.reading() as store:
        return sum("naam" in line.event for line in oversight.all_lines(store.session, oversight.LogFilter()))


def test_a_party_that_may_not_know_the_name_gets_none(site, region, two_cases):
    visitor = site.visitor(NOOR)
    visitor.get("/werklijst?lijst=organisatie")
    page = visitor.post("/werklijst/namen", {"lijst": "organisatie"})
    assert "Voorbeeldsen" not in page.html


def test_a_button_in_a_row_takes_that_task(site, region, two_cases):
    visitor = site.visitor(LINDA)
    page = visitor.get("/werklijst?lijst=vrij&gemeente=Dordrecht")
    button = page.one('//button[@name="oppakken"]')
    assert "casus PHU-" in words(button)
    page = visitor.post("/werklijst/taken", {"oppakken": button.get("value"), "_terug": "/werklijst?lijst=vrij"})
    assert "opgepakt" in words(page.one('//*[@id="meldingen"]'))
    assert len(numbers(page)) == 1


def test_taking_several_tasks_takes_those_that_are_still_free(site, region, two_cases):
    visitor = site.visitor(LINDA)
    page = visitor.get("/werklijst?lijst=vrij")
    chosen = page.all('//input[@name="taak"]/@value')
    other = site.visitor(MARK)
    other.get("/werklijst")
    other.post("/werklijst/taken", {"oppakken": chosen[0]})
    said = words(visitor.post("/werklijst/taken", {"taak": chosen, "actie": "oppakken"}).one('//*[@id="meldingen"]'))
    assert "opgepakt" in said
    assert "al opgepakt" in said or "net opgepakt" in said
    claimed = {row.claimed_by for case_id in two_cases for row in region.open_tasks(case_id).values()}
    assert claimed == {visitor.actor.user_id, other.actor.user_id}


def test_several_tasks_are_given_back_and_handed_over_together(site, region, two_cases):
    visitor = site.visitor(LINDA)
    chosen = visitor.get("/werklijst?lijst=vrij").all('//input[@name="taak"]/@value')
    visitor.post("/werklijst/taken", {"taak": chosen, "actie": "oppakken"})
    page = visitor.post("/werklijst/taken", {"taak": chosen, "actie": "overdragen"})
    assert "2 taken overdragen" in page.text
    assert broken_rules(page) == []
    page = visitor.post("/taken/overdragen", {"taak": chosen, "collega": "", "reden": "Ziek"})
    assert page.status == 422
    assert page.all('//*[@id="fouten"]//a/@href') == ["#collega"]
    assert page.one('//textarea[@id="reden"]').text.strip() == "Ziek"
    mark = region.person(MARK)
    page = visitor.post("/taken/overdragen", {"taak": chosen, "collega": mark.user_id, "reden": "Ziek"})
    assert "2 taken zijn overgedragen" in page.text
    assert {row.claimed_by for case_id in two_cases for row in region.open_tasks(case_id).values()} == {mark.user_id}
    colleague = site.visitor(MARK)
    colleague.get("/werklijst")
    page = colleague.post("/werklijst/taken", {"taak": chosen, "actie": "vrijgeven"})
    assert "2 taken zijn vrijgegeven" in page.text


def test_what_could_not_be_handed_over_is_listed_and_the_rest_goes(site, region, two_cases):
    """Meanwhile a colleague took one of the two."""
    visitor = site.visitor(LINDA)
    chosen = visitor.get("/werklijst?lijst=vrij").all('//input[@name="taak"]/@value')
    page = visitor.post("/werklijst/taken", {"taak": chosen, "actie": "overdragen"})
    assert len(page.all('//ul[@aria-label="Deze taken"]/li')) == 2
    other = site.visitor(MARK)
    other.get("/werklijst")
    other.post("/werklijst/taken", {"oppakken": chosen[0]})
    told = visitor.post("/taken/overdragen", {"taak": chosen, "collega": region.person(MARK).user_id, "reden": "Druk"})
    said = words(told.one('//*[@id="meldingen"]'))
    assert "is overgedragen aan Mark Visser" in said
    assert "is niet overgedragen. Mark Visser heeft deze taak al opgepakt" in said
    assert {row.claimed_by for case_id in two_cases for row in region.open_tasks(case_id).values()} == {other.actor.user_id}


def test_tasks_of_another_organisation_are_as_if_they_did_not_exist(site, region, two_cases):
    stranger = site.visitor(FATMA)
    stranger.get("/werklijst")
    ids = [row.id for case_id in two_cases for row in region.open_tasks(case_id).values()]
    said = stranger.post("/werklijst/taken", {"taak": ids, "actie": "overdragen"}).text
    assert "zijn er niet meer" in said
    page = stranger.post("/taken/overdragen", {"taak": ids, "collega": region.person(BAS).user_id, "reden": "Druk"})
    assert page.status == 200
    assert {row.claimed_by for case_id in two_cases for row in region.open_tasks(case_id).values()} == {None}


def test_no_task_chosen_is_said(site, two_cases):
    visitor = site.visitor(LINDA)
    visitor.get("/werklijst")
    assert "Kies eerst een of meer taken" in visitor.post("/werklijst/taken", {"actie": "oppakken"}).text


def test_with_a_script_the_address_follows_the_filters(site, two_cases):
    page = site.visitor(LINDA).get("/werklijst?lijst=organisatie&gemeente=Dordrecht&zoek=&termijn=", htmx=True)
    assert page.headers["HX-Push-Url"] == "/werklijst?lijst=organisatie&gemeente=Dordrecht"


def test_a_refusal_for_htmx_comes_where_messages_stand(site, region, two_cases):
    task = region.open_tasks(two_cases[0])["melding"]
    visitor = site.visitor(FATMA)
    visitor.get("/werklijst")
    answer = visitor.post("/werklijst/taken", {"oppakken": task.id}, htmx=True)
    assert answer.status == 403
    assert answer.headers["HX-Retarget"] == "#meldingen"
    assert answer.one('//*[@id="foutmelding"]') is not None


def test_a_term_says_how_long_how_hard_and_which_day(site, region):
    region.report(region.start())
    region.days(1)
    page = site.visitor(BAS).get("/werklijst?lijst=organisatie")
    chips = page.all('//td/span[contains(@class, "phu-termijn")]')
    assert any("werkdag" in words(chip) and ("uiterlijk" in words(chip) or "richtlijn" in words(chip)) for chip in chips)
    assert page.all("//td/time/@datetime")
    assert page.all('//tr[@class="phu-groep"]')
