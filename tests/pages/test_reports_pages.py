"""Counts of the region: for whom they are meant, never so small that someone is known by them."""

from __future__ import annotations

import pytest

from tests.pages.rules import broken_rules
from tests.pages.visiting import Page, Site, words
from tests.region import ACCEPTED, FATMA, LINDA, MARGRIET, MARK, PETRA, SPOKEN, THOMAS, Region

HEAT, FIGURES = "/werkproces/warmtekaart", "/overleg/cijfers"


@pytest.fixture
def passed(region: Region) -> None:
    """Five cases beyond the talk with the tenant, one before it."""
    for _ in range(5):
        region.follow(region.start(), SPOKEN)
    region.follow(region.start(), ACCEPTED)


def row(page: Page, name: str) -> str:
    return next(words(line) for line in page.all("//tbody/tr") if words(line).startswith(name))


@pytest.mark.usefixtures("passed")
def test_the_heat_map_says_in_a_table_what_its_drawing_shows(site: Site) -> None:
    visitor = site.visitor(MARGRIET)
    page = visitor.get(f"{HEAT}?tekening=eerste_beoordeling")
    assert broken_rules(page) == []
    assert row(page, "Zoek contact met de huurder") == "Zoek contact met de huurder Sociaal team 5 binnen een uur 100 %"
    (box,) = page.all("//*[@data-bpmn]")
    assert '"zoek_contact": "5"' in box.get("data-tellers")
    assert "zoek_contact" in box.get("data-merken")
    assert visitor.get(box.get("data-bpmn")).status == 200


@pytest.mark.usefixtures("passed")
@pytest.mark.parametrize("colour", ["aantal", "duur", "termijn", "onzin"])
def test_each_colour_keeps_the_rules_and_small_counts_are_not_told(site: Site, colour: str) -> None:
    page = site.visitor(PETRA).get(f"{HEAT}?tekening=signaal_en_contact&kleur={colour}&subregio=")
    assert broken_rules(page) == []
    page = site.visitor(PETRA).get(f"{HEAT}?tekening=eerste_beoordeling&kleur={colour}&subregio=Drechtsteden")
    assert (page.status, broken_rules(page)) == (200, [])
    assert not any(f'"{count}"' in page.one("//@data-tellers") for count in range(1, 5))


def test_nothing_is_drawn_for_what_is_not_there(site: Site) -> None:
    visitor = site.visitor(PETRA)
    assert visitor.get(HEAT).status == 200
    for asked in ("tekening=nergens", "versie=nergens", "subregio=nergens"):
        assert visitor.get(f"{HEAT}?{asked}").status == 404, asked


def test_links_to_counts_stand_where_the_reader_may_follow_them(site: Site) -> None:
    for email in (MARGRIET, PETRA, THOMAS, MARK):
        visitor = site.visitor(email)
        for path in ("/werkproces", "/overleg"):
            assert visitor.get(path).all(f"//main//a[@href='{HEAT}']"), (email, path)
        assert visitor.get(HEAT).status == 200
    for email in (LINDA, FATMA):
        visitor = site.visitor(email)
        assert not visitor.get("/werkproces").all(f"//main//a[@href='{HEAT}']")
        assert visitor.get(HEAT).status == 403


@pytest.mark.usefixtures("passed")
def test_the_figures_tell_phases_and_terms_per_subregion_and_version(site: Site) -> None:
    visitor = site.visitor(MARGRIET)
    page = visitor.get(FIGURES)
    assert broken_rules(page) == []
    assert row(page, "Aanleiding vastgesteld") == "Aanleiding vastgesteld 6 6"
    assert row(page, "Aanleiding en melding") == "Aanleiding en melding 6 6"
    assert not any(words(line).startswith("Opgelost") for line in page.all("//tbody/tr"))
    assert row(page, "Zoek contact met de huurder") == "Zoek contact met de huurder, Benader de huurder 100 % 100 %"
    lines = visitor.get(page.link("Download als CSV")).html.splitlines()
    assert "2026;Preventie huisuitzetting, per subregio;Aanleiding en melding;Drechtsteden;6" in lines
    drawn = visitor.get(page.link("Open als PDF"))
    assert (drawn.status, drawn.headers["Content-Type"]) == (200, "application/pdf")
    assert visitor.get(f"{FIGURES}?jaar=2025").status == 200
    assert visitor.get(f"{FIGURES}?jaar=1999").status == 404


def test_figures_are_not_for_caseworkers(site: Site) -> None:
    for path in (FIGURES, f"{FIGURES}.csv", f"{FIGURES}.pdf"):
        assert site.visitor(FATMA).get(path).status == 403, path
