"""The beheerder adds a team to an organisation."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.accounts import logbook
from phu_runtime.accounts.people import clean_name, existing_organisation
from phu_runtime.errors import FormInvalid
from phu_runtime.records import accounts
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def add_team(store: Store, actor: Actor, organisation_id: str, name: str) -> str:
    """The id of the new team. Raises FormInvalid (key ``name``) without a name or for one that exists."""
    require(actor, "change_organisation")
    organisation = existing_organisation(store, organisation_id)
    clean = clean_name(name)
    if any(team.name.lower() == clean.lower() for team in accounts.teams_of(store.session, organisation.id)):
        raise FormInvalid({"name": "Deze organisatie heeft al een team met deze naam."})
    team = accounts.add_team(store.session, organisation.id, clean)
    logbook.note(store, actor, "team_gemaakt", "C", team.id)
    return team.id
