"""Taking a task: from now on it is on one's own list, and colleagues see who has it."""

from __future__ import annotations

from phu_runtime.errors import OutOfDate
from phu_runtime.records import tasks
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.store import Store
from phu_runtime.steps.taken import task_for


def claim_task(store: Store, actor: Actor, task_id: str) -> Done:
    """Raises OutOfDate when a colleague was first (with the name), NotYours for another organisation's task."""
    step, row = task_for(store, actor, task_id, "claim_task")
    if not tasks.claim(store.session, task_id, actor.user_id, store.now):
        raise OutOfDate("Een collega heeft deze taak net opgepakt. Ververs de werklijst.")
    log_deed(store, actor, "taak opgepakt", "U", step.case)
    return Done(step.case.id, step.case.number, f"U heeft de taak '{row.name}' opgepakt.")
