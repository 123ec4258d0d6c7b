"""A case on its page: where it is, what happened, what may be done; starting, telling and correcting from a browser."""

from __future__ import annotations

import pytest

from phu_runtime.errors import CaseStuck
from phu_runtime.records import incidents
from tests.pages.rules import broken_rules
from tests.pages.visiting import words
from tests.region import ASSESSED, ESRA, FATMA, LINDA, NOOR, PETRA, TENANT


@pytest.fixture
def reported(region):
    """A case that Trivire reported."""
    case_id = region.start()
    region.report(case_id)
    return case_id


def test_a_corporation_starts_a_case_in_its_browser(site, region):
    visitor = site.visitor(LINDA)
    page = visitor.get("/casussen/nieuw")
    page = visitor.send(page, {"gemeente": "Dordrecht", **TENANT})
    assert page.status == 422
    assert page.title.startswith("Fout: ")
    assert page.one('//*[@id="veld-achternaam"]').get("value") == TENANT["achternaam"]
    page = visitor.send(page, region.example("aanleiding", "regeling niet nagekomen", gemeente="Dordrecht", **TENANT))
    assert page.path.startswith("/casussen/")
    assert "is gestart" in words(page.one('//*[@id="meldingen"]'))
    assert "Z. Voorbeeldsen" in page.text


def test_a_started_form_waits_as_a_concept_for_its_writer(site):
    visitor = site.visitor(LINDA)
    page = visitor.send(visitor.get("/casussen/nieuw"), {"gemeente": "Sliedrecht"}, action="concept")
    assert "concept is bewaard" in page.text
    assert page.one('//select[@id="veld-gemeente"]/option[@selected]').get("value") == "Sliedrecht"


def test_only_a_corporation_starts_a_case(site):
    assert site.visitor(FATMA).get("/casussen/nieuw").status == 403
    assert "Nieuwe casus" not in site.visitor(FATMA).get("/casussen").text
    assert site.visitor(LINDA).get("/casussen/nieuw/bestaat_niet").status == 404


def test_the_page_shows_tasks_of_all_parties_and_links_only_ones_own(site, reported):
    page = site.visitor(LINDA).get(f"/casussen/{reported}")
    rows = page.all('//section[@aria-labelledby="taken"]//tbody/tr')
    assert any("Sociaal Wijkteam Dordrecht" in words(row) for row in rows)
    for row in rows:
        own = "(u)" in words(row)
        assert bool(row.xpath('.//a[starts-with(@href, "/taken/")]')) == own


def test_the_outline_says_the_same_as_the_drawing(site, region, reported):
    visitor = site.visitor(FATMA)
    page = visitor.get(f"/casussen/{reported}")
    drawing = page.one("//*[@data-bpmn]")
    assert visitor.get(drawing.get("data-bpmn")).headers["Content-Type"].startswith("application/xml")
    running = [*drawing.get("data-nu").split(), *drawing.get("data-laat").split()]
    outline = page.all('//ol[contains(@class, "phu-overzicht")]/li')
    assert running
    assert len([step for step in outline if step.get("class") in ("is-nu", "is-laat")]) == len(running)
    assert len([step for step in outline if "loopt nu" in words(step) or "te laat" in words(step)]) == len(running)


def test_every_running_drawing_has_a_tab_of_its_own(site, reported):
    visitor = site.visitor(FATMA)
    tabs = visitor.get(f"/casussen/{reported}").all('//nav[@aria-label="Welke tekening"]//a')
    assert len(tabs) > 1
    for tab in tabs:
        page = visitor.get(tab.get("href").split("#")[0])
        assert words(page.one('//nav[@aria-label="Welke tekening"]//a[@aria-current]')) == words(tab)


def test_what_happened_can_be_read_without_contents_of_others(site, region, reported):
    page = site.visitor(FATMA).get(f"/casussen/{reported}")
    timeline = words(page.all('//ol[@class="phu-tijdlijn"]')[0])
    assert "Trivire · Linda de Groot" in timeline
    assert TENANT["telefoonnummer"] not in timeline


