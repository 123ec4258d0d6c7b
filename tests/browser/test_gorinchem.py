"""A tenant in Gorinchem goes to Sociaal Team Gorinchem and to Avres, not to their namesakes in the Drechtsteden."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import ESRA, FATMA, MARIEKE, TENANT

pytestmark = pytest.mark.browser

MIRJAM = "mirjam.kooiman@avres.example"
THERE = {"straatnaam": "Arkelstraat", "huisnummer": "8", "postcode": "4201 KB", "plaatsnaam": "Gorinchem"}


def test_gorinchem_goes_to_its_own_social_team_and_to_avres(arrive: Callable[..., Person], demo: Demo) -> None:
    marieke = arrive(MARIEKE)
    marieke.open("/casussen/nieuw")
    marieke.fill("aanleiding", demo.example("aanleiding", "regeling niet nagekomen", gemeente="Gorinchem"))
    marieke.send("Casus starten")
    case_id = marieke.page.url.rsplit("/", 1)[1]
    marieke.do(case_id, "melding", "alleen achterstand", **{**TENANT, **THERE})
    expect(marieke.page.locator("#meldingen")).to_contain_text("Sociaal Team Gorinchem")

    esra = arrive(ESRA)
    demo.follow(case_id, ((ESRA, "casusregie", "team neemt aan"), (ESRA, "contactpoging", "gesproken")))
    esra.do(case_id, "eerste_beoordeling", "schulden")
    demo.follow(case_id, ((ESRA, "inzet_sociale_dienst", "schuldhulp"),))
    esra.open_case(case_id)
    everyone = esra.page.get_by_role("region", name="Open taken van alle partijen")
    expect(everyone).to_contain_text("Avres")
    expect(everyone).to_contain_text("Poort6")

    mirjam = arrive(MIRJAM)
    mirjam.open_task(case_id, "eerste_gesprek")
    expect(mirjam.page.get_by_label("Casus", exact=True)).to_contain_text("Gorinchem")
    arrive(FATMA).open_case(case_id, refused=403)
