"""The access log (NEN 7513): lines written with their transaction, read by the data-protection officer of a party."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from phu_runtime.records.tables.oversight import AccessLine
from phu_runtime.records.tables.root import new_id

PAGE = 100


@dataclass(frozen=True)
class LogFilter:
    """Which lines to read; "" or None = any. ``start`` inclusive, ``end`` exclusive."""

    organisation_id: str | None = None
    user_id: str = ""
    pseudonym: str = ""
    action: str = ""
    result: str = ""
    start: datetime | None = None
    end: datetime | None = None


def add_lines(session: Session, lines: Iterable[Any]) -> None:
    """Write lines (dataclasses with the columns of the log) in the transaction of ``session``, in one statement."""
    rows = [_row(**asdict(line)) for line in lines if is_dataclass(line) and not isinstance(line, type)]
    if rows:
        session.execute(insert(AccessLine).execution_options(render_nulls=True), rows)


def add_line(session: Session, **columns: Any) -> None:
    """Write one line: ``at``, ``event``, ``action``, ``role``, ``pseudonym``, ``result`` and what else is known."""
    session.execute(insert(AccessLine).execution_options(render_nulls=True), [_row(**columns)])


def _row(**columns: Any) -> dict[str, Any]:
    unknown = dict.fromkeys(("user_id", "organisation_id", "responsible_id"))
    empty = dict.fromkeys(("fields", "purpose", "ground", "access_point"), "")
    return {"id": new_id(), **unknown, **empty, **columns}


def lines(session: Session, wanted: LogFilter, *, page: int = 1, page_size: int = PAGE) -> tuple[list[AccessLine], bool]:
    """A page of the log, newest first, and whether more follow."""
    query = _wanted(wanted).order_by(AccessLine.at.desc(), AccessLine.id).limit(page_size + 1).offset((page - 1) * page_size)
    found = list(session.scalars(query))
    return found[:page_size], len(found) > page_size


def all_lines(session: Session, wanted: LogFilter) -> Iterable[AccessLine]:
    """Every line, oldest first, read 1,000 at a time (export)."""
    return session.scalars(_wanted(wanted).order_by(AccessLine.at, AccessLine.id).execution_options(yield_per=1000))


def count_unsealed(session: Session, before: datetime) -> int:
    """How many lines written before ``before`` have no seal yet (a clock that stands still)."""
    late = select(func.count()).select_from(AccessLine).where(AccessLine.seal.is_(None), AccessLine.at < before)
    return session.execute(late).scalar_one()


def _wanted(wanted: LogFilter) -> Select[AccessLine]:
    query = select(AccessLine)
    if wanted.organisation_id is not None:
        query = query.where(AccessLine.organisation_id == wanted.organisation_id)
    for column, value in (
        (AccessLine.user_id, wanted.user_id),
        (AccessLine.pseudonym, wanted.pseudonym),
        (AccessLine.action, wanted.action),
        (AccessLine.result, wanted.result),
    ):
        if value:
            query = query.where(column == value)
    if wanted.start is not None:
        query = query.where(AccessLine.at >= wanted.start)
    if wanted.end is not None:
        query = query.where(AccessLine.at < wanted.end)
    return query
