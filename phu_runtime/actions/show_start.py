"""The form with which a case starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from phu_runtime import formdefs
from phu_runtime.access import StartAccess, require
from phu_runtime.access.roles import OWN_PARTY
from phu_runtime.dossier.seal import unseal
from phu_runtime.engine import role_key
from phu_runtime.records import accounts, dossiers
from phu_runtime.shapes import Actor, FormShown
from phu_runtime.steps.concepts import start_place, user_key
from phu_runtime.steps.starts import start_context, start_event
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess


def show_start(
    store: Store,
    actor: Actor,
    form_key: str = "aanleiding",
    raw: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
) -> FormShown:
    """Filled with ``raw``, else with the concept that this user kept at most 14 days ago. Raises NotFound, NotYours."""
    work = store.runtime.work_process(store.session, store.runtime.active_release(store))
    start = start_event(work, form_key)
    require(actor, "start_case", StartAccess(start.diagram, tuple(start.roles)))
    values: Mapping[str, Any] = raw or {}
    if raw is None:
        concept = dossiers.get_concept(store.session, start_place(form_key), actor.user_id)
        if concept is not None:
            values = unseal(user_key(store, actor), actor.user_id, start_place(form_key), concept.sealed)
    context = start_context(work, store.now)
    shown: FormShown = formdefs.show(work.forms[form_key], values, context, work.dictionary, problems or {})
    return shown if work.has_tenant(start.diagram) else replace(shown, readers=_offices(store, actor, work, start.diagram))


def _offices(store: Store, actor: Actor, work: WorkProcess, process: str) -> list[tuple[str, str, str]]:
    """Without a tenant: who holds the offices of the drawing's lanes, and so reads all of it; the reader stands above them."""
    rows = []
    for lane in work.diagrams[process].lanes:
        role = role_key(lane)
        found = accounts.organisation_of_office(store.session, role, first=actor.organisation_id) if role != OWN_PARTY else None
        if role != OWN_PARTY:
            rows.append((role, f"{found.name} ({lane})" if found else lane, "Ziet dit formulier"))
    return rows or [(OWN_PARTY, actor.organisation, "Ziet dit formulier")]
