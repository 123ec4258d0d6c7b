"""The difference of task rows: what opened, what is done or lapsed, whose it is now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.engine import OpenTask
from phu_runtime.records import tasks
from phu_runtime.steps.moving import Moved
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.terms import NONE, count_term


def write_tasks(step: CaseStep, moved: Moved, context: Mapping[str, Any]) -> list[str]:
    """Writes the difference between the rows and the engine's open tasks; returns the ids of those that opened."""
    rows = {row.id: row for row in tasks.open_tasks(step.store.session, step.case.id)}
    wanted = {task.id: task for task in moved.situation.open_tasks}
    opened = [_row(step, task, context) for task in wanted.values() if task.id not in rows]
    for task_id, row in rows.items():
        if task_id not in wanted and row.status == "open":
            row.status = "lapsed"
            row.done = step.store.now
        elif task_id in wanted:
            _reassign(step, row, wanted[task_id])
    tasks.add_tasks(step.store.session, opened, [candidate for task in wanted.values() if task.id not in rows for candidate in _others(step, task)])
    return [row["id"] for row in opened]


def _row(step: CaseStep, task: OpenTask, context: Mapping[str, Any]) -> dict[str, Any]:
    key = task.properties.get("termijn", NONE)
    term = count_term(step.work, key, context, task.opened) if key != NONE else None
    return {
        "id": task.id,
        "case_id": step.case.id,
        "case_number": step.case.number,
        "element": task.element,
        "name": task.name,
        "diagram": task.diagram,
        "path": "/".join(task.path),
        "form": task.form,
        "step": task.properties.get("processtap", ""),
        "roles": ",".join(task.roles),
        "organisation_id": _organisation(step, task.roles[0]) if task.roles else None,
        "municipality": step.case.municipality,
        "round": task.round,
        "opened": task.opened,
        "due": term.due if term else None,
        "term": key,
        "term_kind": term.kind if term else "",
        "term_words": term.words if term else "",
    }


def _organisation(step: CaseStep, role: str) -> str | None:
    party = step.known.parties.get(role)
    return party.organisation_id if party else None


def _others(step: CaseStep, task: OpenTask) -> list[dict[str, Any]]:
    return [
        {"task_id": task.id, "organisation_id": step.known.parties[role].organisation_id, "role": role}
        for role in task.roles[1:]
        if role in step.known.parties
    ]


def _reassign(step: CaseStep, row: Any, task: OpenTask) -> None:
    """``candidateGroups`` counted again: on a hand-over the claim is dropped, the concept stays with its writer."""
    roles = ",".join(task.roles)
    if row.roles == roles:
        return
    row.roles = roles
    row.organisation_id = _organisation(step, task.roles[0]) if task.roles else None
    row.claimed_by = row.claimed_at = row.team_id = None
