"""A task and its case for someone who wants to do something with it."""

from __future__ import annotations

from typing import Any

from phu_runtime.access import Deed
from phu_runtime.calendar import short_moment
from phu_runtime.errors import NotFound, OutOfDate
from phu_runtime.records import accounts, cases, tasks
from phu_runtime.shapes import Actor
from phu_runtime.steps.looking import require_in_case
from phu_runtime.steps.opening import CaseStep, open_case, open_row
from phu_runtime.steps.store import Store
from phu_runtime.steps.subjects import task_access


def task_for(store: Store, actor: Actor, task_id: str, deed: Deed, *, lock: bool = True) -> tuple[CaseStep, Any]:
    """The opened case and the task's row, after access agreed. Raises NotFound, NotYours (logged) or OutOfDate with who and when."""
    found = cases.lock_case_and_task(store.session, task_id) if lock else None
    row = found[1] if found else None if lock else tasks.get_task(store.session, task_id)
    if row is None:
        raise NotFound("Deze taak bestaat niet (meer).")
    step = open_row(store, found[0], actor) if found else open_case(store, row.case_id, actor, lock=False)
    holder = row.done_by if row.status == "done" else row.claimed_by
    if row.status == "open" and row.claimed_by in actor.stands_in_for:
        step.on_behalf = row.claimed_by
    name = _name(store, actor, holder)
    access = task_access(step, row, name)
    require_in_case(actor, "see_task", access, step.case)
    if row.status == "done" and deed != "see_task":
        _done_already(row, name)
    require_in_case(actor, deed, access, step.case)
    return step, row


def _name(store: Store, actor: Actor, user_id: str | None) -> str:
    """Who has or did the task; "" for nobody and for the actor."""
    if user_id is None or user_id == actor.user_id:
        return ""
    return actor.stands_in_for.get(user_id) or accounts.names_of(store.session, [user_id]).get(user_id, "een collega")


def role_for(step: CaseStep, row: Any, actor: Actor) -> str:
    """The role in which the actor does this task: the one of its roles that the actor's organisation plays."""
    roles = [role for role in row.roles.split(",") if role]
    own = (role for role in roles if role in step.known.parties and step.known.parties[role].organisation_id == actor.organisation_id)
    return next(own, roles[0] if roles else "")


def _done_already(row: Any, name: str) -> None:
    who = name or "u zelf"
    raise OutOfDate(f"Deze taak is al afgerond door {who}, op {short_moment(row.done)}.")
