"""The page of the agreement: each requirement leads to the step, table or field that fulfils it."""

from __future__ import annotations

from tests.pages.rules import broken_rules
from tests.region import LINDA, PETRA


def test_every_requirement_leads_to_the_step_in_its_drawing(site):
    visitor = site.visitor(PETRA)
    page = visitor.get("/werkproces/afspraken")
    assert broken_rules(page) == []
    href = next(link for link in page.all("//main//a/@href") if "stap=kondig_melding_aan" in link)
    drawing = visitor.get(href)
    assert drawing.status == 200
    assert drawing.one("//*[@data-bpmn]").get("data-nu") == "kondig_melding_aan"
    assert "Gemarkeerd in de tekening" in drawing.text


def test_every_link_of_the_page_leads_somewhere(site):
    visitor = site.visitor(PETRA)
    page = visitor.get("/werkproces/afspraken")
    for href in sorted({href.split("?")[0] for href in page.all("//main//a/@href")}):
        assert visitor.get(href).status == 200, href


def test_what_waits_for_a_decision_can_be_listed_alone(site):
    visitor = site.visitor(LINDA)
    everything = visitor.get("/werkproces/afspraken")
    page = visitor.get(everything.link("Toon alleen wat voorlopig is"))
    rows = page.all("//tbody/tr")
    assert 0 < len(rows) < len(everything.all("//tbody/tr"))
    assert all("Voorlopig" in "".join(row.itertext()) for row in rows)
