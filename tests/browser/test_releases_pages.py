"""A version of the work process in the browser: begun, agreed with by two others, published, taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.actions.show_draft_file import show_draft_file
from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import PETRA, RELEASE

pytestmark = pytest.mark.browser
HANS, SASKIA = "hans.timmermans@adviesgroep.example", "saskia.vanleeuwen@adviesgroep.example"
TERMS = "dmn/termijnen.dmn"


def test_a_draft_is_agreed_by_two_others_published_and_taken_back(arrive: Callable[..., Person], demo: Demo) -> None:
    petra = arrive(PETRA)
    petra.open("/werkproces/versies")
    petra.page.get_by_label("Naam").fill("2026.4")
    petra.page.get_by_label("Wat wilt u veranderen en waarom?").fill("Een korter advies.")
    petra.press("Begin een concept")
    path = petra.page.url.removeprefix(demo.address)
    draft = path.rsplit("/", 1)[1]
    now = demo.act(show_draft_file, demo.person(PETRA), draft, TERMS)
    demo.act(save_draft_file, demo.person(PETRA), draft, TERMS, now.content.replace(b"<text>3<", b"<text>2<", 1), now.digest)
    for email in (HANS, SASKIA):
        reader = arrive(email)
        reader.open(path)
        expect(reader.page.get_by_text(f"{TERMS} is gewijzigd")).to_be_visible()
        reader.press("Akkoord geven")
    petra.open(path)
    petra.press("Publiceren")
    expect(petra.page.get_by_text("2026.4 is gepubliceerd.")).to_be_visible()
    petra.page.get_by_label("Waarom?").fill("Te kort.")
    petra.press("Versie intrekken")
    expect(petra.page.get_by_text(f"Nieuwe casussen beginnen weer op {RELEASE}.")).to_be_visible()
