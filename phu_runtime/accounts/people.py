"""Find the account or organisation that an action is about, and check what is filled in about a person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from phu_runtime.access import AccountAccess, OrganisationAccess, require
from phu_runtime.access.roles import problem_with
from phu_runtime.errors import FormInvalid, NotFound
from phu_runtime.records import accounts

if TYPE_CHECKING:
    from phu_runtime.accounts.devices import Halfway
    from phu_runtime.records.tables.accounts import Organisation, User
    from phu_runtime.shapes import Actor
    from phu_runtime.steps.store import Store

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
LONGEST_NAME = 120
LONGEST_EMAIL = 254


def own_account(store: Store, who: Actor | Halfway) -> User:
    """The account of ``who``. Raises NotFound when it is gone meanwhile."""
    user = accounts.get_user(store.session, who.user_id, locked=True)
    if user is None:
        raise NotFound("Dit account bestaat niet meer.")
    return user


def account_to_change(store: Store, actor: Actor, user_id: str) -> User:
    """Another's account, for a beheerder. Raises NotYours, or NotFound when there is none."""
    user = accounts.get_user(store.session, user_id, locked=True)
    if user is None:
        require(actor, "see_organisations")
        raise NotFound("Dit account bestaat niet.")
    require(actor, "change_user", AccountAccess(user.id, user.organisation_id))
    return user


def organisation_to_see(store: Store, actor: Actor, organisation_id: str) -> Organisation:
    """An organisation, for a beheerder or its own coordinator. Raises NotYours, or NotFound when there is none."""
    require(actor, "see_users", OrganisationAccess(organisation_id))
    return existing_organisation(store, organisation_id)


def existing_organisation(store: Store, organisation_id: str) -> Organisation:
    """The organisation; NotFound when there is none."""
    organisation = accounts.get_organisation(store.session, organisation_id)
    if organisation is None:
        raise NotFound("Deze organisatie bestaat niet.")
    return organisation


def clean_name(name: str) -> str:
    """The name without needless spaces. Raises FormInvalid (key ``name``)."""
    clean = " ".join(name.split())
    if not clean:
        raise FormInvalid({"name": "Vul de naam in."})
    if len(clean) > LONGEST_NAME:
        raise FormInvalid({"name": f"Vul een naam in van ten hoogste {LONGEST_NAME} tekens."})
    return clean


def problem_with_email(store: Store, email: str) -> str:
    """A Dutch sentence when no account can have this address (small letters), else ""."""
    if not EMAIL.fullmatch(email) or len(email) > LONGEST_EMAIL:
        return "Vul een e-mailadres in zoals naam@organisatie.nl."
    if accounts.user_by_email(store.session, email) is not None:
        return "Er is al een account met dit e-mailadres."
    return ""


def problem_with_place(store: Store, organisation: Organisation, roles: Iterable[str], team_id: str | None) -> dict[str, str]:
    """Problems by key (``roles``, ``team``) with these roles and this team in this organisation."""
    problems = {}
    wrong = problem_with(roles, organisation.party)
    if wrong:
        problems["roles"] = wrong
    team = accounts.get_team(store.session, team_id) if team_id else None
    if team_id and (team is None or team.organisation_id != organisation.id):
        problems["team"] = "Kies een team van deze organisatie."
    return problems
