"""A process owner proposes how a stuck case is mended; it is done when a second person agrees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.access import require
from phu_runtime.errors import FormInvalid, NotFound
from phu_runtime.records import incidents
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.mending import problem_with
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.store import Store

SHORTEST = 10


def propose_repair(store: Store, actor: Actor, incident_id: str, repair: Mapping[str, Any], reason: str) -> Done:
    """``repair``: ``soort`` variabele (gegeven, waarde), plaats (van, naar: element ids), versie or sluiten. A later proposal replaces an
    earlier one. Raises NotFound, NotYours, FormInvalid with what is wrong."""
    require(actor, "repair_incident")
    incident = incidents.get_incident(store.session, incident_id)
    if incident is None or incident.status != "open":
        raise NotFound("Deze storing is al opgelost.")
    step = open_case(store, incident.case_id, actor)
    problems = {"reden": "Schrijf waarom dit nodig is."} if len(reason.strip()) < SHORTEST else {}
    problem = problem_with(step, repair)
    if problem or problems:
        raise FormInvalid({**problems, **({"": problem} if problem else {})})
    kept = step.unseal("incident", incident.sealed) if incident.sealed else {"soort": "termijn"}
    kept["herstel"] = {**repair, "reden": reason.strip(), "door": actor.user_id}
    incident.sealed = step.seal("incident", kept)
    log_deed(store, actor, f"herstel voorgesteld: {incident.element}", "U", step.case, purpose="beheer werkproces")
    return Done(step.case.id, step.case.number, "Voorgesteld. Een tweede persoon voert het uit.")
