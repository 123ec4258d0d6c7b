"""History and decision log of one step, sealed under the case's key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from phu_runtime.decisions import explain
from phu_runtime.dossier.typed import to_json
from phu_runtime.engine import Passed, Situation
from phu_runtime.records.rows import insert_rows
from phu_runtime.records.tables.cases import DecisionLine, Passage
from phu_runtime.records.tables.root import new_id
from phu_runtime.steps.moving import Moved
from phu_runtime.steps.opening import CaseStep

SILENT = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})


def write_passages(step: CaseStep, moved: Moved, done: Mapping[str, Any]) -> None:
    """One row per element that finished, but for gateways (their answer follows from the next element)."""
    answers = {effect.element: effect.answer for effect in moved.situation.effects}
    told = [passed for passed in moved.situation.passages if passed.kind not in SILENT]
    rows = [_row(step, passed, number, moved, done, answers) for number, passed in enumerate(told)]
    insert_rows(step.store.session, Passage, rows)


def _row(step: CaseStep, passed: Passed, number: int, moved: Moved, done: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    by_person = _by_person(passed, done)
    passage_id = str(done["passage_id"]) if by_person else new_id()
    answer = answers.get(passed.element)
    return {
        "id": passage_id,
        "case_id": step.case.id,
        "task_id": passed.task_id,
        "at": passed.ended + timedelta(microseconds=number),  # what happened in one step keeps its order
        "element": passed.element,
        "kind": passed.kind,
        "name": passed.name,
        "diagram": passed.diagram,
        "path": "/".join(passed.path),
        "round": passed.round,
        "opened": passed.started,
        "claimed": done.get("claimed") if by_person else None,
        "due": done.get("due") if by_person else None,
        "user_id": step.actor.user_id if by_person and step.actor else None,
        "responsible_id": step.on_behalf if by_person else None,
        "organisation_id": step.actor.organisation_id if by_person and step.actor else None,
        "role": done.get("role", "") if by_person else passed.lane or "",
        "outcome": "lapsed" if passed.task_id in moved.lapsed else passed.outcome,
        "sealed": step.seal(f"passage/{passage_id}", {"antwoord": answer}) if answer else None,
    }


def _by_person(passed: Passed, done: Mapping[str, Any]) -> bool:
    """The task that was completed, or the event that was sent, by the one who acts in this step."""
    if "task_id" in done:
        return bool(passed.task_id == done["task_id"])
    return bool(done) and passed.element == done["element"] and passed.outcome == "fired"


def write_decisions(step: CaseStep, situation: Situation) -> None:
    """One row per decision that a diagram asked for: inputs, outputs, rules hit, why, moment (replayed on a new release)."""
    rows = []
    for taken in situation.outcomes:
        line_id, outcome = new_id(), taken.outcome
        contents = {
            "invoer": to_json(outcome.inputs),
            **({"feiten": to_json(_facts(outcome))} if outcome.required else {}),
            "uitkomst": to_json(outcome.outputs),
            "regels": list(outcome.rules),
            "waarom": explain(outcome),
            "let_op": list(outcome.warnings),
            "nu": step.store.now,
        }
        rows.append(
            {
                "id": line_id,
                "case_id": step.case.id,
                "release_id": step.case.release_id,
                "decision": outcome.decision,
                "element": taken.element,
                "at": step.store.now,
                "sealed": step.seal(f"decision/{line_id}", contents),
            }
        )
    insert_rows(step.store.session, DecisionLine, rows)


def _facts(outcome: Any) -> dict[str, Any]:
    """What the decision and all that it needed were asked: enough to take it again on another release."""
    found: dict[str, Any] = {}
    for needed in outcome.required:
        found |= _facts(needed)
    return {**found, **outcome.inputs}
