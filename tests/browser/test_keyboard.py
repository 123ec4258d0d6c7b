"""By keyboard alone: sign in, open the worklist, take a task, fill it in, send it. Wherever the focus is, it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from phu_runtime.demo import DEMO_PASSWORD
from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import ACCEPTED, FATMA

pytestmark = pytest.mark.browser

FAR = 60
FOCUSED = "one => one === document.activeElement"
SHOWN = """() => {
    const shows = (one) => { const style = getComputedStyle(one); return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; };
    return shows(document.activeElement) || (document.activeElement.parentElement && shows(document.activeElement.parentElement));
}"""


def test_a_task_is_taken_and_done_by_keyboard_alone(arrive: Callable[..., Person], demo: Demo) -> None:
    case_id = demo.follow(demo.start(), ACCEPTED)
    fatma = arrive(FATMA, at_the_door=True)
    page, keys = fatma.page, fatma.page.keyboard
    page.goto(demo.address)
    tab_to(page, page.get_by_label("E-mailadres van uw werk"))
    keys.type(FATMA)
    tab_to(page, page.get_by_label("Wachtwoord", exact=True))
    keys.type(DEMO_PASSWORD)
    enter(fatma)

    tab_to(page, page.get_by_role("link", name="Naar de inhoud"))
    keys.press("Enter")
    tab_to(page, page.locator("#tabs").get_by_role("link", name="Niet toegewezen"))
    enter(fatma)
    tab_to(page, page.get_by_role("button", name=re.compile("^Oppakken ?: Zoek contact met de huurder")))
    keys.press("Enter")
    expect(page.locator("#meldingen")).to_be_focused()
    tab_to(page, page.get_by_role("link", name="Naar de taak"))
    enter(fatma)

    fill_by_keyboard(fatma)
    tab_to(page, fatma.form.get_by_role("button", name="Afronden en versturen"))
    enter(fatma)
    expect(page.locator("#meldingen .utrecht-alert--ok")).to_be_visible()
    assert "eerste_beoordeling" in demo.open_tasks(case_id)


def fill_by_keyboard(fatma: Person) -> None:
    """A visit today at which the tenant was spoken to: digits, and arrows among the choices."""
    page, form = fatma.page, fatma.form
    for name, digits in (("Dag", "2"), ("Maand", "3"), ("Jaar", "2026")):
        tab_to(page, form.get_by_label(name, exact=True).first)
        page.keyboard.press("Control+a")
        page.keyboard.type(digits)
    answers = fatma.demo.example("contactpoging", "gesproken")
    tab_to(page, form.get_by_label("Hoe zocht u contact?"))
    page.keyboard.type("Huis")
    expect(form.get_by_label("Hoe zocht u contact?")).to_have_value(answers["contact_kanaal"])
    choose(fatma, "contact_resultaat", answers["contact_resultaat"])


def choose(fatma: Person, key: str, wanted: str) -> None:
    """Into the group with Tab, to the choice with the arrows."""
    choices = fatma.page.locator(f"input[name='{key}']")
    tab_to(fatma.page, choices.first)
    fatma.page.keyboard.press("Space")
    for _ in range(choices.count()):
        if fatma.page.locator(f"input[name='{key}'][value='{wanted}']").is_checked():
            return
        fatma.page.keyboard.press("ArrowDown")
    expect(fatma.page.locator(f"input[name='{key}'][value='{wanted}']")).to_be_checked()


def tab_to(page: Any, goal: Any, far: int = FAR) -> None:
    """Tab by Tab; each stop shows that it has the focus."""
    expect(goal).to_have_count(1)
    for _ in range(far):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue  # past the end of the page, on to its beginning
        assert page.evaluate(SHOWN), f"{page.url}: {page.evaluate('document.activeElement.outerHTML')}"
        if goal.evaluate(FOCUSED):
            return
    raise AssertionError(f"{page.url}: {goal} is niet te bereiken met Tab")


def enter(who: Person) -> None:
    """Enter leads to a page."""
    with who.page.expect_navigation():
        who.page.keyboard.press("Enter")
    who.look()
