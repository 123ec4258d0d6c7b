"""Many rows in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from phu_runtime.records.tables import Table


def insert_rows(session: Session, kind: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts ``rows`` (columns by name, the same in each) into the table of ``kind``; nothing for none."""
    if rows:
        session.execute(insert(kind).execution_options(render_nulls=True), [dict(row) for row in rows])
