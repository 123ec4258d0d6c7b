"""A fact is corrected with a reason: the old answers are kept, and the case says that it was done, by whom and when."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from phu_runtime.records.tables.cases import Submission
from phu_runtime.steps.opening import open_case
from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import ASSESSED, FATMA, LINDA

pytestmark = pytest.mark.browser

DEBTS = "Zijn er schulden naast de huurachterstand?"
REASON = "Het verkeerde antwoord aangekruist."


def test_a_fact_is_corrected_with_a_reason_and_the_old_answers_stay(arrive: Callable[..., Person], demo: Demo) -> None:
    case_id = demo.follow(demo.start(), ASSESSED)
    fatma = arrive(FATMA)
    fatma.open_case(case_id)
    fatma.follow("Verbeteren: Beoordeel de situatie")
    expect(fatma.form.get_by_role("group", name=DEBTS).get_by_label("Nee", exact=True)).to_be_checked()
    fatma.fill("eerste_beoordeling", {"schulden": "ja"})

    fatma.press("Verbetering opslaan", fatma.form, refused=422)
    expect(fatma.page.get_by_role("alert")).to_be_focused()
    fatma.page.get_by_label("Reden", exact=True).fill(REASON)
    fatma.send("Verbetering opslaan")

    for reader in (fatma, arrive(LINDA)):
        reader.open_case(case_id)
        newest = reader.page.locator(".phu-tijdlijn > li").filter(has_text="erbeterd").first
        expect(newest).to_contain_text("Fatma Yildiz")
        expect(newest.locator("time")).to_contain_text("09.")
    assert [answers["schulden"] for answers in versions(demo, case_id)] == [False, True]
    assert demo.known(case_id)["schulden"] is True


def versions(demo: Demo, case_id: str) -> list[dict[str, object]]:
    """The assessment as it was sent and as it was corrected."""
    with demo.runtime.reading() as store:
        step = open_case(store, case_id, lock=False)
        same = (Submission.case_id == case_id, Submission.form == "eerste_beoordeling")
        rows = store.session.scalars(select(Submission).where(*same).order_by(Submission.replaced.desc()))
        return [step.unseal(f"submission/{row.id}", row.sealed) for row in rows]
