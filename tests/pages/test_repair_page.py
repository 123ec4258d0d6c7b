"""A stuck case is mended from the page: a process owner proposes, a second person of the adviesgroep carries it out."""

from __future__ import annotations

import pytest

from phu_runtime.records import incidents
from phu_runtime.workprocess import WorkProcess
from tests.pages.rules import broken_rules
from tests.pages.test_revision_pages import RENAMED, keep
from tests.pages.visiting import Site
from tests.region import FATMA, PETRA, SPOKEN, TENANT, Region

HANS = "hans.timmermans@adviesgroep.example"
REASON = "De tabel gaf geen uitkomst voor deze gegevens."


@pytest.fixture
def stuck(region: Region) -> tuple[str, str]:
    """A case with an open incident: (case, address of its page)."""
    case_id = region.follow(region.start(), SPOKEN)
    with region.runtime.transaction() as store:
        found = incidents.report_incident(
            store.session, case_id=case_id, element="bepaal_sociale_dienst", name="Bepaal inzet", reason="Geen uitkomst.", at=store.now
        )
        return case_id, f"/storingen/{found.id}/herstel"


def test_two_people_set_a_datum_that_no_page_of_the_dossier_shows(site: Site, region: Region, stuck: tuple[str, str]) -> None:
    case_id, address = stuck
    petra, hans = site.visitor(PETRA), site.visitor(HANS)
    page = petra.get(petra.get("/storingen").link("Herstel"))
    assert (page.path, broken_rules(page)) == (address, [])
    page = petra.get(f"{address}?soort=variabele&gegeven=schulden")
    assert broken_rules(page) == []
    assert not any(value in page.html for value in TENANT.values() if len(value) > 3)
    page = petra.post(address, {"soort": "variabele", "gegeven": "schulden", "kind": "ja_nee", "waarde": "ja", "reden": REASON})
    assert "Een ander lid van de adviesgroep voert het uit" in page.text
    page = hans.get(hans.get("/storingen").link("Herstel"))
    assert broken_rules(page) == []
    assert "op 'ja' zetten." in page.text
    assert f"Petra Vermeer schreef: {REASON}" in page.text
    region.clock.move(minutes=1)
    assert "Gegeven hersteld" in hans.post(page.one("//form[contains(@action, 'uitvoeren')]/@action"), {}).html
    assert region.known(case_id)["schulden"] is True
    assert "Gegeven hersteld" in site.visitor(FATMA).get(f"/casussen/{case_id}").text


def test_a_step_goes_to_another_task_of_its_drawing(site: Site, region: Region, stuck: tuple[str, str]) -> None:
    case_id, address = stuck
    petra, hans = site.visitor(PETRA), site.visitor(HANS)
    page = petra.get(f"{address}?soort=plaats")
    assert page.all("//select[@name='van']/option[@selected]/text()") == ["Beoordeel de situatie"]
    petra.post(address, {"soort": "plaats", "van": "beoordeel", "naar": "zoek_contact", "reden": REASON})
    hans.get(address)
    hans.post(f"{address}/uitvoeren", {})
    assert [task.element for task in region.open_tasks(case_id).values()] == ["zoek_contact"]


def test_what_is_missing_is_told_at_its_place_and_kept(site: Site, stuck: tuple[str, str]) -> None:
    _, address = stuck
    petra = site.visitor(PETRA)
    petra.get(address)
    page = petra.post(address, {"soort": "sluiten", "reden": "Weg."})
    assert (page.status, broken_rules(page)) == (422, [])
    assert page.title.startswith("Fout:")
    assert page.one("//textarea[@id='reden']").text.strip() == "Weg."
    page = petra.post(address, {"soort": "versie", "reden": REASON})
    assert "Kies een versie." in page.text


@pytest.mark.parametrize("kind", ["", "variabele", "plaats", "versie", "sluiten"])
def test_every_kind_of_proposal_keeps_the_rules(
    site: Site, region: Region, shipped: WorkProcess, stuck: tuple[str, str], kind: str
) -> None:
    keep(region, shipped, "hersteld", RENAMED, published=True)
    page = site.visitor(PETRA).get(f"{stuck[1]}?soort={kind}")
    assert (page.status, broken_rules(page)) == (200, [])
    assert page.all("//select[@id='versie']/option[@selected]/text()") == (["hersteld"] if kind == "versie" else [])


def test_the_second_person_proposes_nothing_and_caseworkers_see_nothing(site: Site, stuck: tuple[str, str]) -> None:
    hans, fatma = site.visitor(HANS), site.visitor(FATMA)
    assert "Stel voor" not in hans.get(stuck[1]).text
    assert hans.post(stuck[1], {"soort": "sluiten", "reden": REASON}).status == 403
    assert fatma.get(stuck[1]).status == 403
    assert fatma.post(f"{stuck[1]}/uitvoeren", {}).status == 403
