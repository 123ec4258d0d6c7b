"""The difference of task rows: what opened, what is done or lapsed, whose it is now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.engine import OpenTask
from phu_runtime.records import dossiers, tasks
from phu_runtime.steps.extending import extended_now
from phu_runtime.steps.moving import Moved
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.terms import NONE, count_term


def write_tasks(step: CaseStep, moved: Moved, context: Mapping[str, Any]) -> list[str]:
    """Writes the difference between the rows and the engine's open tasks; returns the ids of those that opened."""
    rows = {row.id: row for row in tasks.open_tasks(step.store.session, step.case.id)}
    wanted = {task.id: task for task in moved.situation.open_tasks}
    opened = [_row(step, task, context) for task in wanted.values() if task.id not in rows]
    gone = [{"id": task_id, **_ending(step, task_id, moved)} for task_id in rows if task_id not in wanted]
    changed = [_reassigned(step, wanted[task_id]) for task_id, row in rows.items() if task_id in wanted and _moves(row, wanted[task_id])]
    extended = extended_now(step)
    changed += [_extended(step, row, context) for task_id, row in rows.items() if task_id in wanted and row.term in extended]
    tasks.write_tasks(step.store.session, step.case, opened=opened, closed=gone, changed=changed)
    dossiers.delete_concepts(step.store.session, [f"taak:{row['id']}" for row in gone])
    return [row["id"] for row in opened]


def _ending(step: CaseStep, task_id: str, moved: Moved) -> dict[str, Any]:
    """A person's own task is done; any other that is no longer open has lapsed."""
    by_person = task_id == moved.done_task
    return {
        "status": "done" if by_person else "lapsed",
        "done": step.store.now,
        "done_by": step.actor.user_id if by_person and step.actor else None,
    }


def _extended(step: CaseStep, row: Any, context: Mapping[str, Any]) -> dict[str, Any]:
    term = count_term(step.work, row.term, context, row.opened)
    return {"id": row.id, "due": term.due, "term_words": term.words}


def _moves(row: Any, task: OpenTask) -> bool:
    return bool(row.roles != ",".join(task.roles))


def _row(step: CaseStep, task: OpenTask, context: Mapping[str, Any]) -> dict[str, Any]:
    key = task.properties.get("termijn", NONE)
    term = count_term(step.work, key, context, task.opened) if key != NONE else None
    return {
        "id": task.id,
        "element": task.element,
        "name": task.name,
        "diagram": task.diagram,
        "path": "/".join(task.path),
        "form": task.form,
        "step": task.properties.get("processtap", ""),
        "roles": ",".join(task.roles),
        "organisation_id": _organisation(step, task.roles[0]) if task.roles else None,
        "round": task.round,
        "opened": task.opened,
        "due": term.due if term else None,
        "term": key,
        "term_kind": term.kind if term else "",
        "term_words": term.words if term else "",
        "candidates": _others(step, task),
    }


def _organisation(step: CaseStep, role: str) -> str | None:
    party = step.known.parties.get(role)
    return party.organisation_id if party else None


def _others(step: CaseStep, task: OpenTask) -> list[tuple[str, str]]:
    return [(step.known.parties[role].organisation_id, role) for role in task.roles[1:] if role in step.known.parties]


def _reassigned(step: CaseStep, task: OpenTask) -> dict[str, Any]:
    """``candidateGroups`` counted again: on a hand-over the claim is dropped, the concept stays with its writer."""
    return {
        "id": task.id,
        "roles": ",".join(task.roles),
        "organisation_id": _organisation(step, task.roles[0]) if task.roles else None,
        "claimed_by": None,
        "claimed_at": None,
        "team_id": None,
        "candidates": _others(step, task),
    }
