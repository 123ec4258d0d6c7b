"""The form with which something is told to a case from its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.records import dossiers
from phu_runtime.shapes import Actor, CaseHeader, FormShown, PossibleAction
from phu_runtime.showing.forms import prefilled, show_form
from phu_runtime.showing.header import show_header
from phu_runtime.steps.checking_answers import form_for
from phu_runtime.steps.events import event_for
from phu_runtime.steps.foreseeing import telling
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.participants import fields_of
from phu_runtime.steps.store import Store


def show_event(
    store: Store, actor: Actor, case_id: str, event: str, raw: Mapping[str, Any] | None = None, problems: Mapping[str, str] | None = None
) -> tuple[CaseHeader, FormShown, PossibleAction, int]:
    """Header, form, what it is, and the case's revision. Raises OutOfDate when the case no longer waits for it, NotYours."""
    step, awaited = event_for(store, actor, case_id, event, lock=False)
    role = step.role_of(actor)
    form = form_for(step, step.work.forms[awaited.form], role, awaited.properties.get("processtap", ""))
    place = f"gebeurtenis:{case_id}:{event}"
    values: Mapping[str, Any] = raw or {}
    if raw is None:
        concept = dossiers.get_concept(store.session, place, actor.user_id)
        kept = step.unseal(f"concept/{place}", concept.sealed) if concept else {}
        values = {**prefilled(step, form, role, awaited.properties.get("processtap", "")), **kept}
    verdict = fields_of(step, role, step.context())
    log_deed(store, actor, f"gebeurtenis bekeken: {event}", "R", step.case, purpose=verdict.purpose, ground=verdict.ground)
    action = PossibleAction(awaited.message, awaited.element, form.title, awaited.documentation)
    shown = show_form(step, form, role, values, problems, awaited.properties.get("processtap", ""), telling(awaited.message))
    return show_header(step, verdict), shown, action, step.case.revision
