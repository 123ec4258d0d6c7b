"""A task completed and an event told: answers to their stores, the engine one step on, everything it changes written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime import formdefs
from phu_runtime.access.roles import OWN_PARTY
from phu_runtime.dossier import bind
from phu_runtime.records.tables.root import new_id
from phu_runtime.steps.answers import record_answers
from phu_runtime.steps.checking_answers import check_texts, check_writing, form_for
from phu_runtime.steps.extending import check_extension
from phu_runtime.steps.moving import move
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.writing import Written, write_step

Raw = Mapping[str, str | list[str]]


def complete_task(step: CaseStep, row: Any, role: str, raw: Raw) -> tuple[Written, Mapping[str, Any]]:
    """Returns what others notice and the clean answers. Raises FormInvalid, CaseStuck."""
    form = step.work.forms[row.form] if row.form else None
    answers = formdefs.clean(form, raw, step.context(), step.work.dictionary) if form else {}
    _check(step, role, answers, row.step)
    passage_id = new_id()
    variables: Mapping[str, Any] = {}
    if form is not None:
        variables = record_answers(step, form.key, row.element, role, answers, task_id=row.id, passage_id=passage_id)
    request = _request(step, "taak", row.id, raw)
    moved = move(step, lambda: step.run.complete(row.id, variables, step.world), request, done_task=row.id)
    moved.without_concept = frozenset() if row.concept else frozenset({row.id})
    done = {"task_id": row.id, "claimed": row.claimed_at, "due": row.due, "role": role, "passage_id": passage_id}
    return write_step(step, moved, done), answers


def tell_event(step: CaseStep, awaited: Any, role: str, raw: Raw, idempotency_key: str) -> tuple[Written, Mapping[str, Any]]:
    """Returns what others notice and the clean answers. Raises FormInvalid, OutOfDate (no longer waited for), CaseStuck."""
    form = form_for(step, step.work.forms[awaited.form], role, awaited.properties.get("processtap", ""))
    answers = formdefs.clean(form, raw, step.context(), step.work.dictionary)
    _check(step, role, answers, awaited.properties.get("processtap", ""))
    check_extension(step, answers)
    passage_id = new_id()
    record_answers(step, form.key, awaited.element, role, answers, passage_id=passage_id, idempotency_key=idempotency_key)
    payload = {"id": passage_id, "rol": role, "moment": step.store.now.isoformat()}
    variables = bind(answers, step.work.dictionary).variables
    request = _request(step, "gebeurtenis", awaited.message, raw)
    moved = move(step, lambda: step.run.send_message(awaited.message, payload, step.world, variables=variables), request)
    return write_step(step, moved, {"element": awaited.element, "role": role, "passage_id": passage_id}), answers


def _check(step: CaseStep, role: str, answers: Mapping[str, Any], at_step: str) -> None:
    """What the form itself cannot know. Without a tenant the texts are checked against the dossiers of who began the case."""
    check_writing(step, role, answers, at_step)
    if OWN_PARTY in step.known.parties:
        check_texts(step.store, step.work, step.case.process, step.known.parties[OWN_PARTY].organisation_id, answers)


def _request(step: CaseStep, kind: str, what: str, raw: Raw) -> dict[str, Any]:
    """What an incident keeps, sealed, to try the step again for the same person."""
    person = {"gebruiker": step.actor.user_id if step.actor else None, "namens": step.on_behalf}
    return {"soort": kind, "wat": what, "antwoorden": dict(raw), **person}
