"""Trying a step that failed again, as the person who did it: the request was kept sealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.access import IncidentAccess
from phu_runtime.errors import NotFound, OutOfDate
from phu_runtime.records import accounts, inbox, incidents, tasks, timers
from phu_runtime.records.tables.root import new_id
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.completing import complete_task, tell_event
from phu_runtime.steps.events import awaited_events
from phu_runtime.steps.looking import log_deed, require_in_case
from phu_runtime.steps.opening import CaseStep, open_case
from phu_runtime.steps.store import Store
from phu_runtime.steps.subjects import case_access
from phu_runtime.steps.taken import role_for
from phu_runtime.steps.waking import wake_case


def retry_incident(store: Store, actor: Actor, incident_id: str) -> Done:
    """Closes the incident when the step now succeeds; when it fails again the incident stays and counts one attempt more. A
    message between cases gets one more try by the clock.
    Raises NotFound, NotYours, OutOfDate (someone else already did the step), CaseStuck."""
    incident = incidents.get_incident(store.session, incident_id)
    if incident is None or incident.status != "open":
        raise NotFound("Deze storing is al opgelost.")
    step = open_case(store, incident.case_id)
    require_in_case(actor, "retry_incident", IncidentAccess(case_access(step)), step.case)
    request = step.unseal("incident", incident.sealed) if incident.sealed else {"soort": "termijn"}
    timers.retry_timers(store.session, step.case.id)
    sentence = _again(store, step, request) or f"De stap '{incident.name}' is opnieuw uitgevoerd en gelukt."
    incidents.close_incidents(store.session, step.case.id, element=incident.element, by=actor.user_id, at=store.now)
    log_deed(store, actor, f"storing opgelost: {incident.element}", "U", step.case)
    return Done(step.case.id, step.case.number, sentence)


def _again(store: Store, step: CaseStep, request: Mapping[str, Any]) -> str:
    """A sentence when the step was not taken at once but waits for the clock, else ""."""
    if request["soort"] == "termijn":
        wake_case(store, step.case.id)
        return ""
    if request["soort"] == "bericht":
        if not inbox.try_again(store.session, str(request["wat"]), store.now):
            raise OutOfDate("Dit bericht is intussen al afgeleverd.")
        return "Het bericht wordt binnen een minuut opnieuw afgeleverd. Lukt dat niet, dan komt deze storing terug."
    step.actor, step.on_behalf = _person(store, str(request["gebruiker"])), request.get("namens")
    if request["soort"] == "taak":
        row = tasks.get_task(store.session, str(request["wat"]))
        if row is None or row.status != "open":
            raise OutOfDate("Deze taak is intussen al afgerond.")
        complete_task(step, row, role_for(step, row, step.actor), request["antwoorden"])
        return ""
    awaited = next((awaited for awaited in awaited_events(step) if awaited.message == request["wat"]), None)
    if awaited is None:
        raise OutOfDate("De casus wacht hier niet meer op.")
    tell_event(step, awaited, step.role_of(step.actor), request["antwoorden"], new_id())
    return ""


def _person(store: Store, user_id: str) -> Actor:
    """The one who did the step the first time: the history must say so."""
    user = accounts.get_user(store.session, user_id)
    organisation = accounts.get_organisation(store.session, user.organisation_id) if user else None
    if user is None or organisation is None:
        raise NotFound("De medewerker die deze stap deed, bestaat niet meer. Sluit de storing en laat de taak opnieuw doen.")
    return Actor(user.id, user.name, organisation.id, organisation.name, organisation.party, accounts.roles_of(store.session, user.id))
