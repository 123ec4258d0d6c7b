"""The page of terms: every running term with its arithmetic, and who may not let it pass."""

from __future__ import annotations

from tests.pages.rules import broken_rules
from tests.region import ACCEPTED, FATMA, LINDA, MARIEKE, NOOR, PETRA, TENANT


def test_a_party_sees_its_own_terms_with_how_they_were_counted(site, region):
    region.follow(region.start(), ACCEPTED)
    page = site.visitor(FATMA).get("/termijnen")
    assert broken_rules(page) == []
    assert "Zoek contact met de huurder" in page.text
    assert "werkdagen vanaf" in page.text
    assert TENANT["achternaam"] not in page.html


def test_a_party_sees_the_terms_of_the_others_in_its_cases_only(site, region):
    region.follow(region.start(), ACCEPTED)
    assert "Andere partijen in uw casussen" in site.visitor(LINDA).get("/termijnen").text
    for email in (MARIEKE, NOOR):
        page = site.visitor(email).get("/termijnen")
        assert page.status == 200
        assert "Zoek contact" not in page.text


def test_an_extension_with_a_reason_is_one_click_away(site, region):
    region.follow(region.start(), ACCEPTED)
    visitor = site.visitor(FATMA)
    page = visitor.get(visitor.get("/termijnen").link("Verleng met reden"))
    assert page.status == 200
    assert "reden" in page.text.lower()


def test_the_page_is_for_casework_alone(site):
    assert site.visitor(PETRA).get("/termijnen").status == 403
