"""A term that may not pass: its organisation is warned before, and its coordinator is told when it did."""

from __future__ import annotations

from phu_runtime.records import accounts, notices
from tests.region import ACCEPTED, FATMA, Region


def _personal(region: Region, organisation_id: str) -> list[tuple[str, str]]:
    """(user, event) of every notice to one person of an organisation about a term that passed."""
    with region.runtime.reading() as store:
        found = accounts.users(store.session, organisation_id=organisation_id, only_active=True)
        return [
            (next(iter(sorted(roles & {"coordinator"})), ""), notice.event)
            for user, _, roles in found
            for notice in notices.notices(store.session, organisation_id, user.id)[0]
            if notice.user_id == user.id and notice.event == "termijn_voorbij"
        ]


def test_the_coordinator_is_told_once_when_a_hard_term_passes(region: Region) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    team = region.person(FATMA).organisation_id
    due = region.open_tasks(case_id)["contactpoging"].due
    assert due is not None
    region.clock.now = due
    region.tick()
    told = _personal(region, team)
    assert told
    assert set(told) == {("coordinator", "termijn_voorbij")}
    region.clock.move(minutes=10)
    region.tick()
    assert _personal(region, team) == told


def test_a_task_that_is_done_in_time_tells_no_coordinator(region: Region) -> None:
    case_id = region.follow(region.start(), (*ACCEPTED, (FATMA, "contactpoging", "gesproken")))
    team = region.person(FATMA).organisation_id
    open_ids = {row.id for row in region.open_tasks(case_id).values()}
    assert {timer.task_id for timer in region.timers(case_id) if timer.kind == "warning"} <= open_ids
    assert _personal(region, team) == []
