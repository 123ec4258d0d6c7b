"""A term is seen to pass: the button of the practice clock, day 7, day 11 and day 14 of the first assessment (art. 7 ST b and e)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import ACCEPTED, FATMA, LINDA

pytestmark = pytest.mark.browser


def test_a_term_is_seen_to_pass_with_the_button_of_the_practice_clock(arrive: Callable[..., Person], demo: Demo) -> None:
    case_id = demo.follow(demo.start(), ACCEPTED)
    fatma, linda = arrive(FATMA), arrive(LINDA)
    fatma.open("/werklijst?lijst=organisatie")
    expect(chips(fatma, "telaat")).to_have_count(0)

    forward(fatma, "1 week")
    expect(fatma.page.get_by_role("status")).to_contain_text("Het is nu maandag 9 maart 2026, 09.0")
    fatma.open("/berichten")
    expect(fatma.page.get_by_text("Een termijn nadert", exact=True)).to_be_visible()

    for _ in range(4):
        forward(fatma, "1 dag")
    fatma.do(case_id, "termijn_niet_gehaald", "volgende week")
    linda.open("/berichten")
    expect(linda.page.get_by_text("Het sociaal team heeft meer tijd nodig", exact=True)).to_be_visible()

    for _ in range(4):
        forward(fatma, "1 dag")
    fatma.open("/werklijst?lijst=organisatie")
    late = chips(fatma, "telaat").first
    expect(late).to_contain_text("te laat")
    red, green, blue = colour(late)
    assert red > 1.5 * max(green, blue)
    fatma.open_case(case_id)
    expect(chips(fatma, "telaat").first).to_be_visible()
    linda.open("/berichten")
    expect(linda.page.get_by_text("De incassopauze is voorbij", exact=True)).to_be_visible()


def forward(who: Person, step: str) -> None:
    """The button in the purple bar; the clock that runs beside the server does what is due."""
    who.page.locator(".phu-oefen__klok > summary").click()
    who.press(f"{step} vooruit")
    who.demo.tick()


def chips(who: Person, state: str) -> Any:
    """The terms on the page in this state."""
    return who.page.locator(f"main .phu-termijn--{state}")


def colour(chip: Any) -> list[int]:
    """Red, green, blue of its surface."""
    return [int(part) for part in re.findall(r"\d+", chip.evaluate("one => getComputedStyle(one).backgroundColor"))[:3]]
