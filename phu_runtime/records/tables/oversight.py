"""The access log (NEN 7513), anonymous statistics, and facts about the database itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from phu_runtime.records.tables.root import Table, new_id


class AccessLine(Table):
    """One look at, search for, change of or refusal on a dossier. ``action``: C, R, U, D, E. ``fields``: dictionary
    keys, comma-separated, never contents. ``seal`` and ``number``: hash chain, filled by the clock."""

    __tablename__ = "access_lines"
    __table_args__ = (
        Index("ix_access_lines_pseudonym_at", "pseudonym", "at"),
        Index("ix_access_lines_organisation_id_at", "organisation_id", "at"),
        Index("ix_access_lines_unsealed", "at", "id", sqlite_where=text("seal IS NULL"), postgresql_where=text("seal IS NULL")),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    event: Mapped[str]
    action: Mapped[str]
    user_id: Mapped[str | None]
    organisation_id: Mapped[str | None]
    role: Mapped[str]
    responsible_id: Mapped[str | None]
    pseudonym: Mapped[str]
    fields: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    ground: Mapped[str] = mapped_column(default="")
    result: Mapped[str]
    access_point: Mapped[str] = mapped_column(default="")
    seal: Mapped[str | None]
    number: Mapped[int | None] = mapped_column(unique=True)


class Statistic(Table):
    """What remains of a destroyed case: one anonymous line per element passage."""

    __tablename__ = "statistics"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    release_id: Mapped[str]
    subregion: Mapped[str]
    diagram: Mapped[str]
    element: Mapped[str]
    week: Mapped[str]
    duration: Mapped[str]
    outcome: Mapped[str]


class Fact(Table):
    """A fact about this database: ``mode`` (demo or real), ``clock_offset`` (seconds, demo only), ``work_process`` …"""

    __tablename__ = "database_facts"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
