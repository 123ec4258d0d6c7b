"""What travels: notices to users, outgoing mail, messages from case to case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from phu_runtime.records.tables.root import Table, new_id


class Notice(Table):
    """An in-app message to one organisation (or one user in it). ``event`` is a ``gebeurtenis`` key; no personal data.
    ``addressed``: since when its mails stand in the outbox; the clock does that, so that a step need not look for readers."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_organisation_id", "organisation_id", "read", "at"),
        Index("ix_notices_unaddressed", "at", sqlite_where=text("addressed IS NULL"), postgresql_where=text("addressed IS NULL")),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    organisation_id: Mapped[str]
    user_id: Mapped[str | None]
    role: Mapped[str]
    event: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]
    read: Mapped[datetime | None]
    addressed: Mapped[datetime | None]


class Outgoing(Table):
    """A mail that waits, was sent or failed: to a user, without personal data. ``message_id`` is fixed at creation."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_status_next_try", "status", "next_try"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str | None] = mapped_column(index=True)
    user_id: Mapped[str | None]
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime] = mapped_column(default=lambda row: row.get_current_parameters()["created"])
    created: Mapped[datetime]
    sent: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")


class Incoming(Table):
    """A message to a case (or a case to start) that the clock delivers. ``status``: waiting, delivered, failed."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_status_next_try", "status", "next_try"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    from_case_id: Mapped[str | None]
    to_case_id: Mapped[str | None]
    process: Mapped[str] = mapped_column(default="")
    message: Mapped[str]
    at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime] = mapped_column(default=lambda row: row.get_current_parameters()["at"])
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class Register(Table):
    """A line in one of the agreement's registers (files ended early, art. 6.4); counts only, no personal data."""

    __tablename__ = "registers"
    __table_args__ = (Index("ix_registers_register_at", "register", "at"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    register: Mapped[str]
    case_id: Mapped[str | None] = mapped_column(index=True)
    at: Mapped[datetime]
    municipality: Mapped[str]
    party: Mapped[str]
    reason: Mapped[str]
