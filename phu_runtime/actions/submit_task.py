"""Completing a task: answers to their stores, the engine one step on, everything it changes in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime import formdefs
from phu_runtime.blocks.brief import keep_letter
from phu_runtime.errors import OutOfDate
from phu_runtime.records.tables.root import new_id
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.answers import record_answers
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.moving import move
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.participants import fields_of
from phu_runtime.steps.store import Store
from phu_runtime.steps.taken import task_for
from phu_runtime.steps.writing import write_step, writing_for

Raw = Mapping[str, str | list[str]]


def submit_task(store: Store, actor: Actor, task_id: str, raw: Raw, revision: int | None = None) -> Done:
    """Raises FormInvalid (a sentence per field), OutOfDate (done meanwhile: who and when), NotYours, CaseStuck.

    ``revision`` is that of the task page; a newer case is no obstacle while the task is still open for this person.
    """
    step, row = task_for(store, actor, task_id, "submit_task")
    if revision is not None and revision > step.case.revision:
        raise OutOfDate("Deze pagina is van een andere versie van de casus. Ververs de pagina.")
    form = step.work.forms[row.form] if row.form else None
    role = _role(step, row, actor)
    answers = formdefs.clean(form, raw, step.context(), step.work.dictionary) if form else {}
    passage_id = new_id()
    variables: Mapping[str, Any] = {}
    if form is not None:
        variables = record_answers(step, form.key, row.element, role, answers, task_id=task_id, passage_id=passage_id)
    request = {"soort": "taak", "taak": task_id, "antwoorden": dict(raw), "gebruiker": actor.user_id}
    moved = move(step, lambda: step.run.complete(task_id, variables, step.world), request, done_task=task_id)
    done = {"task_id": task_id, "claimed": row.claimed_at, "due": row.due, "role": role, "passage_id": passage_id}
    written = write_step(step, moved, done)
    _letter(step, row, role)
    verdict = fields_of(step, role, step.context(), row.step)
    log_deed(store, actor, f"taak afgerond: {row.element}", "U", step.case, fields=answers, purpose=verdict.purpose, ground=verdict.ground)
    sentence = f"'{row.name}' is afgerond.{written.told_sentence}"
    return Done(step.case.id, step.case.number, sentence, told=written.told, open_task_ids=written.opened)


def _role(step: CaseStep, row: Any, actor: Actor) -> str:
    """The role in which the actor does this task: the one of its roles that the actor's organisation plays."""
    roles = [role for role in row.roles.split(",") if role]
    own = (role for role in roles if role in step.known.parties and step.known.parties[role].organisation_id == actor.organisation_id)
    return next(own, roles[0] if roles else "")


def _letter(step: CaseStep, row: Any, role: str) -> None:
    """A task with property ``brief`` sends that letter: its text is kept as it was filled now."""
    key = step.work.diagrams.element(row.diagram, row.element).properties.get("brief")
    if key:
        keep_letter(key, role, writing_for(step, step.context(), frozenset()))

