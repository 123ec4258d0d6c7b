"""Giving a task back to the organisation's list; the concept stays with its writer."""

from __future__ import annotations

from phu_runtime.errors import OutOfDate
from phu_runtime.records import tasks
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.store import Store
from phu_runtime.steps.taken import task_for


def release_task(store: Store, actor: Actor, task_id: str) -> Done:
    """A coordinator may give back a colleague's task. Raises OutOfDate when it is no longer held."""
    step, row = task_for(store, actor, task_id, "release_task")
    if row.claimed_by is None or not tasks.release(store.session, task_id, row.claimed_by):
        raise OutOfDate("Deze taak is al vrijgegeven.")
    log_deed(store, actor, "taak vrijgegeven", "U", step.case, on_behalf=step.on_behalf)
    return Done(step.case.id, step.case.number, f"De taak '{row.name}' is weer vrij.")
