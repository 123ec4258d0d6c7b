"""The beheerder adds an organisation."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.access.roles import PARTIES
from phu_runtime.accounts import logbook
from phu_runtime.accounts.people import clean_name
from phu_runtime.errors import FormInvalid
from phu_runtime.records import accounts
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def add_organisation(store: Store, actor: Actor, name: str, party: str) -> str:
    """The id of the new organisation. ``name`` as the tables of the work process will spell it. Raises FormInvalid (keys
    ``name``, ``party``)."""
    require(actor, "change_organisation")
    clean = clean_name(name)
    if party not in PARTIES:
        raise FormInvalid({"party": "Kies wat voor partij dit is."})
    if accounts.organisation_by_name(store.session, clean) is not None:
        raise FormInvalid({"name": "Er is al een organisatie met deze naam."})
    organisation = accounts.add_organisation(store.session, clean, party)
    logbook.note(store, actor, "organisatie_gemaakt", "C", organisation.id)
    return organisation.id
