"""Organisations, teams, users, deputies, recovery codes, sessions, failed sign-ins."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from phu_runtime.records.tables.root import Table, new_id


class Organisation(Table):
    """A signatory. ``name`` is its key in the tables of the work process (decision ``partijen``); ``party`` its role key."""

    __tablename__ = "organisations"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    party: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class Team(Table):
    """A team inside an organisation."""

    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]


class User(Table):
    """An account: one person in one organisation. ``totp_sealed`` is encrypted under the master key; ``totp_step`` the
    last accepted time step (a code works once). ``sessions_end`` ends every session made before it."""

    __tablename__ = "users"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    team_id: Mapped[str | None] = mapped_column(ForeignKey("teams.id"))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_step: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    password_until: Mapped[datetime | None]
    sessions_end: Mapped[datetime | None]
    created: Mapped[datetime]


class UserRole(Table):
    """A role of an account (see shapes.Actor)."""

    __tablename__ = "user_roles"
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class Deputy(Table):
    """Who stands in for an absent colleague, ``from_day`` through ``through_day`` (days in the Netherlands, case time);
    ``ended``: taken back before that."""

    __tablename__ = "deputies"
    __table_args__ = (Index("ix_deputies_deputy_id", "deputy_id", "through_day"), Index("ix_deputies_organisation_id", "organisation_id"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    absent_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    deputy_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    from_day: Mapped[date]
    through_day: Mapped[date]
    reason: Mapped[str]
    made_by: Mapped[str]
    made: Mapped[datetime]
    ended: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class RecoveryCode(Table):
    """A one-time code for who lost the second factor; ``digest`` is its HMAC, the row goes when the code is used."""

    __tablename__ = "recovery_codes"
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)


class SignInSession(Table):
    """A signed-in device; ``id`` is the SHA-256 of the secret in the cookie."""

    __tablename__ = "sign_in_sessions"
    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    created: Mapped[datetime]
    last_seen: Mapped[datetime]
    revoked: Mapped[datetime | None]
    second_factor: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str] = mapped_column(default="")


class SignInAttempt(Table):
    """A failed sign-in, counted per account name and address (both stored as an HMAC)."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_account_at", "account", "at"), Index("ix_sign_in_attempts_address_at", "address", "at"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]
