"""Steps that failed, in all cases: where and why, nothing about a person."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import incidents
from phu_runtime.shapes import Actor, IncidentShown
from phu_runtime.showing.incidents import show_incident
from phu_runtime.steps.store import Store


def show_incidents(store: Store, actor: Actor) -> list[IncidentShown]:
    """Open incidents, newest first. Raises NotYours."""
    require(actor, "see_incidents")
    return [show_incident(incident, number) for incident, number in incidents.open_incidents(store.session)]
