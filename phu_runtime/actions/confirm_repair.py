"""A second person carries out what a process owner proposed for a stuck case."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.access.subjects import RepairAccess
from phu_runtime.errors import NotFound
from phu_runtime.records import incidents
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.mending import CLOSE, WORDS, carry_out
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.store import Store


def confirm_repair(store: Store, actor: Actor, incident_id: str) -> Done:
    """Raises NotFound (solved, or nothing proposed), NotYours (who proposed it, or no member of the adviesgroep), FormInvalid when
    the case has moved on, CaseStuck."""
    require(actor, "see_incidents")
    incident = incidents.get_incident(store.session, incident_id)
    if incident is None or incident.status != "open":
        raise NotFound("Deze storing is al opgelost.")
    step = open_case(store, incident.case_id, actor)
    kept = step.unseal("incident", incident.sealed) if incident.sealed else {}
    if "herstel" not in kept:
        raise NotFound("Er is voor deze storing nog niets voorgesteld.")
    repair = kept.pop("herstel")
    require(actor, "confirm_repair", RepairAccess(repair["door"]), pseudonym=step.case.pseudonym)
    incident.sealed = step.seal("incident", kept)
    carry_out(step, repair)
    if repair["soort"] == CLOSE:
        incidents.close_incidents(store.session, step.case.id, element=incident.element, by=actor.user_id, at=store.now)
    log_deed(store, actor, f"herstel uitgevoerd: {incident.element}", "U", step.case, purpose="beheer werkproces")
    done = "De storing is gesloten." if repair["soort"] == CLOSE else f"{WORDS[repair['soort']]}. Probeer de stap nu opnieuw."
    return Done(step.case.id, step.case.number, done)
