"""The difference of timer rows: the engine's drawn timers, and the warnings that a term's table gives its task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phu_runtime.engine import Situation
from phu_runtime.records import timers
from phu_runtime.steps.extending import extended_now
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.terms import NONE, count_term


def write_timers(step: CaseStep, situation: Situation, context: Mapping[str, Any], opened: Sequence[str]) -> None:
    """Drawn timers and warnings never both for one term: a key whose ``waarschuwing`` is drawn has no ladder."""
    session, case_id = step.store.session, step.case.id
    timers.write_timers(session, case_id, "engine", [_drawn(timer) for timer in situation.timers])
    open_ids = {task.id for task in situation.open_tasks}
    moved = {task.id for task in situation.open_tasks if task.properties.get("termijn", NONE) in extended_now(step)}
    kept = [
        _row(row.id, row.task_id, row.element, row.due, row.number)
        for row in known_ladders(step)
        if row.task_id in open_ids and row.task_id not in moved
    ]
    fresh = [row for task in situation.open_tasks if task.id in opened or task.id in moved for row in _ladder(step, task, context)]
    timers.write_timers(session, case_id, "warning", [*kept, *fresh])


def known_ladders(step: CaseStep) -> list[Any]:
    """The warnings that wait in this case."""
    return timers.timers_of_case(step.store.session, step.case.id, kind="warning")


def _drawn(timer: Any) -> dict[str, Any]:
    return {"id": timer.id, "element": timer.element, "due": timer.due}


def _ladder(step: CaseStep, task: Any, context: Mapping[str, Any]) -> list[dict[str, Any]]:
    key = task.properties.get("termijn", NONE)
    if key == NONE or key in step.work.drawn_warnings:
        return []
    warnings = enumerate(count_term(step.work, key, context, task.opened).warnings, start=1)
    return [_row(f"{task.id}-{number}", task.id, task.element, moment, number) for number, moment in warnings if moment > step.store.now]


def _row(timer_id: str, task_id: str, element: str, due: Any, number: int) -> dict[str, Any]:
    return {"id": timer_id, "task_id": task_id, "element": element, "due": due, "number": number}
