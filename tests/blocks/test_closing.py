"""Closing: from when the dossier is kept, for how long, and what lapses by it (PP 7.2, PP-B1 (8))."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from phu_runtime.calendar import local_date
from phu_runtime.errors import FormInvalid, NotFound
from phu_runtime.records import notices
from phu_runtime.steps.opening import open_case
from tests.region import FATMA, LINDA, SPOKEN, Region


def day(moment: Any) -> str:
    return local_date(moment).isoformat()


def solve(region: Region, case_id: str, **more: Any) -> Any:
    return region.tell(case_id, "oplossing", LINDA, region.example("oplossing", "betaald", **more))


def test_retention_counts_from_the_decision_to_close(any_region: Region) -> None:
    region = any_region
    case_id = region.follow(region.start(), SPOKEN)
    solve(region, case_id)
    case = region.case(case_id)
    assert (case.status, day(case.closed), day(case.destroy_after)) == ("afsluiten", "2026-03-02", "2027-03-02")
    region.days(10)
    for email in (LINDA, FATMA):
        region.do(case_id, "afsluiten", email, region.example("afsluiten", "klaar"))
    case = region.case(case_id)
    assert (case.status, case.outcome) == ("gesloten", "opgelost")
    assert (day(case.closed), day(case.destroy_after)) == ("2026-03-02", "2027-03-02")


@pytest.mark.parametrize(
    ("reason", "outcome", "until"),
    [("alleen overlast", "buiten_bereik", "2026-04-02"), ("hoort bij vroegsignalering", "teruggestuurd", "2027-03-02")],
)
def test_a_case_that_ends_early_is_kept_as_the_table_says(region: Region, reason: str, outcome: str, until: str) -> None:
    case = region.case(region.start(reason=reason))
    assert (case.status, case.outcome, day(case.closed), day(case.destroy_after)) == ("gesloten", outcome, "2026-03-02", until)


def test_the_sentence_of_closing_names_what_lapses_by_it(region: Region) -> None:
    case_id = region.follow(region.start(), (*SPOKEN, (FATMA, "eerste_beoordeling", "schulden")))
    done = solve(region, case_id)
    assert "Vervallen: " in done.sentence
    for name in ("Besluit over voortzetting", "Vraag inzet"):
        assert name in done.sentence


def test_a_step_by_which_nothing_lapses_says_nothing_of_it(region: Region) -> None:
    case_id = region.start()
    assert "Vervallen" not in region.report(case_id).sentence


def test_what_still_runs_asks_a_reason_why_it_may_lapse(region: Region) -> None:
    case_id = region.start()
    region.report(case_id, "gezin met kinderen")
    assert region.known(case_id)["loopt_nog"] is True
    with pytest.raises(FormInvalid) as refused:
        solve(region, case_id)
    assert "vervallen" in refused.value.problems["vervalt_reden"]
    solve(region, case_id, vervalt_reden="elders_geregeld")
    assert region.case(case_id).status == "afsluiten"


def test_after_its_retention_the_clock_destroys_the_case_and_its_key(region: Region) -> None:
    case_id = region.start(reason="alleen overlast")
    region.clock.move(days=30)
    region.tick()
    assert region.case(case_id).status == "gesloten"
    region.clock.now = region.case(case_id).destroy_after + timedelta(hours=1)
    region.tick()
    with pytest.raises(NotFound):
        region.case(case_id)
    with region.runtime.reading() as store, pytest.raises(NotFound):
        open_case(store, case_id, lock=False)
    with pytest.raises(NotFound):
        region.runtime.keys.case_key(case_id)


def notices_of(region: Region, email: str) -> list[str]:
    who = region.person(email)
    with region.runtime.reading() as store:
        return [
            notice.text for notice in notices.notices(store.session, who.organisation_id, who.user_id)[0] if notice.event == "afgesloten"
        ]


def test_the_notice_of_closing_names_what_lapsed_and_nobody(any_region: Region) -> None:
    region = any_region
    case_id = region.follow(region.start(), (*SPOKEN, (FATMA, "eerste_beoordeling", "schulden")))
    solve(region, case_id)
    region.do(case_id, "afsluiten", LINDA, region.example("afsluiten", "klaar"))
    region.days(20)  # the team never closed its part: that lapses too
    for email in (LINDA, FATMA):
        (text,) = notices_of(region, email)
        assert "Deze taken vervallen: " in text
        for name in ("Besluit over voortzetting", "Vraag inzet aan", "Sluit uw deel af"):
            assert name in text
        assert "Voorbeeldsen" not in text


def test_the_notice_of_closing_says_nothing_of_lapsing_when_nothing_lapsed(region: Region) -> None:
    case_id = region.follow(region.start(), (*SPOKEN, (FATMA, "eerste_beoordeling", "geen bijzonderheden")))
    region.do(case_id, "besluit_voortzetting", LINDA, region.example("besluit_voortzetting", "stoppen"))
    for email in (LINDA, FATMA):
        region.do(case_id, "afsluiten", email, region.example("afsluiten", "klaar"))
    (text,) = notices_of(region, FATMA)
    assert "vervallen" not in text
