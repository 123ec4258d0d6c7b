"""A stuck case as who mends it must see it: where it stands and what was proposed, nothing of the dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from phu_runtime.access import may, require
from phu_runtime.errors import NotFound
from phu_runtime.records import accounts, incidents, releases
from phu_runtime.shapes import Actor, IncidentShown
from phu_runtime.showing.incidents import show_incident
from phu_runtime.showing.repairs import show_repair_in_words
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.mending import release_problem
from phu_runtime.steps.opening import CaseStep, open_case
from phu_runtime.steps.store import Store

MOST_RELEASES = 6


@dataclass(frozen=True)
class RepairDatum:
    """A datum that may be set. ``kind``: as the dictionary says; ``values``: code → label."""

    key: str
    label: str
    kind: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class RepairShown:
    """A stuck case for who mends it. ``open_tasks`` and ``places``: (element, name); ``data``: what may be set; ``releases``: (id,
    name, why the case cannot go there, "" when it can); ``proposal``: "" when nothing was proposed; ``own``: the reader proposed it,
    so another must carry it out; ``may_propose``: the reader is a process owner."""

    incident: IncidentShown
    open_tasks: Sequence[tuple[str, str]]
    places: Sequence[tuple[str, str]]
    data: Sequence[RepairDatum]
    releases: Sequence[tuple[str, str, str]]
    release: str
    proposal: str
    reason: str
    proposed_by: str
    own: bool
    may_propose: bool


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
        data=_data(step),
        releases=_releases(step),
        release=releases.get_release(store.session, step.case.release_id).name,
        proposal=show_repair_in_words(step, repair) if repair else "",
        reason=str(repair.get("reden", "")),
        proposed_by=names.get(repair.get("door", ""), ""),
        own=bool(repair) and repair["door"] == actor.user_id,
        may_propose=may(actor, "repair_incident").allowed,
    )


def _data(step: CaseStep) -> list[RepairDatum]:
    """What the diagrams and tables know a case by, but for lists and what is counted; never what stands in the dossier."""
    fields = step.work.dictionary.fields.values()
    settable = (each for each in fields if each.store == "variabele" and not each.derived and each.kind != "lijst")
    return sorted((RepairDatum(each.key, each.label, each.kind, each.values) for each in settable), key=lambda each: each.label.casefold())


def _releases(step: CaseStep) -> list[tuple[str, str, str]]:
    found = [each for each in releases.releases(step.store.session) if each.status == "published" and each.id != step.case.release_id]
    return [(each.id, each.name, release_problem(step, each.id)) for each in found[:MOST_RELEASES]]
