"""A form while it is being filled in: conditions counted again, nothing judged, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.shapes import Actor, FormShown
from phu_runtime.showing.forms import show_form
from phu_runtime.steps.foreseeing import completing
from phu_runtime.steps.store import Store
from phu_runtime.steps.taken import role_for, task_for

Raw = Mapping[str, str | list[str]]


def preview_task(store: Store, actor: Actor, task_id: str, raw: Raw) -> FormShown:
    """The form of the task with ``raw`` in it. Raises NotFound, NotYours."""
    step, row = task_for(store, actor, task_id, "see_task", lock=False)
    send = completing(row.id) if row.status == "open" else None
    return show_form(step, step.work.forms[row.form], role_for(step, row, actor), raw, at_step=row.step, send=send)
