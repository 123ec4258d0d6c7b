"""The difference of timer rows: the engine's drawn timers, and the warnings that a term's table gives its task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phu_runtime.engine import Situation
from phu_runtime.records import timers
from phu_runtime.steps.extending import extended_now
from phu_runtime.steps.known import timer_row
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.terms import NONE, term_of

HARD = frozenset({"uiterlijk", "wettelijk"})
WARNING, END = "warning", "end"


def write_timers(step: CaseStep, situation: Situation, context: Mapping[str, Any], opened: Sequence[str]) -> None:
    """Drawn timers and warnings never both for one term: a key whose ``waarschuwing`` is drawn has no ladder."""
    wanted = [timer_row("engine", timer.id, timer.element, timer.due) for timer in situation.timers]
    extended = extended_now(step)
    open_tasks = {task.id: task for task in situation.open_tasks}
    again = {task.id for task in situation.open_tasks if task.properties.get("termijn", NONE) in extended}
    ladders = (row for row in step.known.timers.values() if row["kind"] in (WARNING, END))
    wanted += [row for row in ladders if row["task_id"] in open_tasks and row["task_id"] not in again]
    for task in open_tasks.values():
        if task.id in opened or task.id in again:
            wanted += _ladder(step, task, context)
    known = {row["id"]: row["due"] for row in step.known.timers.values()}
    timers.write_timers(step.store.session, step.case.id, wanted, known)
    step.known.timers = {row["id"]: row for row in wanted}


def _ladder(step: CaseStep, task: Any, context: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The warnings of the table, unless they are drawn, and the end of a term that may not pass: then the coordinator is told."""
    term = term_of(step.work, task, context)
    if term is None:
        return []
    drawn = task.properties.get("termijn", NONE) in step.work.drawn_warnings
    moments = [] if drawn else [(WARNING, number, moment) for number, moment in enumerate(term.warnings, start=1)]
    if term.kind in HARD:
        moments.append((END, 0, term.due))
    return [
        timer_row(kind, f"{task.id}-{number}", task.element, moment, task.id, number)
        for kind, number, moment in moments
        if moment > step.store.now
    ]
