"""Keeping half-filled answers, so that a phone call or the end of a session loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from phu_runtime.access import StartAccess, require
from phu_runtime.dossier.seal import seal
from phu_runtime.errors import NotFound
from phu_runtime.records import dossiers
from phu_runtime.shapes import Actor
from phu_runtime.steps.concepts import start_place, user_key
from phu_runtime.steps.events import event_for
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.starts import start_event
from phu_runtime.steps.store import Store
from phu_runtime.steps.taken import task_for

Raw = Mapping[str, str | list[str]]


def save_concept(store: Store, actor: Actor, place: str, raw: Raw) -> datetime:
    """``place``: ``taak:<id>``, ``gebeurtenis:<case>:<event>`` or ``start:<form>``. One concept per person and place; a deputy
    goes on with the absent colleague's. Returns when it was kept. Raises NotYours, OutOfDate, NotFound."""
    kind, _, rest = place.partition(":")
    if kind == "start":
        return _keep_start(store, actor, rest, raw)
    if kind == "taak":
        step, row = task_for(store, actor, rest, "save_concept")
        row.concept = True
    elif kind == "gebeurtenis":
        case_id, _, event = rest.partition(":")
        step, _ = event_for(store, actor, case_id, event, lock=False)
    else:
        raise NotFound("Deze plek voor een concept bestaat niet.")
    return _keep(store, actor, step, place, raw)


def _keep(store: Store, actor: Actor, step: CaseStep, place: str, raw: Raw) -> datetime:
    sealed = step.seal(f"concept/{place}", dict(raw))
    writer = step.on_behalf or actor.user_id
    dossiers.put_concept(store.session, place=place, user_id=writer, case_id=step.case.id, at=store.real_now, sealed=sealed)
    log_deed(store, actor, "concept bewaard", "U", step.case, fields=raw, on_behalf=step.on_behalf)
    return store.real_now


def _keep_start(store: Store, actor: Actor, form_key: str, raw: Raw) -> datetime:
    work = store.runtime.work_process(store.session, store.runtime.active_release(store))
    start = start_event(work, form_key)
    require(actor, "start_case", StartAccess(start.diagram, tuple(start.roles)))
    place = start_place(form_key)
    sealed = seal(user_key(store, actor), actor.user_id, place, dict(raw))
    dossiers.put_concept(store.session, place=place, user_id=actor.user_id, case_id=None, at=store.real_now, sealed=sealed)
    return store.real_now
