"""One account, for the beheerder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from phu_runtime.access import AccountAccess, may, require
from phu_runtime.access.roles import ROLES, possible_roles
from phu_runtime.access.sign_in import ABSOLUTE
from phu_runtime.accounts.people import existing_organisation
from phu_runtime.accounts.shown import UserShown, user_shown
from phu_runtime.errors import NotFound
from phu_runtime.records import accounts, sign_ins
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class UserPage:
    """``why_not``: a sentence when the reader can't change this account; ``sessions``: devices signed in now."""

    user: UserShown
    teams: Sequence[tuple[str, str]]
    possible_roles: Sequence[tuple[str, str]]
    sessions: int
    why_not: str


def show_user(store: Store, actor: Actor, user_id: str) -> UserPage:
    """Raises NotYours for anyone but a beheerder, NotFound for an unknown account."""
    require(actor, "see_organisations")
    user = accounts.get_user(store.session, user_id)
    if user is None:
        raise NotFound("Dit account bestaat niet.")
    organisation = existing_organisation(store, user.organisation_id)
    teams = [(team.id, team.name) for team in accounts.teams_of(store.session, organisation.id)]
    return UserPage(
        user=user_shown(user, organisation, accounts.roles_of(store.session, user.id), dict(teams)),
        teams=teams,
        possible_roles=[(role, ROLES[role]) for role in possible_roles(organisation.party)],
        sessions=len(sign_ins.devices_of(store.session, user.id, store.real_now - ABSOLUTE)),
        why_not=may(actor, "change_user", AccountAccess(user.id, organisation.id)).reason,
    )
