"""Corrections: whose they may be, and what they do to facts and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.dossier.typed import to_json
from phu_runtime.errors import NotFound
from phu_runtime.records import dossiers
from phu_runtime.records.rows import insert_rows
from phu_runtime.records.tables.cases import Passage
from phu_runtime.records.tables.root import new_id
from phu_runtime.shapes import Actor
from phu_runtime.steps.answers import record_answers
from phu_runtime.steps.looking import require_in_case
from phu_runtime.steps.moving import Moved, move
from phu_runtime.steps.opening import CaseStep, open_case
from phu_runtime.steps.store import Store
from phu_runtime.steps.subjects import passage_access
from phu_runtime.steps.writing import write_step


def passage_for(store: Store, actor: Actor, passage_id: str, *, lock: bool = True) -> tuple[CaseStep, Any, Any]:
    """The opened case, the step of the history and the form that counts for it now. Raises NotFound, NotYours, OutOfDate."""
    passage = dossiers.find_passage(store.session, passage_id)
    if passage is None:
        raise NotFound("Deze stap staat niet in de geschiedenis.")
    step = open_case(store, passage.case_id, actor, lock=lock)
    require_in_case(actor, "correct_answers", passage_access(step, passage), step.case)
    sent = dossiers.submission_of(store.session, passage.case_id, passage_id)
    if sent is None:
        raise NotFound("Bij deze stap hoort geen formulier.")
    return step, passage, sent


def record_correction(step: CaseStep, passage: Any, sent: Any, answers: Mapping[str, Any], reason: str) -> list[str]:
    """Writes the new version in place of the old one and weighs the decisions taken so far again. Returns the names of those
    that now come out differently; their new outcome counts from here on, what was already done stays done."""
    dossiers.mark_replaced(step.store.session, sent.id)
    variables = record_answers(
        step, sent.form, sent.element, sent.role, answers,
        task_id=sent.task_id, passage_id=passage.id, replaces=sent.id, reason=reason, at=sent.at,
    )  # fmt: skip
    moved = move(step, lambda: step.run.set_variables(variables, step.world), {})
    changed = _weigh_again(step)
    if changed:
        results = {element.result_variable: outcome for element, outcome in changed}
        moved = move(step, lambda: step.run.set_variables(results, step.world), {})
    names = [element.name for element, _ in changed]
    _history(step, passage, reason, names)
    write_step(step, Moved(moved.situation))
    return names


def _weigh_again(step: CaseStep) -> list[tuple[Any, Any]]:
    context = step.context()
    found = []
    for element in step.work.diagrams.elements():
        if element.decision and element.id in step.run.progress and element.result_variable in step.run.variables:
            outcome = to_json(step.world.decide(element.decision, context).outputs)
            if outcome != step.run.variables[element.result_variable]:
                found.append((element, outcome))
    return found


def _history(step: CaseStep, passage: Any, reason: str, names: list[str]) -> None:
    passage_id = new_id()
    row = {
        "id": passage_id,
        "case_id": step.case.id,
        "task_id": passage.task_id,
        "at": step.store.now,
        "element": passage.element,
        "kind": "correction",
        "name": f"{passage.name}: antwoorden verbeterd",
        "diagram": passage.diagram,
        "path": passage.path,
        "round": passage.round,
        "opened": None,
        "claimed": None,
        "due": None,
        "user_id": step.actor.user_id if step.actor else None,
        "organisation_id": step.actor.organisation_id if step.actor else None,
        "role": passage.role,
        "outcome": "done",
        "sealed": step.seal(f"passage/{passage_id}", {"reden": reason, "anders": names}),
    }
    insert_rows(step.store.session, Passage, [row])
