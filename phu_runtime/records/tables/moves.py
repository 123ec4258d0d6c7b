"""Running cases that go over to another release together: what was asked, and what came of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from phu_runtime.records.tables.root import Table, new_id


class Move(Table):
    """One press of the button: cases to release ``release_id``."""

    __tablename__ = "moves"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class MovedCase(Table):
    """One case of a move. ``state``: wacht, over, geweigerd; terug_wacht, terug, blijft when it is taken back. ``place``: where it
    stood, in words; ``choices``: JSON, element that is gone → where its token goes on; ``reason``: why it was refused."""

    __tablename__ = "moved_cases"
    __table_args__ = (Index("ix_moved_cases_move_id_state", "move_id", "state"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    move_id: Mapped[str] = mapped_column(ForeignKey("moves.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    place: Mapped[str]
    choices: Mapped[str] = mapped_column(default="{}")
    state: Mapped[str] = mapped_column(default="wacht")
    reason: Mapped[str] = mapped_column(default="")
