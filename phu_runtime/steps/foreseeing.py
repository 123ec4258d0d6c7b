"""What a case would be if a form were sent as it is filled in now: on a copy, without writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from phu_runtime import formdefs
from phu_runtime.dossier import bind
from phu_runtime.engine import Run
from phu_runtime.errors import PhuError
from phu_runtime.steps.known import form_fact
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.world import CaseWorld

Sending = Callable[[Any, Mapping[str, Any], CaseWorld], Any]
"""How the form goes: ``(run, variables, world)``, a task completed or an event told."""


def completing(task_id: str) -> Sending:
    """The form of a task."""
    return lambda run, variables, world: run.complete(task_id, variables, world)


def telling(event: str) -> Sending:
    """The form of an event from the case page."""
    return lambda run, variables, world: run.send_message(event, {}, world, variables=variables)


def context_after(step: CaseStep, form: Any, role: str, values: Mapping[str, Any], send: Sending) -> Mapping[str, Any]:
    """What FEEL would see of the case; what it sees today when the answers so far lead nowhere (a decision lacks one)."""
    bound = bind(formdefs.usable(form, values, step.context(), step.work.dictionary), step.work.dictionary)
    known = replace(step.known, dossier={**step.known.dossier, **bound.dossier}, sent=dict(step.known.sent))
    known.remember("", form_fact(form.key, "", role, step.store.now, {**bound.facts, **bound.variables}))
    run, world = Run.load(step.work.diagrams, step.run.dump()), CaseWorld(step.work, known, step.store.now)
    try:
        send(run, bound.variables, world)
    except PhuError:
        return step.context()
    return world.context(run.variables, run.progress)
