"""The difference of task rows: what opened, what is done or lapsed, whose it is now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.engine import OpenTask
from phu_runtime.records import dossiers, tasks
from phu_runtime.steps.extending import extended_now
from phu_runtime.steps.moving import Moved
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.terms import NONE, term_of


def write_tasks(step: CaseStep, moved: Moved, context: Mapping[str, Any]) -> list[str]:
    """Writes the difference between the rows and the engine's open tasks; returns the ids of those that opened."""
    known, session = step.known.tasks, step.store.session
    wanted = {task.id: task for task in moved.situation.open_tasks}
    opened = [_row(step, task, context) for task in wanted.values() if task.id not in known]
    gone = [_ending(step, task_id, moved) for task_id in known if task_id not in wanted]
    extended = extended_now(step)
    changed = []
    for task in wanted.values():
        if task.id in known and known[task.id] != ",".join(task.roles):
            changed.append(_reassigned(step, task))
        if task.id in known and task.properties.get("termijn", NONE) in extended:
            changed.append(_extended(step, task, context))
    tasks.write_tasks(session, step.case, opened=opened, closed=gone, changed=changed)
    dossiers.delete_concepts(session, [f"taak:{row['id']}" for row in gone if row["id"] not in moved.without_concept])
    step.known.tasks = {task.id: ",".join(task.roles) for task in wanted.values()}
    return [row["id"] for row in opened]


def _ending(step: CaseStep, task_id: str, moved: Moved) -> dict[str, Any]:
    """A person's own task is done; any other that is no longer open has lapsed."""
    by_person = task_id == moved.done_task
    ending = {
        "id": task_id,
        "status": "done" if by_person else "lapsed",
        "done": step.store.now,
        "done_by": step.actor.user_id if by_person and step.actor else None,
    }
    return {**ending, "candidates": []} if "," in step.known.tasks[task_id] else ending


def _extended(step: CaseStep, task: OpenTask, context: Mapping[str, Any]) -> dict[str, Any]:
    term = term_of(step.work, task, context)
    return {"id": task.id, "due": term.due, "term_words": term.words} if term else {"id": task.id}


def _row(step: CaseStep, task: OpenTask, context: Mapping[str, Any]) -> dict[str, Any]:
    term = term_of(step.work, task, context)
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
        "term": task.properties.get("termijn", NONE),
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
