"""What holds for every page, whoever opens it."""

from __future__ import annotations

import pytest

from tests.pages.rules import broken_rules
from tests.region import ASSESSED, DAAN, FATMA, LINDA, MARGRIET, NOOR, PETRA, RUBEN

PLACES = ("/hulp", "/toegankelijkheid", "/privacy", "/berichten", "/werkproces", "/account/afwezigheid")
LISTS = ("/werklijst", "/werklijst?lijst=organisatie&sorteer=casus", "/werklijst?lijst=vrij&termijn=ruim")
CASEWORK = (*LISTS, "/casussen", "/casussen/zoeken")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@pytest.mark.parametrize("email", [LINDA, FATMA, NOOR, RUBEN, PETRA, MARGRIET])
def test_every_general_page_keeps_the_rules(site, email):
    visitor = site.visitor(email)
    for path in PLACES:
        page = visitor.get(path)
        assert page.status == 200, path
        assert broken_rules(page) == [], path


@pytest.mark.parametrize("email", [LINDA, FATMA, NOOR, RUBEN])
def test_every_page_of_casework_keeps_the_rules(site, region, email):
    region.report(region.start())
    visitor = site.visitor(email)
    for path in CASEWORK:
        page = visitor.get(path)
        assert page.status == 200, path
        assert broken_rules(page) == [], path


def test_every_page_of_a_case_keeps_the_rules(site, region):
    case_id = region.start()
    region.report(case_id)
    region.follow(case_id, ASSESSED[1:])
    visitor = site.visitor(FATMA)
    case = visitor.get(f"/casussen/{case_id}")
    links = [href for href in case.all("//main//a/@href") if href.startswith(f"/casussen/{case_id}") and ".pdf" not in href]
    assert any("gebeurtenis" in href for href in links)
    assert any("verbeteren" in href for href in links)
    for path in [f"/casussen/{case_id}", *links, *case.all("//main//a[starts-with(@href, '/taken/')]/@href")]:
        page = visitor.get(path)
        assert page.status == 200, path
        assert broken_rules(page) == [], path


def test_every_part_of_the_work_process_can_be_read(site):
    visitor = site.visitor(PETRA)
    overview = visitor.get("/werkproces")
    paths = [href for href in overview.all("//main//a/@href") if href.startswith("/werkproces/")]
    assert len(paths) > 60
    for path in paths:
        page = visitor.get(path)
        assert page.status == 200, path
        assert broken_rules(page) == [], path


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nergens", 404), ("/casussen/onbekend", 404), ("/taken/onbekend", 404), ("/storingen", 403)],
)
def test_an_error_page_says_what_to_do_and_keeps_the_menu(site, path, status):
    page = site.visitor(LINDA).get(path)
    assert page.status == status
    assert broken_rules(page) == []
    assert page.one('//nav[@id="hoofdmenu"]') is not None
    assert "Naar de beginpagina" in page.text


def test_every_answer_carries_the_strict_policy(site):
    visitor = site.visitor(LINDA)
    for path in ("/werklijst", "/hulp", "/nergens", "/healthz", "/static/css/app.css"):
        assert visitor.get(path).headers["Content-Security-Policy"] == POLICY, path


def test_a_page_about_people_is_never_kept_by_the_browser(site):
    headers = site.visitor(LINDA).get("/werklijst").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_stylesheet_is_kept_until_it_changes(site):
    visitor = site.visitor(LINDA)
    for address in visitor.get("/werklijst").all("//link[@rel='stylesheet']/@href | //script/@src"):
        answer = visitor.get(address)
        assert answer.status == 200, address
        assert "immutable" in answer.headers["Cache-Control"], address


def test_a_visitor_who_is_not_signed_in_goes_to_the_sign_in_page_and_back(site):
    for path in ("/werklijst?lijst=vrij", "/casussen", "/werkproces", "/berichten"):
        page = site.visitor().get(path, follow=False)
        assert page.status == 303
        assert page.headers["Location"].startswith("/inloggen?volgende=%2F"), path


def test_a_part_asked_after_the_session_ended_leads_back_to_its_page(site):
    answer = site.app.test_client().get("/werklijst", headers={"HX-Request": "true", "HX-Current-URL": "https://phu.example/werklijst?lijst=vrij"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/inloggen?volgende=%2Fwerklijst%3Flijst%3Dvrij")


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(site):
    visitor = site.visitor()
    visitor.get("/inloggen")
    page = visitor.post("/taken/een", {"_hier": "/taken/een", "kinderen": "ja"}, follow=False)
    assert page.headers["Location"] == "/inloggen?volgende=%2Ftaken%2Feen"


def test_a_form_without_the_token_against_forgery_is_refused(site, region):
    case_id = region.start()
    task = region.open_tasks(case_id)["melding"]
    page = site.visitor(LINDA).post(f"/taken/{task.id}/oppakken", {"csrf_token": ""})
    assert page.status == 400
    assert "verlopen" in page.text
    assert region.open_tasks(case_id)["melding"].claimed_by is None


def test_a_form_that_is_too_large_is_refused(site):
    visitor = site.visitor(LINDA)
    visitor.get("/casussen/nieuw")
    page = visitor.post("/casussen/nieuw/aanleiding", {"achternaam": "x" * 250_000})
    assert page.status == 413
    assert "korter" in page.text


@pytest.mark.parametrize(
    ("email", "entries"),
    [
        (LINDA, ["Werklijst", "Casussen", "Toezicht", "Berichten", "Werkproces"]),
        (PETRA, ["Toezicht", "Berichten", "Werkproces", "Storingen"]),
        (MARGRIET, ["Toezicht", "Berichten", "Werkproces"]),
        (DAAN, ["Berichten", "Werkproces", "Beheer"]),
    ],
)
def test_the_menu_holds_only_what_the_role_may_open(site, email, entries):
    visitor = site.visitor(email)
    page = visitor.get("/hulp")
    links = page.all('//nav[@id="hoofdmenu"]//a')
    assert [link.text for link in links] == entries
    for link in links:
        assert visitor.get(link.get("href")).status == 200, link.text


def test_nobody_but_caseworkers_opens_a_worklist(site):
    for email in (PETRA, MARGRIET, DAAN):
        for path in ("/werklijst", "/casussen", "/casussen/zoeken"):
            assert site.visitor(email).get(path).status == 403, (email, path)


def test_the_machine_is_told_that_all_is_well(site):
    answer = site.visitor().get("/healthz")
    assert (answer.status, answer.html.strip()) == (200, '{"status":"ok"}')