@pytest.mark.parametrize("email", [ESRA, PETRA])
def test_a_case_of_others_stays_closed_at_every_door(site, reported, email):
    visitor = site.visitor(email)
    for path in ("", "/tekening/preventie_huisuitzetting.bpmn", "/gebeurtenis/nieuw_feit", "/brieven/een.pdf"):
        page = visitor.get(f"/casussen/{reported}{path}")
        assert page.status == 403, path
        assert "Voorbeeldsen" not in page.html


def test_a_new_fact_is_told_once_also_when_the_button_is_pressed_twice(site, region, reported):
    visitor = site.visitor(FATMA)
    page = visitor.get(f"/casussen/{reported}/gebeurtenis/nieuw_feit")
    filled = {**page.fields(), **region.example("nieuw_feit", "betaling"), "actie": "versturen"}
    target = page.one('//form[@id="formulier"]').get("action")
    first, second = visitor.post(target, filled), visitor.post(target, filled)
    assert first.path == second.path == f"/casussen/{reported}"
    assert "al verstuurd" in words(second.one('//*[@id="meldingen"]'))
    assert words(second.all('//ol[@class="phu-tijdlijn"]')[0]).count("Nieuw feit") >= 1


def test_an_event_that_no_longer_fits_keeps_the_answers(site, region, reported):
    visitor = site.visitor(LINDA)
    page = visitor.get(f"/casussen/{reported}/gebeurtenis/oplossing")
    assert page.status == 200
    region.tell(reported, "oplossing", LINDA, region.example("oplossing", "regeling"))
    page = visitor.send(page, region.example("oplossing", "regeling"))
    assert page.status == 409
    assert "Wat u had ingevuld" in page.text
    assert page.link("Naar de casus") == f"/casussen/{reported}"


def test_an_event_without_its_answers_comes_back_with_sentences(site, reported):
    visitor = site.visitor(LINDA)
    page = visitor.send(visitor.get(f"/casussen/{reported}/gebeurtenis/nieuw_feit"), {})
    assert page.status == 422
    assert page.title.startswith("Fout: ")
    assert broken_rules(page) == []


def test_answers_are_corrected_with_a_reason_and_the_old_ones_stay(site, region, reported):
    visitor = site.visitor(LINDA)
    case_page = visitor.get(f"/casussen/{reported}")
    page = visitor.get(case_page.link("Verbeteren"))
    assert page.one('//*[@id="veld-achternaam"]').get("value") == TENANT["achternaam"]
    page = visitor.send(page, {"achternaam": "Verbeterd"})
    assert page.status == 422
    assert "#veld-reden" in page.all('//*[@id="fouten"]//a/@href')
    assert page.one('//*[@id="veld-achternaam"]').get("value") == "Verbeterd"
    page = visitor.send(page, {"achternaam": "Verbeterd", "_reden": "Verkeerd gespeld"})
    assert "verbeterd" in words(page.one('//*[@id="meldingen"]'))
    assert "Z. Verbeterd" in page.text
    assert "antwoorden verbeterd" in words(page.all('//ol[@class="phu-tijdlijn"]')[0])


def test_a_sent_letter_opens_as_a_pdf(site, reported):
    visitor = site.visitor(LINDA)
    page = visitor.get(f"/casussen/{reported}")
    letter = visitor.get(page.link("(pdf)"))
    assert (letter.status, letter.headers["Content-Type"]) == (200, "application/pdf")
    assert letter.headers["Cache-Control"] == "no-store"


