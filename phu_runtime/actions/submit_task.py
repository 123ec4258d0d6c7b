"""Completing a task: answers to their stores, the engine one step on, everything it changes in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.errors import OutOfDate
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.completing import complete_task
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.participants import fields_of
from phu_runtime.steps.store import Store
from phu_runtime.steps.taken import role_for, task_for

Raw = Mapping[str, str | list[str]]


def submit_task(store: Store, actor: Actor, task_id: str, raw: Raw, revision: int | None = None) -> Done:
    """Raises FormInvalid (a sentence per field), OutOfDate (done meanwhile: who and when), NotYours, CaseStuck.

    ``revision`` is that of the task page; a newer case is no obstacle while the task is still open for this person.
    """
    step, row = task_for(store, actor, task_id, "submit_task")
    if revision is not None and revision > step.case.revision:
        raise OutOfDate("Deze pagina is van een andere versie van de casus. Ververs de pagina.")
    role = role_for(step, row, actor)
    name, element, at_step = row.name, row.element, row.step
    written, answers = complete_task(step, row, role, raw)
    verdict = fields_of(step, role, step.context(), at_step)
    why = {"purpose": verdict.purpose, "ground": verdict.ground}
    log_deed(store, actor, f"taak afgerond: {element}", "U", step.case, fields=answers, **why, on_behalf=step.on_behalf)
    sentence = f"'{name}' is afgerond.{written.told_sentence}"
    return Done(step.case.id, step.case.number, sentence, told=written.told, open_task_ids=written.opened)
