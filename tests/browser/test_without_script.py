"""Everything works without JavaScript: report a case, and complete a task of which the questions change."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import LINDA, TENANT

pytestmark = pytest.mark.browser


def test_a_case_is_reported_and_a_task_done_without_javascript(arrive: Callable[..., Person], demo: Demo) -> None:
    linda = arrive(LINDA, at_the_door=True, script=False)
    linda.sign_in()
    linda.open("/casussen/nieuw")
    answers = demo.example("aanleiding", "regeling niet nagekomen", gemeente="Dordrecht")
    kept, months = ({key: answers.pop(key)} for key in ("regeling_nagekomen", "maanden_achterstand"))
    linda.fill("aanleiding", answers)
    for opened in (kept, months):  # each answer opens the next question
        linda.press("Vragen bijwerken", linda.form)
        linda.fill("aanleiding", opened)
    linda.send("Casus starten")
    case_id = linda.page.url.rsplit("/", 1)[1]
    expect(linda.page.locator("[data-bpmn]")).to_contain_text("De stappen in tekst zeggen hetzelfde.")

    linda.open("/werklijst?lijst=vrij")
    linda.go_by(linda.page.get_by_role("button", name=re.compile("^Oppakken ?: ")).first)
    expect(linda.page.locator("#meldingen")).to_contain_text("opgepakt")
    linda.open_task(case_id, "melding")
    answers = demo.example("melding", "twijfel", **TENANT)
    why = {"twijfel_reden": answers.pop("twijfel_reden")}
    linda.fill("melding", answers)
    linda.press("Afronden en versturen", linda.form, refused=422)
    expect(linda.page.get_by_role("alert")).to_contain_text("Er is 1 ding niet goed ingevuld")
    linda.fill("melding", why)
    linda.send()
    expect(linda.page.locator("#meldingen")).to_contain_text("Sociaal Wijkteam Dordrecht")
