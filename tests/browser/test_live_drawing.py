"""The drawing of a running case: what runs, what is late and what is done are marked, and the steps in text say the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import ACCEPTED, FATMA

pytestmark = pytest.mark.browser

MARKED = """(box, marker) => [...box.querySelectorAll(`.djs-element.${marker}`)].map(one => one.dataset.elementId)"""
STEPS = ("userTask", "callActivity", "sendTask")
STATES = {"phu-nu": "is-nu", "phu-laat": "is-laat", "phu-klaar": "is-klaar"}


def test_the_drawing_and_the_text_beside_it_say_the_same_on_every_tab(arrive: Callable[..., Person], demo: Demo) -> None:
    case_id = demo.follow(demo.start(), ACCEPTED)
    fatma = arrive(FATMA)
    fatma.open_case(case_id)
    fatma.axe.finds_nothing(fatma.page, drawing=True)
    assert marked(fatma, "phu-nu") == ["Zoek contact met de huurder"]
    tabs = fatma.page.get_by_role("navigation", name="Welke tekening").get_by_role("link")
    assert tabs.count() >= 2
    for name in tabs.all_inner_texts():
        fatma.follow(name, fatma.page.get_by_role("navigation", name="Welke tekening"))
        expect(tabs.filter(has_text=name)).to_have_attribute("aria-current", "true")
        same_in_text(fatma)
    demo.days(16)
    fatma.open_case(case_id)
    assert "Zoek contact met de huurder" in [*marked(fatma, "phu-laat"), *marked(fatma, "phu-nu")]
    same_in_text(fatma)


def test_the_drawing_grows_and_shrinks_and_fits_with_its_buttons(arrive: Callable[..., Person], demo: Demo) -> None:
    case_id = demo.follow(demo.start(), ACCEPTED)
    fatma = arrive(FATMA)
    fatma.open_case(case_id)
    task = fatma.page.locator("[data-element-id='zoek_contact'] .djs-visual > rect").first
    widths = [task.bounding_box()["width"]]
    for button in ("Tekening groter", "Tekening kleiner", "Hele tekening"):
        fatma.page.get_by_role("button", name=button).click()
        widths.append(task.bounding_box()["width"])
    assert widths[1] > widths[2] >= widths[3]
    expect(fatma.page.locator(".bjs-powered-by")).to_be_visible()


def marked(who: Person, marker: str) -> list[str]:
    """Names of the elements with this mark in the drawing."""
    ids = who.page.locator("[data-bpmn]").evaluate(MARKED, marker)
    return sorted(names(who)[one] for one in ids if one in names(who))


def names(who: Person) -> dict[str, str]:
    """Element → name of the steps, phases and notices of the drawing that is shown, as its modeller wrote them."""
    key = str(who.page.locator("[data-bpmn]").get_attribute("data-bpmn")).rsplit("/", 1)[1].removesuffix(".bpmn")
    return {element.id: element.name for element in who.demo.work.diagrams[key].elements if element.kind in STEPS}


def same_in_text(who: Person) -> None:
    """Every mark in the drawing is a state in the list, under the same name, and the other way round."""
    for marker, state in STATES.items():
        lines = who.page.locator(f".phu-overzicht > li.{state} > b").evaluate_all("all => all.map(b => b.firstChild.textContent.trim())")
        assert sorted(set(lines)) == sorted(set(marked(who, marker))), (who.page.url, marker)
