"""A case from "Nieuwe casus" to "opgelost", by the people of all four parties, each at a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import FATMA, LINDA, NOOR, RUBEN, TENANT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BSN = "111222333"
AT_THE_START = {key: value for key, value in TENANT.items() if key not in ("geboortedatum", "telefoonnummer")}
Arrive = Callable[..., Person]


def test_a_case_goes_from_nieuwe_casus_to_opgelost_by_the_hands_of_all_four_parties(arrive: Arrive, demo: Demo) -> None:
    linda, fatma, noor, ruben = (arrive(email, at_the_door=True) for email in (LINDA, FATMA, NOOR, RUBEN))

    linda.sign_in()
    case_id = new_case(linda)
    for other in (fatma, noor, ruben):
        other.sign_in()
        may_not_see(other, case_id)
    linda.do(case_id, "melding", "gezin met kinderen", **TENANT)

    told(fatma, "Nieuwe melding")
    fatma.do(case_id, "casusregie", "team neemt aan")
    fatma.do(case_id, "afstemming", "kinderen")
    fatma.do(case_id, "contactpoging", "gesproken")
    fatma.do(case_id, "eerste_beoordeling", "schulden", kinderen="ja", bsn=BSN)
    fatma.do(case_id, "inzet_sociale_dienst", "schuldhulp")
    may_not_see(arrive(LINDA), case_id, BSN, page_is_there=True)

    noor.do(case_id, "advies", "doorgaan")
    noor.do(case_id, "screening", "geen bemoeizorg")
    noor.do(case_id, "ondersteuning", "meedenken")

    ruben.open_task(case_id, "eerste_gesprek")
    expect(ruben.page.get_by_label("Bij deze taak")).to_contain_text(BSN)
    ruben.fill("eerste_gesprek", demo.example("eerste_gesprek", "zonder doorbetaling"))
    ruben.send()

    linda.do(case_id, "besluit_voortzetting", "voortzetten")
    solve(linda, case_id)
    for each in (linda, fatma, ruben, noor):
        each.do(case_id, "afsluiten", "klaar")
    for each in (linda, fatma):
        each.open_case(case_id)
        expect(each.page.get_by_label("Kern van de casus")).to_contain_text("UitkomstOpgelost")
        expect(each.page.locator(".phu-titel").first).to_contain_text("Gesloten")
        expect(each.page.get_by_role("list", name="Fasen")).not_to_contain_text("Ontruiming (klaar)")
    for each in (linda, fatma, noor, ruben):
        each.sign_out()


def new_case(linda: Person) -> str:
    """From the list of cases to the page of a new one; its id."""
    linda.follow("Casussen", linda.page.get_by_role("navigation", name="Hoofdmenu"))
    linda.follow("Nieuwe casus")
    linda.fill("aanleiding", linda.demo.example("aanleiding", "regeling niet nagekomen", gemeente="Dordrecht", **AT_THE_START))
    linda.send("Casus starten")
    expect(linda.page.get_by_label("Kern van de casus")).to_contain_text(TENANT["achternaam"])
    return linda.page.url.rsplit("/", 1)[1]


def may_not_see(who: Person, case_id: str, *words: str, page_is_there: bool = False) -> None:
    """The case is refused, or (when it is open to this reader) these words don't stand on its page."""
    who.open_case(case_id, refused=0 if page_is_there else 403)
    if not page_is_there:
        expect(who.page.get_by_role("heading", level=1)).to_have_text("Dit mag u niet bekijken")
    for word in (*words, *(() if page_is_there else (TENANT["achternaam"], TENANT["straatnaam"]))):
        expect(who.page.locator("body")).not_to_contain_text(word)


def told(who: Person, title: str) -> None:
    """The menu counts a message; it is read, and the case is one click away."""
    menu = who.page.get_by_role("navigation", name="Hoofdmenu")
    who.open("/werklijst")
    who.go_by(menu.get_by_role("link", name="Berichten"))
    notice = who.page.locator(".phu-berichten > li").filter(has_text=title).first
    who.press(f"Gelezen: {title}", notice)
    expect(notice.get_by_role("button")).to_have_count(0)
    who.follow("Naar de casus", who.page.locator(".phu-berichten > li").filter(has_text=title).first)


def solve(linda: Person, case_id: str) -> None:
    """From the case page: the problem is solved."""
    linda.open_case(case_id)
    linda.go_by(linda.page.locator(".phu-actielijst").get_by_role("link", name=re.compile("^Oplossing ")))
    linda.fill("oplossing", linda.demo.example("oplossing", "regeling"))
    linda.send("Vastleggen en partijen berichten")
