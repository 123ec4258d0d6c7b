"""Processes without a tenant, clicked through by the offices that carry them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from phu_runtime.actions.start_case import start_case
from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import LINDA

pytestmark = pytest.mark.browser

START = "Casus starten"
FG = "irene.smit@trivire.example"
MANAGER = "erik.postma@regiegroep.example"
ADVICE = "hans.timmermans@adviesgroep.example"


def test_a_dispute_goes_from_the_corporation_to_the_adviesgroep_and_ends(arrive: Callable[..., Person], demo: Demo) -> None:
    linda = arrive(LINDA)
    linda.open("/overleg")
    linda.go_by(linda.page.get_by_role("link", name="Geschil melden"))
    linda.fill("geschil", {"geschil_onderwerp": "termijnen", "geschil_met": ["sociaal_team"], "toelichting_geschil": "Bel 06 12345678."})
    linda.press(START, linda.form, refused=422)
    linda.fill("geschil", {"toelichting_geschil": "Het antwoord komt vaak te laat."})
    linda.send(START)
    assert "Casus PHU-" in linda.page.locator("h1").inner_text()
    hans = arrive(ADVICE)
    hans.open("/overleg")
    hans.follow("Bespreek het geschil")
    hans.fill("geschil_advies", {"geschil_uitkomst": "opgelost"})
    hans.send()
    hans.open("/overleg")
    assert "Geschil opgelost" in hans.page.locator("main").inner_text()


def test_a_breach_is_done_by_fg_and_manager_and_stands_in_the_register(arrive: Callable[..., Person], demo: Demo) -> None:
    given = demo.example("datalek", "versleuteld", datalek_ontdekt_op="02-03-2026 08:30")
    demo.act(start_case, demo.person(LINDA), "datalek", given)
    irene = arrive(FG)
    irene.open("/overleg")
    irene.follow("Weeg het datalek")
    weighed = {"ap_melden": "nee", "betrokkene_melden": "nee", "partijen_melden": "nee", "weging_reden": "volgens_voorstel"}
    irene.fill("datalek_weging", weighed)
    irene.send()
    erik = arrive(MANAGER)
    erik.open("/overleg")
    erik.follow("Neem het lek op")
    erik.fill("datalek_register", {"datalek_vastgelegd_op": "2026-03-02"})
    erik.send()
    erik.open("/overleg/registers")
    assert "ernst laag" in erik.page.locator("main").inner_text()
