"""What is due in one case: drawn timers wake the engine, warnings tell the organisation that has the task."""

from __future__ import annotations

from typing import Any

from phu_runtime.records import accounts, notices, tasks, timers
from phu_runtime.steps import timers as timer_rows
from phu_runtime.steps.moving import move
from phu_runtime.steps.opening import CaseStep, open_case
from phu_runtime.steps.store import Store
from phu_runtime.steps.writing import write_step

WARNING = "termijn_nadert"
PASSED = "termijn_voorbij"
COORDINATOR = "coordinator"


def wake_case(store: Store, case_id: str) -> int:
    """Fires everything due before ``store.now`` in the case; how many timer rows that were. Raises CaseStuck."""
    step = open_case(store, case_id)
    due = timers.due_timers(store.session, case_id, store.now)
    if not due:
        return 0
    for warning in (timer for timer in due if timer.kind in (timer_rows.WARNING, timer_rows.END)):
        _warn(step, warning)
        step.known.timers.pop(warning.id, None)
        timers.drop_timer(store.session, warning)
    moved = move(step, lambda: step.run.wake(step.world), {"soort": "termijn"})
    write_step(step, moved)
    return len(due)


def _warn(step: CaseStep, warning: Any) -> None:
    """A notice to whoever has the task: the claimer, else the whole organisation. When a term that may not pass has passed,
    to each coordinator of the organisation instead."""
    row = tasks.get_task(step.store.session, warning.task_id)
    if row is None or row.status != "open" or row.organisation_id is None:
        return
    if warning.kind != timer_rows.END:
        _tell(step, row, row.claimed_by, WARNING)
        return
    for user, _, roles in accounts.users(step.store.session, organisation_id=row.organisation_id, only_active=True):
        if COORDINATOR in roles:
            _tell(step, row, user.id, PASSED)


def _tell(step: CaseStep, row: Any, user_id: str | None, event: str) -> None:
    title, text = step.work.notices.text(event)
    notices.add_notice(
        step.store.session,
        case_id=step.case.id,
        organisation_id=row.organisation_id,
        user_id=user_id,
        role=row.roles.split(",")[0],
        event=event,
        title=f"{title}: {row.name}",
        text=f"{text} ({step.case.number}, {step.case.municipality})",
        at=step.store.now,
    )
