"""One's own account page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from phu_runtime.access.roles import ROLES
from phu_runtime.access.sign_in import ABSOLUTE, session_lives
from phu_runtime.errors import NotFound
from phu_runtime.records import accounts, sign_ins
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class DeviceShown:
    """A signed-in device. ``this``: the one that asks."""

    session_id: str
    name: str
    since: datetime
    last_seen: datetime
    this: bool


@dataclass(frozen=True)
class AccountShown:
    """What a person sees of the own account."""

    name: str
    email: str
    organisation: str
    team: str
    roles: Sequence[str]
    second_factor: bool
    recovery_codes: int
    devices: Sequence[DeviceShown]
    demo: bool


def show_account(store: Store, actor: Actor) -> AccountShown:
    """The actor's own account, with the devices on which it is signed in now."""
    user = accounts.get_user(store.session, actor.user_id)
    if user is None:
        raise NotFound("Dit account bestaat niet meer.")
    team = accounts.get_team(store.session, user.team_id) if user.team_id else None
    now = store.real_now
    rows = sign_ins.devices_of(store.session, user.id, now - ABSOLUTE)
    shown = [
        DeviceShown(row.id, row.device or "Onbekend apparaat", row.created, row.last_seen, row.id == actor.session_id)
        for row in rows
        if session_lives(row.created, row.last_seen, row.revoked, user.sessions_end, row.second_factor, now)
    ]
    return AccountShown(
        name=user.name,
        email=user.email,
        organisation=actor.organisation,
        team=team.name if team else "",
        roles=[label for role, label in ROLES.items() if role in actor.roles],
        second_factor=user.totp_sealed is not None,
        recovery_codes=sign_ins.count_recovery_codes(store.session, user.id),
        devices=sorted(shown, key=lambda one: not one.this),
        demo=user.demo,
    )
