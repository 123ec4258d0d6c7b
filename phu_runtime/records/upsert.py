"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy per dialect."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_or(session: Session, table: Any) -> Any:
    """An insert into ``table`` that has ``on_conflict_do_update`` and ``on_conflict_do_nothing``, for the dialect of ``session``."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
