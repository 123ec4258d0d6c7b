"""By keyboard alone, without the canvas: rename a task, change its term, add a task with a form; the drawing shows all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.engine import read_drawn
from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.browser.test_keyboard import enter, tab_to
from tests.region import PETRA

pytestmark = pytest.mark.browser
PATH = "bpmn/dagvaarding.bpmn"


def test_a_task_is_renamed_given_another_term_and_followed_by_a_new_one(arrive: Callable[..., Person], demo: Demo) -> None:
    draft = demo.act(start_draft, demo.person(PETRA), "2026.4", "Een telefoontje meer.")
    petra = arrive(PETRA)
    page, keys = petra.page, petra.page.keyboard
    petra.open(f"/werkproces/versies/{draft}/tekening/dagvaarding")
    tab_to(page, page.get_by_label("Zoek een onderdeel"))
    keys.type("dagvaard de huurder")
    expect(page.get_by_text("1 onderdeel gevonden.")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Dagvaard de huurder"))
    enter(petra)

    form = page.locator("#gekozen form").first
    tab_to(page, form.get_by_label("Naam", exact=True))
    keys.press("Control+a")
    keys.type("Dagvaard deze huurder")
    tab_to(page, form.get_by_label("Termijn", exact=True))
    keys.type("Mzo advies")
    tab_to(page, form.get_by_role("button", name="Bewaren"))
    enter(petra)
    expect(page.get_by_text("De wijziging is bewaard.")).to_be_visible()

    tab_to(page, page.get_by_text("Een taak hierna toevoegen"))
    keys.press("Enter")
    form = page.locator("#gekozen details[open] form")
    tab_to(page, form.get_by_label("Naam van de taak"))
    keys.type("Bel de huurder")
    tab_to(page, form.get_by_label("Formulier"))
    keys.type("Contactpoging")
    tab_to(page, form.get_by_role("button", name="Voeg de taak toe"))
    enter(petra)

    expect(page.locator("#gekozen-kop")).to_have_text("Bel de huurder")
    expect(page.locator("[data-editor] [data-element-id=bel_de_huurder]").first).to_be_visible()
    expect(page.locator("[data-editor] [data-element-id=dagvaard]").first).to_contain_text("Dagvaard deze")
    now = read_drawn(PATH, demo.act(show_draft_file, demo.person(PETRA), draft, PATH).content).by_id
    assert (now["dagvaard"].name, now["dagvaard"].properties["termijn"]) == ("Dagvaard deze huurder", "mzo_advies")
    assert (now["bel_de_huurder"].form, now["bel_de_huurder"].lane) == ("contactpoging", "woningcorporatie")
