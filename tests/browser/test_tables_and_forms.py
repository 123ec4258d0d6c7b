"""A table and a form of a draft changed by keyboard alone: a row that decides, a field refused with its article, one that is allowed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from phu_runtime.actions.start_draft import start_draft
from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.browser.test_keyboard import enter, tab_to
from tests.region import PETRA, RELEASE

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(demo: Demo) -> str:
    return f"/werkproces/versies/{demo.act(start_draft, demo.person(PETRA), '2026.4', 'Een regel en een veld')}"


def write(who: Person, label: str, text: str) -> None:
    """In the place of what stands in a cell."""
    tab_to(who.page, who.page.get_by_label(label, exact=True))
    who.page.keyboard.press("Control+a")
    who.page.keyboard.type(text)


def test_a_row_is_added_to_a_table_and_decides_by_keyboard_alone(arrive: Callable[..., Person], draft: str) -> None:
    petra = arrive(PETRA)
    page, keys = petra.page, petra.page.keyboard
    petra.open(f"{draft}/tabel/afstemming_meldpunt")
    tab_to(page, page.locator("#rij-afstemming_meldpunt-0 summary"))
    keys.press("Enter")
    tab_to(page, page.get_by_role("button", name="Regel erboven (regel 1)"))
    enter(petra)
    expect(page.get_by_text("Nog niet bewaard")).to_be_visible()
    write(petra, "Regel 1, als Kinderen?", '"nee" of "ja"')
    write(petra, "Regel 1, als Twijfel?", "true")
    write(petra, "Regel 1, dan Niveau", '"geen"')
    write(petra, "Regel 1, dan Screening", "false")
    with page.expect_navigation():
        keys.press("Enter")
    petra.look(refused=422)
    tab_to(page, page.locator("#fouten a"))
    keys.press("Enter")
    expect(page.get_by_label("Regel 1, als Kinderen?", exact=True)).to_be_focused()
    keys.press("Control+a")
    keys.type('"nee"')
    enter(petra)
    expect(page.get_by_text("De tabel is bewaard.")).to_be_visible()

    tab_to(page, page.get_by_role("link", name="Proef deze beslissing"))
    keys.press("Enter")
    tab_to(page, page.get_by_label("Kinderen?", exact=True))
    keys.type("Nee")
    tab_to(page, page.get_by_label("Twijfel?", exact=True))
    keys.type("Ja")
    tab_to(page, page.get_by_role("button", name="Beslis over Afstemming meldpunt"))
    enter(petra)
    expect(page.get_by_role("status").filter(has_text="Uitkomst")).to_contain_text("Regel 1 past")
    expect(page.locator("#rij-afstemming_meldpunt-0")).to_contain_text("Past")


def test_a_field_is_refused_with_the_article_and_another_seen_in_the_preview_by_keyboard_alone(
    arrive: Callable[..., Person], draft: str
) -> None:
    petra = arrive(PETRA)
    page, keys = petra.page, petra.page.keyboard
    petra.open(f"{draft}/formulier/woningcorporatie/melding")

    def add(label: str) -> None:
        tab_to(page, page.get_by_role("link", name="Voeg iets toe"))
        keys.press("Enter")
        tab_to(page, page.get_by_label("Gegeven uit de gegevenslijst"))
        keys.type(label)
        tab_to(page, page.get_by_role("button", name="Veld toevoegen"))
        with page.expect_navigation():
            keys.press("Enter")

    add("Leeftijd van")
    petra.look(refused=422)
    expect(page.get_by_role("alert")).to_contain_text("(PP-B3)")
    add("Aantal maanden")
    petra.look()
    expect(page.get_by_text("Het veld staat op het formulier.")).to_be_visible()
    expect(page.locator("#formulier").get_by_text("Aantal maanden")).to_be_visible()


def test_a_published_table_and_form_are_read_on_a_phone_without_javascript(arrive: Callable[..., Person]) -> None:
    petra = arrive(PETRA, script=False, size=(390, 844))
    for page in ("tabel/termijnen", "tabel/fase", "formulier/woningcorporatie/melding"):
        petra.open(f"/werkproces/versies/{RELEASE}/{page}")
        expect(petra.page.get_by_text("verandert niet meer")).to_be_visible()
        expect(petra.page.get_by_role("button", name="Bewaren")).to_have_count(0)
