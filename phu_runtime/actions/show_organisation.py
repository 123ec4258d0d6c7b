"""One organisation with its teams and accounts, for the beheerder and its own coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from phu_runtime.access import may
from phu_runtime.access.roles import CASE_PARTIES, ROLES, possible_roles
from phu_runtime.accounts.people import organisation_to_see
from phu_runtime.accounts.shown import OrganisationShown, UserShown, organisation_shown, user_shown
from phu_runtime.records import accounts
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class OrganisationPage:
    """``teams``: (id, name, number of accounts); ``possible_roles``: (key, label) that its accounts can have;
    ``successors``: (id, name) of organisations that can take over its cases."""

    organisation: OrganisationShown
    teams: Sequence[tuple[str, str, int]]
    users: Sequence[UserShown]
    possible_roles: Sequence[tuple[str, str]]
    can_change: bool
    successors: Sequence[tuple[str, str]] = ()


def show_organisation(store: Store, actor: Actor, organisation_id: str) -> OrganisationPage:
    """Raises NotYours for another organisation's coordinator, NotFound for an unknown one."""
    organisation = organisation_to_see(store, actor, organisation_id)
    rows = accounts.users(store.session, organisation_id=organisation.id)
    teams = {team.id: team.name for team in accounts.teams_of(store.session, organisation.id)}
    return OrganisationPage(
        organisation=organisation_shown(organisation, sum(user.active for user, *_ in rows)),
        teams=[(team_id, name, sum(user.team_id == team_id for user, *_ in rows)) for team_id, name in teams.items()],
        users=[user_shown(user, own, roles, teams) for user, own, roles in rows],
        possible_roles=[(role, ROLES[role]) for role in possible_roles(organisation.party)],
        can_change=may(actor, "change_organisation").allowed,
        successors=_successors(store, organisation) if organisation.party in CASE_PARTIES else (),
    )


def _successors(store: Store, organisation: Any) -> list[tuple[str, str]]:
    found = [other for other, _ in accounts.organisations(store.session) if other.party == organisation.party and other.active]
    return [(other.id, other.name) for other in found if other.id != organisation.id]
