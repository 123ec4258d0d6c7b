"""Extending a running term: its row, its drawn timer and its warnings move together, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.engine import Situation
from phu_runtime.errors import FormInvalid
from phu_runtime.feel import compile_expression, strip_marker
from phu_runtime.records import tasks
from phu_runtime.steps.opening import CaseStep

FIELD = "verlenging_termijn"


def check_extension(step: CaseStep, answers: Mapping[str, Any]) -> None:
    """A party extends only a term of a task that is open for it now, or one that is on no task (the collection pause).
    Raises FormInvalid."""
    key = answers.get(FIELD)
    if key is None or step.actor is None:
        return
    rows = tasks.open_tasks(step.store.session, step.case.id)
    own = {row.term for row in rows if row.organisation_id == step.actor.organisation_id}
    on_tasks = {element.properties.get("termijn") for element in step.work.diagrams.elements()}
    if key in on_tasks and key not in own:
        raise FormInvalid({FIELD: "Deze termijn loopt nu niet voor uw organisatie. Kies de termijn van een taak die bij u openstaat."})


def extended_now(step: CaseStep) -> set[str]:
    """Keys of the terms that were extended in this step."""
    given = step.context()["verlengingen"] or ()
    return {str(row["termijn"]) for row in given if row["moment"] == step.store.now}


def move_timers(step: CaseStep, situation: Situation) -> Situation:
    """Counts the drawn timers of extended terms again; one whose new end has passed meanwhile fires at once."""
    keys = extended_now(step)
    for timer in situation.timers if keys else ():
        if any(f'"{key}"' in timer.expression for key in keys):
            due = compile_expression(strip_marker(timer.expression)).evaluate(step.context(), step.world.functions)
            if due != timer.due:
                situation = step.run.move_timer(timer.id, due, step.world)
    return situation
