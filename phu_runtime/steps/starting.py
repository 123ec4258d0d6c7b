"""A case begun by a form, whoever sends it: a person, or a line of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from phu_runtime.dossier import bind
from phu_runtime.errors import FormInvalid
from phu_runtime.records import cases
from phu_runtime.records.tables.root import new_id
from phu_runtime.shapes import Actor
from phu_runtime.steps.answers import INDEXES, record_answers, write_dossier
from phu_runtime.steps.beginning import Beginning, first_step, new_case
from phu_runtime.steps.moving import move
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.store import Store
from phu_runtime.steps.writing import Written, write_step
from phu_runtime.workprocess import WorkProcess

SIGNAL = "signal"
OPEN = "open"
TWICE = "Met dit kenmerk is al een casus begonnen. Zoek die casus op, of gebruik een ander kenmerk."


@dataclass(frozen=True)
class Start:
    """A start form that was answered. ``event``: the start event; ``besides``: data that its form does not ask."""

    release_id: str
    event: Any
    organisation_id: str
    answers: Mapping[str, Any]
    besides: Mapping[str, Any]


def begin(store: Store, work: WorkProcess, actor: Actor | None, start: Start) -> tuple[CaseStep, Written]:
    """The new case, written. The signal that it comes from is looked for again when the case has its number: numbers are given out one
    at a time, so that two who bring the same signal at once make one case. Raises FormInvalid, CaseStuck."""
    event = start.event
    beginning = Beginning(event.diagram, event.message, str(start.answers.get("gemeente") or ""), start.organisation_id, {})
    step = new_case(store, start.release_id, beginning, actor)
    _mark_signal(step, start)
    role = step.role_of(actor) if actor else next(iter(event.roles), "")
    passage_id = new_id()
    record_answers(step, event.form, event.element, role, start.answers, passage_id=passage_id)
    if start.besides:
        write_dossier(step, bind(start.besides, work.dictionary).dossier, role)
    counted = replace(beginning, variables=others_at_address(step))
    moved = move(step, lambda: first_step(step, counted, role, bind(start.answers, work.dictionary)), {})
    return step, write_step(step, moved, {"element": event.element, "role": role, "passage_id": passage_id})


def signal_of(work: WorkProcess, form: str, organisation_id: str, told: Mapping[str, Any]) -> str:
    """By what a signal is known again; "" when this form has nothing of the kind, or it was left empty."""
    intake = next((intake for intake in work.intakes.values() if intake.form == form), None)
    values = [" ".join(str(told.get(key) or "").lower().split()) for key in intake.recognised_by] if intake else []
    return "\x00".join([form, organisation_id, *values]) if any(values) else ""


def case_of_signal(store: Store, signal: str) -> str | None:
    """The case that came of this signal; None when there is none (any more)."""
    found = cases.cases_by_id(store.session, store.keys.find(SIGNAL, signal)) if signal else []
    return str(found[0].id) if found else None


def others_at_address(step: CaseStep) -> dict[str, int]:
    """Data that count the other open cases on the address of this one (property ``telt``): a number, never whose."""
    counting = [key for key, datum in step.work.dictionary.fields.items() if datum.counts]
    if not counting:
        return {}
    values = [str(step.known.dossier.get(field) or "") for field in INDEXES["address"]]
    return dict.fromkeys(counting, count_at_address(step.store, values, besides=step.case.id))


def count_at_address(store: Store, values: Sequence[str], *, besides: str = "") -> int:
    """How many open cases have this address (the values of the index); 0 when it is not whole."""
    ids = store.keys.find("address", " ".join(values)) if all(values) else []
    return sum(case.status == OPEN and case.id != besides for case in cases.cases_by_id(store.session, ids))


def _mark_signal(step: CaseStep, start: Start) -> None:
    signal = signal_of(step.work, start.event.form, start.organisation_id, {**start.answers, **start.besides})
    if not signal:
        return
    if case_of_signal(step.store, signal) is not None:
        intake = next(intake for intake in step.work.intakes.values() if intake.form == start.event.form)
        raise FormInvalid({intake.recognised_by[0]: TWICE})
    step.store.keys.index(step.case.id, SIGNAL, signal)
