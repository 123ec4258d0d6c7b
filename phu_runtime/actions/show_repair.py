"""A stuck case as who mends it must see it: where it stands and what was proposed, nothing of the dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from phu_runtime.access import require
from phu_runtime.errors import NotFound
from phu_runtime.records import accounts, incidents
from phu_runtime.shapes import Actor, IncidentShown
from phu_runtime.showing.incidents import show_incident
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.mending import CLOSE, TOKEN
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class RepairShown:
    """A stuck case for who mends it. ``open_tasks`` and ``places``: (element, name); ``data``: (key, label) that may be set;
    ``proposal``: "" when nothing was proposed; ``own``: the reader proposed it, so another must carry it out."""

    incident: IncidentShown
    open_tasks: Sequence[tuple[str, str]]
    places: Sequence[tuple[str, str]]
    data: Sequence[tuple[str, str]]
    proposal: str
    reason: str
    proposed_by: str
    own: bool


def show_repair(store: Store, actor: Actor, incident_id: str) -> RepairShown:
    """The incident, the open tasks, where they can go, the data that can be set, and the proposal. Raises NotFound, NotYours."""
    require(actor, "see_incidents")
    incident = incidents.get_incident(store.session, incident_id)
    if incident is None or incident.status != "open":
        raise NotFound("Deze storing is al opgelost.")
    step = open_case(store, incident.case_id, actor, lock=False)
    kept = step.unseal("incident", incident.sealed) if incident.sealed else {}
    repair = kept.get("herstel") or {}
    names = accounts.names_of(store.session, [repair["door"]]) if repair else {}
    situation = step.run.situation(step.world)
    scopes = {(task.diagram, step.work.diagrams.element(task.diagram, task.element).within) for task in situation.open_tasks}
    tasks = [each for each in step.work.diagrams.elements() if each.kind == "userTask" and (each.diagram, each.within) in scopes]
    log_deed(store, actor, f"storing bekeken: {incident.element}", "R", step.case, purpose="beheer werkproces")
    return RepairShown(
        incident=show_incident(incident, step.case.number),
        open_tasks=[(task.element, task.name) for task in situation.open_tasks],
        places=[(each.id, each.name or each.id) for each in tasks],
        data=[(key, each.label) for key, each in step.work.dictionary.fields.items() if each.store == "variabele" and not each.derived],
        proposal=_in_words(repair) if repair else "",
        reason=str(repair.get("reden", "")),
        proposed_by=names.get(repair.get("door", ""), ""),
        own=bool(repair) and repair["door"] == actor.user_id,
    )


def _in_words(repair: dict[str, Any]) -> str:
    if repair["soort"] == CLOSE:
        return "De storing sluiten."
    if repair["soort"] == TOKEN:
        return f"De stap '{repair['van']}' verplaatsen naar '{repair['naar']}'."
    return f"'{repair['gegeven']}' op '{repair['waarde']}' zetten."
