"""A form that was sent: each answer to its store, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from phu_runtime.dossier import bind
from phu_runtime.records.rows import insert_rows
from phu_runtime.records.tables.cases import DossierField, Submission
from phu_runtime.records.tables.root import new_id
from phu_runtime.steps.known import form_fact
from phu_runtime.steps.opening import CaseStep


def record_answers(
    step: CaseStep,
    form: str,
    element: str,
    role: str,
    answers: Mapping[str, Any],
    *,
    task_id: str | None = None,
    idempotency_key: str | None = None,
    passage_id: str | None = None,
    replaces: str | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Mapping[str, Any]:
    """Binds and writes the answers of ``form``; returns the case variables among them, for the engine.

    A correction ``replaces`` an earlier submission and keeps its moment ``at``: what it tells happened then.
    """
    bound = bind(answers, step.work.dictionary)
    submission_id = new_id()
    sent = {**bound.facts, **bound.variables}
    row = {
        "id": submission_id,
        "case_id": step.case.id,
        "task_id": task_id,
        "passage_id": passage_id,
        "form": form,
        "element": element,
        "role": role,
        "user_id": step.actor.user_id if step.actor else None,
        "organisation_id": step.actor.organisation_id if step.actor else None,
        "at": at or step.store.now,
        "replaces": replaces,
        "replaced": False,
        "reason": step.seal(f"reason/{submission_id}", reason) if reason else None,
        "idempotency_key": idempotency_key,
        "sealed": step.seal(f"submission/{submission_id}", sent),
    }
    insert_rows(step.store.session, Submission, [row])
    write_dossier(step, bound.dossier, role)
    step.known.remember(submission_id, form_fact(form, element, role, at or step.store.now, sent), instead_of=replaces)
    return bound.variables


def write_dossier(step: CaseStep, values: Mapping[str, Any], role: str) -> None:
    """A new version of every datum that changed, and its blind index where it has one."""
    changed = {field: value for field, value in values.items() if step.known.dossier.get(field) != value}
    if not changed:
        return
    rows = []
    for field, value in changed.items():
        version = step.known.versions.get(field, 0) + 1
        step.known.versions[field] = version
        step.known.dossier[field] = value
        rows.append(
            {
                "case_id": step.case.id,
                "field": field,
                "version": version,
                "role": role,
                "organisation_id": step.actor.organisation_id if step.actor else None,
                "user_id": step.actor.user_id if step.actor else None,
                "at": step.store.now,
                "sealed": step.seal(f"dossier/{field}", value),
            }
        )
    insert_rows(step.store.session, DossierField, rows)
    _index(step, changed)


INDEXES = {
    "bsn": ("bsn",),
    "address": ("postcode", "huisnummer"),
    "name_birth": ("achternaam", "geboortedatum"),
}


def _index(step: CaseStep, changed: Mapping[str, Any]) -> None:
    """Blind indexes over what changed: BSN, address, surname with birth date (exact search without reading)."""
    for kind, fields in INDEXES.items():
        if any(field in changed for field in fields):
            values = [str(step.known.dossier.get(field) or "") for field in fields]
            step.store.keys.index(step.case.id, kind, " ".join(values) if all(values) else "")
