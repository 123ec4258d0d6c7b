"""Signed-in devices, failed sign-ins, recovery codes. Moments are real time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.orm import Session

from phu_runtime.records.tables.accounts import Organisation, RecoveryCode, SignInAttempt, SignInSession, User, UserRole


class SignedInDevice(NamedTuple):
    """A session with whose it is."""

    session: SignInSession
    user: User
    organisation: Organisation
    roles: frozenset[str]


def add_device(session: Session, digest: str, user_id: str, at: datetime, *, second_factor: bool, device: str) -> SignInSession:
    """A session begins; ``digest`` is the SHA-256 of its token."""
    row = SignInSession(
        id=digest, user_id=user_id, created=at, last_seen=at, revoked=None, second_factor=second_factor, device=device[:200]
    )
    session.add(row)
    return row


def device_of(session: Session, digest: str) -> SignedInDevice | None:
    """The session with this digest, its user, organisation and roles, in one statement; None when there is none."""
    query = (
        select(SignInSession, User, Organisation, UserRole.role)
        .join(User, User.id == SignInSession.user_id)
        .join(Organisation, Organisation.id == User.organisation_id)
        .join(UserRole, UserRole.user_id == User.id, isouter=True)
        .where(SignInSession.id == digest)
    )
    rows = session.execute(query).all()
    if not rows:
        return None
    row, user, organisation, _role = rows[0]
    return SignedInDevice(row, user, organisation, frozenset(role for *_, role in rows if role))


def devices_of(session: Session, user_id: str, since: datetime) -> list[SignInSession]:
    """The sessions of a user that were begun after ``since`` and not revoked, latest seen first."""
    query = select(SignInSession).where(SignInSession.user_id == user_id, SignInSession.revoked.is_(None), SignInSession.created > since)
    return list(session.scalars(query.order_by(SignInSession.last_seen.desc())))


def revoke_device(session: Session, user_id: str, digest: str, at: datetime) -> bool:
    """End one session of a user at once; False when there is none to end."""
    query = update(SignInSession).where(SignInSession.id == digest, SignInSession.user_id == user_id, SignInSession.revoked.is_(None))
    result = session.execute(query.values(revoked=at))
    return isinstance(result, CursorResult) and result.rowcount > 0


def revoke_devices(session: Session, user_id: str, at: datetime, *, but: str | None = None) -> None:
    """End every session of a user at once, but for the one with digest ``but``."""
    query = update(SignInSession).where(SignInSession.user_id == user_id, SignInSession.revoked.is_(None))
    session.execute((query.where(SignInSession.id != but) if but else query).values(revoked=at))


def forget_devices(session: Session, before: datetime) -> None:
    """Remove sessions begun before ``before``."""
    session.execute(delete(SignInSession).where(SignInSession.created < before))


def add_failure(session: Session, account: str, address: str, at: datetime) -> None:
    """Count a failed sign-in; ``account`` and ``address`` are HMACs."""
    session.add(SignInAttempt(account=account, address=address, at=at))


def failures_of(session: Session, account: str, address: str, since: datetime) -> tuple[list[datetime], list[datetime]]:
    """The moments of failures of this account and of this address after ``since``, oldest first."""
    query = select(SignInAttempt.account, SignInAttempt.address, SignInAttempt.at)
    query = query.where(or_(SignInAttempt.account == account, SignInAttempt.address == address), SignInAttempt.at > since)
    rows = session.execute(query.order_by(SignInAttempt.at)).all()
    return [at for name, _, at in rows if name == account], [at for _, place, at in rows if place == address]


def forget_failures(session: Session, account: str | None = None, *, before: datetime | None = None) -> None:
    """Remove the failures of an account (it signed in), and those of anyone before ``before``."""
    if account is not None:
        session.execute(delete(SignInAttempt).where(SignInAttempt.account == account))
    if before is not None:
        session.execute(delete(SignInAttempt).where(SignInAttempt.at < before))


def replace_recovery_codes(session: Session, user_id: str, digests: Iterable[str]) -> None:
    """New recovery codes (HMACs) instead of the old ones; none: remove them."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.add_all(RecoveryCode(user_id=user_id, digest=digest) for digest in digests)


def use_recovery_code(session: Session, user_id: str, digest: str) -> bool:
    """Remove this code; False when the user has no such code (or used it)."""
    result = session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id, RecoveryCode.digest == digest))
    return isinstance(result, CursorResult) and result.rowcount > 0


def count_recovery_codes(session: Session, user_id: str) -> int:
    """How many codes are left."""
    return len(session.scalars(select(RecoveryCode.digest).where(RecoveryCode.user_id == user_id)).all())