def test_a_tenant_is_found_without_the_question_in_the_address(site, reported):
    visitor = site.visitor(LINDA)
    page = visitor.get("/casussen/zoeken")
    assert "BSN" not in page.text
    page = visitor.post("/casussen/zoeken", {"soort": "naam", "achternaam": TENANT["achternaam"], "geboortedatum": TENANT["geboortedatum"]})
    assert page.path == "/casussen/zoeken"
    assert "1 casus gevonden" in page.text.lower()
    assert broken_rules(page) == []
    page = visitor.post("/casussen/zoeken", {"soort": "naam", "achternaam": TENANT["achternaam"], "geboortedatum": "gisteren"})
    assert page.status == 422
    assert page.all('//*[@id="fouten"]//a/@href') == ["#naam-geboortedatum"]
    page = visitor.post("/casussen/zoeken", {"soort": "bsn", "bsn": "123456782"})
    assert page.status == 422
    assert visitor.post("/casussen/zoeken", {"soort": "iets"}).status == 422


def test_messages_are_read_one_by_one_or_all_at_once(site, reported):
    visitor = site.visitor(NOOR)
    page = visitor.get("/berichten")
    assert page.all('//li[@class="is-nieuw"]')
    assert "Berichten , aantal:" in words(page.one('//nav[@id="hoofdmenu"]'))
    button = page.all('//form[@action="/berichten/gelezen"]')[-1]
    fewer = visitor.post("/berichten/gelezen", dict(button.form_values()))
    assert len(fewer.all('//li[@class="is-nieuw"]')) == len(page.all('//li[@class="is-nieuw"]')) - 1
    everything = fewer.all('//form[@action="/berichten/gelezen"][.//button[contains(., "Alles")]]//input[@name="bericht"]/@value')
    if everything:
        assert "Alles gelezen" in visitor.post("/berichten/gelezen", {"bericht": everything}).text


def test_a_failed_step_is_shown_where_it_matters_and_can_be_tried_again(site, region, reported):
    with pytest.raises(CaseStuck), region.runtime.transaction():
        stuck = CaseStuck("fout", "Bepaal afstemming", "De tabel geeft geen uitkomst.")
        stuck.case_id = reported
        raise stuck
    owner = site.visitor(PETRA)
    page = owner.get("/storingen")
    assert "De tabel geeft geen uitkomst." in page.text
    assert "Voorbeeldsen" not in page.html
    assert broken_rules(page) == []
    case_page = site.visitor(FATMA).get(f"/casussen/{reported}")
    assert "is niet gelukt" in case_page.text
    page = owner.post(page.one('//form[contains(@action, "/opnieuw")]').get("action"), {"_terug": "/storingen"})
    assert page.path == "/storingen"
    assert "Er zijn geen storingen" in page.text
    with region.runtime.reading() as store:
        assert incidents.open_incidents(store.session) == []


def test_the_clock_of_the_demo_moves_by_a_button_and_comes_back_to_the_page(site, region):
    visitor = site.visitor(LINDA)
    page = visitor.get("/casussen")
    assert "maandag 2 maart 2026" in page.html
    page = visitor.post("/oefenen/klok", {"stap": "7d", "_terug": "/casussen"})
    assert page.path == "/casussen"
    assert "maandag 9 maart 2026" in words(page.one('//*[@id="meldingen"]'))
    assert visitor.post("/oefenen/klok", {"stap": "-1d"}).status == 404


def test_nobody_is_led_to_another_site_by_a_form(site):
    visitor = site.visitor(LINDA)
    visitor.get("/casussen")
    for elsewhere in ("https://boos.example/", "//boos.example", "/\\boos.example"):
        page = visitor.post("/oefenen/klok", {"stap": "1u", "_terug": elsewhere}, follow=False)
        assert page.headers["Location"] == "/", elsewhere


def test_a_closed_case_says_its_outcome(site, region):
    case_id = region.follow(region.start(), ASSESSED)
    region.tell(case_id, "oplossing", LINDA, region.example("oplossing", "betaald"))
    page = site.visitor(LINDA).get(f"/casussen/{case_id}")
    assert page.status == 200
    assert broken_rules(page) == []
