"""At 320 pixels, which is also a laptop at 400 %, everything is there without scrolling sideways (WCAG 1.4.10)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import ACCEPTED, FATMA, LINDA

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [(320, 640), (320, 256)], ids=["a small phone", "a laptop at 400 %"])
def test_nothing_scrolls_sideways_and_nothing_is_lost(arrive: Callable[..., Person], demo: Demo, size: tuple[int, int]) -> None:
    case_id = demo.follow(demo.start(), ACCEPTED)
    fatma = arrive(FATMA, at_the_door=True, size=size)
    fatma.sign_in()
    fatma.open("/werklijst?lijst=organisatie")
    row = fatma.page.get_by_role("row").filter(has_text="Zoek contact met de huurder")
    for words in ("Dordrecht", demo.case(case_id).number, "werkdagen"):
        expect(row).to_contain_text(words)
    expect(row.get_by_role("button", name="Oppakken")).to_be_visible()

    fatma.open_task(case_id, "contactpoging")
    fatma.press("Afronden en versturen", fatma.form, refused=422)
    fatma.fill("contactpoging", demo.example("contactpoging", "gesproken"))
    fatma.send()
    fatma.open_case(case_id)
    expect(fatma.page.get_by_role("list", name="Stappen in tekst")).to_be_visible()
    fatma.open("/berichten")

    linda = arrive(LINDA, size=size)
    for path in ("/casussen", "/casussen/nieuw", "/casussen/zoeken", "/account", "/werkproces", "/werkproces/tabel/partijen"):
        linda.open(path)
