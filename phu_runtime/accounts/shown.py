"""Accounts and organisations as a beheerder or coordinator sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from phu_runtime.access.roles import PARTIES, ROLES

if TYPE_CHECKING:
    from phu_runtime.records.tables.accounts import Organisation, User


@dataclass(frozen=True)
class UserShown:
    """An account. ``roles`` are keys, ``role_names`` Dutch labels in a fixed order."""

    user_id: str
    name: str
    email: str
    organisation_id: str
    organisation: str
    party: str
    team_id: str | None
    team: str
    roles: frozenset[str]
    role_names: Sequence[str]
    active: bool
    second_factor: bool
    one_time_password: bool
    demo: bool


@dataclass(frozen=True)
class OrganisationShown:
    """An organisation with the number of its active accounts."""

    organisation_id: str
    name: str
    party: str
    party_name: str
    active: bool
    accounts: int


def user_shown(user: User, organisation: Organisation, roles: Iterable[str], teams: Mapping[str, str]) -> UserShown:
    """``teams``: team id → name."""
    own = frozenset(roles)
    return UserShown(
        user_id=user.id,
        name=user.name,
        email=user.email,
        organisation_id=organisation.id,
        organisation=organisation.name,
        party=organisation.party,
        team_id=user.team_id,
        team=teams.get(user.team_id or "", ""),
        roles=own,
        role_names=[label for role, label in ROLES.items() if role in own],
        active=user.active,
        second_factor=user.totp_sealed is not None,
        one_time_password=user.must_change_password,
        demo=user.demo,
    )


def organisation_shown(organisation: Organisation, accounts: int) -> OrganisationShown:
    """``accounts``: the number of active accounts."""
    return OrganisationShown(
        organisation_id=organisation.id,
        name=organisation.name,
        party=organisation.party,
        party_name=PARTIES.get(organisation.party, organisation.party),
        active=organisation.active,
        accounts=accounts,
    )
