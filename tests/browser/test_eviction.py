"""A case to "huisuitzetting": last reminder, summons, judgment, eviction, aftercare and closing, clicked by those who do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import FATMA, LINDA, NOOR, PLANNED

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REVIEWED = (
    *PLANNED,
    (LINDA, "voortgang", "gaat niet"),
    (FATMA, "voortgang", "gaat niet"),
    (LINDA, "escalatie", "laatste aanmaning"),
)
BOTH_TRY = ((LINDA, "contactpoging", "niet thuis"), (FATMA, "contactpoging", "geen reactie op telefoon"))


def test_a_case_goes_from_the_last_reminder_to_huisuitzetting_and_aftercare(arrive: Callable[..., Person], demo: Demo) -> None:
    case_id = demo.follow(demo.start(), REVIEWED)
    linda, fatma, noor = arrive(LINDA), arrive(FATMA), arrive(NOOR)

    linda.do(case_id, "aanmaning_voor_deurwaarder", "verstuurd")
    demo.follow(case_id, BOTH_TRY)
    demo.days(15)
    linda.do(case_id, "escalatie", "deurwaarder")
    linda.do(case_id, "deurwaarder", "ingeschakeld")
    linda.do(case_id, "aanzegging_dagvaarding", "verstuurd")
    demo.days(14)
    linda.do(case_id, "dagvaarding", "uitgebracht")

    send_letter(noor, case_id)
    demo.days(30)
    linda.do(case_id, "vonnis", "toegewezen")
    linda.do(case_id, "aanzegging_ontruiming", "verstuurd")
    demo.follow(case_id, BOTH_TRY)
    demo.days(14)
    linda.do(case_id, "ontruiming", "uitgevoerd")
    fatma.do(case_id, "nazorg", "aanvaard")
    for each in (linda, fatma, noor):
        each.do(case_id, "afsluiten", "klaar")

    linda.open_case(case_id)
    expect(linda.page.get_by_label("Kern van de casus")).to_contain_text("UitkomstHuisuitzetting")
    expect(linda.page.locator(".phu-titel").first).to_contain_text("Gesloten")


def send_letter(noor: Person, case_id: str) -> None:
    """The Meldpunt reads the letter as it will be sent, as a PDF, and sends it; it is kept with the case."""
    noor.open_task(case_id, "brief_dagvaarding")
    noor.fill("brief_dagvaarding", noor.demo.example("brief_dagvaarding", "verstuurd"))
    assert letter_before_sending(noor).startswith(b"%PDF-")
    noor.send()
    noor.open_case(case_id)
    kept = noor.page.get_by_role("region", name="Brieven").get_by_role("link").first
    answer = noor.context.request.get(noor.demo.address + str(kept.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def letter_before_sending(noor: Person) -> Any:
    """What the button shows in a window of its own; the form stays where it is. (The browser keeps the file to its viewer, so
    that what it asked is asked again here.)"""
    with noor.page.expect_popup() as window, noor.context.expect_event("response", is_pdf) as answer:
        noor.page.get_by_role("button", name="Voorbeeld als pdf").click()
    asked = answer.value.request
    window.value.close()
    kind = {"content-type": asked.headers["content-type"]}
    return noor.context.request.post(asked.url, data=asked.post_data, headers=kind).body()


def is_pdf(answer: Any) -> bool:
    return answer.status == 200 and answer.headers["content-type"] == "application/pdf"
