"""Letting a case move: one call of the engine, then the tasks of parties that have left, until nothing more follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from phu_runtime.engine import OpenTask, Situation
from phu_runtime.errors import CaseStuck
from phu_runtime.steps.extending import move_timers
from phu_runtime.steps.opening import CaseStep

MOST_LAPSES = 50


@dataclass
class Moved:
    """Where the case stands and what happened on the way. ``lapsed``: ids of tasks that no one had to do any more;
    ``without_concept``: ids of tasks for which nobody keeps half-filled answers; ``request``: what was asked, to ask it again."""

    situation: Situation
    done_task: str | None = None
    without_concept: frozenset[str] = frozenset()
    lapsed: set[str] = field(default_factory=set)
    request: Mapping[str, Any] = field(default_factory=dict)


def move(step: CaseStep, act: Callable[[], Situation], request: Mapping[str, Any], *, done_task: str | None = None) -> Moved:
    """Runs ``act`` and lapses what lapses. A failure leaves as CaseStuck with the request, so that it can be tried again."""
    try:
        first = act()
        moved = Moved(_after(first, move_timers(step, first)), done_task, request=request)
        for _ in range(MOST_LAPSES):
            task = next((task for task in moved.situation.open_tasks if _lapses(task, step)), None)
            if task is None:
                if step.store.runtime.watch is not None:
                    step.store.runtime.watch(moved.situation)
                return moved
            moved.lapsed.add(task.id)
            moved.situation = _after(moved.situation, step.run.complete(task.id, {}, step.world))
    except CaseStuck as stuck:
        stuck.case_id = step.case.id
        stuck.request = request
        raise
    endless = CaseStuck("", "Taken van een vertrokken partij", "er blijven steeds nieuwe taken ontstaan")
    endless.case_id, endless.request = step.case.id, request
    raise endless


def _lapses(task: OpenTask, step: CaseStep) -> bool:
    """Art. 6: the tasks of a party that ended its service lapse, now and whenever one opens later."""
    left = step.context()["vertrokken_partijen"] or ()
    return bool(task.roles) and all(role in left for role in task.roles)


def _after(first: Situation, then: Situation) -> Situation:
    """One situation out of two: the later state, and everything that happened in order."""
    if then is first:
        return first
    return replace(
        then,
        outcomes=[*first.outcomes, *then.outcomes],
        effects=[*first.effects, *then.effects],
        passages=[*first.passages, *then.passages],
    )
