"""The difference of timer rows: the engine's drawn timers, and the warnings that a term's table gives its task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.engine import Situation
from phu_runtime.records import timers
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.terms import NONE, count_term


def write_timers(step: CaseStep, situation: Situation, context: Mapping[str, Any]) -> None:
    """Drawn timers and warnings never both for one term: a key whose ``waarschuwing`` is drawn has no ladder."""
    rows = {row.id: row for row in timers.waiting(step.store.session, step.case.id)}
    wanted = {timer.id: _drawn(step, timer) for timer in situation.timers}
    open_ids = {task.id for task in situation.open_tasks}
    fresh = {row.task_id for row in rows.values() if row.kind == "warning"}
    for task in situation.open_tasks:
        key = task.properties.get("termijn", NONE)
        if key != NONE and key not in step.work.drawn_warnings and task.id not in fresh and task.opened == step.store.now:
            wanted.update(_ladder(step, task, key, context))
    for timer_id, row in rows.items():
        if row.kind == "warning" and row.task_id in open_ids:
            wanted[timer_id] = {"id": timer_id, "due": row.due}
    timers.write_difference(step.store.session, step.case.id, rows, wanted)


def _drawn(step: CaseStep, timer: Any) -> dict[str, Any]:
    return {"id": timer.id, "case_id": step.case.id, "kind": "engine", "task_id": None, "element": timer.element, "due": timer.due}


def _ladder(step: CaseStep, task: Any, key: str, context: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    counted = count_term(step.work, key, context, task.opened)
    return {
        f"{task.id}-{number}": {
            "id": f"{task.id}-{number}",
            "case_id": step.case.id,
            "kind": "warning",
            "task_id": task.id,
            "element": task.element,
            "due": moment,
            "number": number,
        }
        for number, moment in enumerate(counted.warnings, start=1)
        if moment > step.store.now
    }
