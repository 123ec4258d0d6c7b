"""How someone works a page: with the mouse, or by keyboard alone. The same words for both, so that one journey is tried twice."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.person import Person, spoken
from tests.browser.test_keyboard import tab_to

FAR = 600
"""A large table is many cells from its buttons."""


class Mouse:
    """Clicks."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page

    def go(self, place: Any, *, refused: int = 0) -> None:
        """Whatever leads to a page."""
        with self.page.expect_navigation():
            self.take(place)
        self.person.look(refused)

    def take(self, place: Any) -> None:
        """Whatever stays on the page."""
        place.click()

    def write(self, place: Any, text: str) -> None:
        """In the place of what stands there."""
        place.fill(text)

    def pick(self, place: Any, option: str) -> None:
        """One of a list, by its words."""
        place.select_option(label=option)

    def choose(self, group: Any, option: str) -> None:
        """One of a row of round buttons."""
        group.get_by_label(option, exact=True).check()

    # ---- in words

    def press(self, name: str, within: Any = None, *, refused: int = 0) -> None:
        """A button that leads to a page."""
        self.go((within or self.page).get_by_role("button", name=spoken(name)), refused=refused)

    def follow(self, name: str, within: Any = None) -> None:
        """A link that leads to a page."""
        self.go((within or self.page).get_by_role("link", name=spoken(name)))


class Keyboard(Mouse):
    """Tab, letters and Enter; each stop on the way must show that it has the focus."""

    def take(self, place: Any) -> None:
        tab_to(self.page, place, FAR)
        self.page.keyboard.press("Enter")

    def write(self, place: Any, text: str) -> None:
        tab_to(self.page, place, FAR)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def pick(self, place: Any, option: str) -> None:
        tab_to(self.page, place, FAR)
        self.page.keyboard.type(option)
        expect(place.locator("option:checked")).to_have_text(option)

    def choose(self, group: Any, option: str) -> None:
        tab_to(self.page, group.get_by_role("radio").first, FAR)
        self.page.keyboard.press("Space")
        goal = group.get_by_label(option, exact=True)
        for _ in range(group.get_by_role("radio").count()):
            if goal.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{option} is niet te kiezen met de pijltjes")
