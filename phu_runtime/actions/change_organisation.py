"""The beheerder closes or opens an organisation."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.accounts import logbook
from phu_runtime.accounts.people import existing_organisation
from phu_runtime.errors import FormInvalid
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def change_organisation(store: Store, actor: Actor, organisation_id: str, active: bool) -> str:
    """In a closed organisation nobody is signed in any more. Its name stays: the tables of the work process use it.
    Returns the name. Raises FormInvalid for one's own organisation."""
    require(actor, "change_organisation")
    organisation = existing_organisation(store, organisation_id)
    if organisation.id == actor.organisation_id and not active:
        raise FormInvalid({"": "U kunt uw eigen organisatie niet sluiten."})
    organisation.active = active
    logbook.note(store, actor, "organisatie_geopend" if active else "organisatie_gesloten", "U", organisation.id)
    return organisation.name
