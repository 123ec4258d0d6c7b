"""A signed-in device: begun, found again by its token, finished in stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from phu_runtime.access.sign_in import ABSOLUTE, session_lives
from phu_runtime.access.tokens import digest_of, new_token
from phu_runtime.records import sign_ins
from phu_runtime.shapes import Actor

if TYPE_CHECKING:
    from phu_runtime.records.sign_ins import SignedInDevice
    from phu_runtime.records.tables.accounts import User
    from phu_runtime.steps.store import Store

Needs = Literal["", "second_factor", "set_up_second_factor", "new_password"]


@dataclass(frozen=True)
class SignedIn:
    """What a step of signing in gave. ``token``: for the cookie, "" when refused. ``needs``: what is asked next.
    ``problem``: a Dutch sentence when refused."""

    token: str = ""
    needs: Needs = ""
    problem: str = ""


@dataclass(frozen=True)
class Halfway:
    """Who gave the right password but is not signed in yet, and what is asked next."""

    user_id: str
    session_id: str
    name: str
    email: str
    needs: Needs


def needs(user: User, second_factor: bool) -> Needs:
    """What still stands between this session and being signed in."""
    if not second_factor:
        return "second_factor" if user.totp_sealed else "set_up_second_factor"
    return "new_password" if user.must_change_password else ""


def begin(store: Store, user: User, device: str, *, second_factor: bool) -> SignedIn:
    """A new session of this user; old ones of anybody are cleared away. Its token is told only here."""
    token = new_token(store.settings.secret_key)
    digest = digest_of(token, store.settings.secret_key) or ""
    sign_ins.forget_devices(store.session, store.real_now - 2 * ABSOLUTE)
    sign_ins.add_device(store.session, digest, user.id, store.real_now, second_factor=second_factor, device=device)
    return SignedIn(token, needs(user, second_factor))


def renew(store: Store, user: User, session_id: str, *, second_factor: bool) -> SignedIn:
    """A fresh session in place of ``session_id``: with more rights comes another token."""
    found = sign_ins.device_of(store.session, session_id)
    sign_ins.revoke_device(store.session, user.id, session_id, store.real_now)
    return begin(store, user, found.session.device if found else "", second_factor=second_factor)


def renew_only(store: Store, user: User, session_id: str) -> SignedIn:
    """A fresh, finished session in place of ``session_id``; every other session of the user ends."""
    signed_in = renew(store, user, session_id, second_factor=True)
    sign_ins.revoke_devices(store.session, user.id, store.real_now, but=digest_of(signed_in.token, store.settings.secret_key))
    return signed_in


def find(store: Store, token: str) -> SignedInDevice | None:
    """The living session with this token: its account open, not ended, not too old."""
    digest = digest_of(token, store.settings.secret_key)
    found = sign_ins.device_of(store.session, digest) if digest else None
    if found is None or not (found.user.active and found.organisation.active):
        return None
    if found.user.demo and not store.settings.demo:
        return None
    row = found.session
    lives = session_lives(row.created, row.last_seen, row.revoked, found.user.sessions_end, row.second_factor, store.real_now)
    return found if lives else None


def actor_of(found: SignedInDevice, address: str, stands_in_for: Mapping[str, str] | None = None) -> Actor:
    """The actor of a finished session. ``address``: from where it asks, for the access log; ``stands_in_for``: today's absent
    colleagues whose deputy this is."""
    return Actor(
        user_id=found.user.id,
        name=found.user.name,
        organisation_id=found.organisation.id,
        organisation=found.organisation.name,
        party=found.organisation.party,
        roles=found.roles,
        team_id=found.user.team_id,
        session_id=found.session.id,
        access_point=address,
        stands_in_for=stands_in_for or {},
    )
