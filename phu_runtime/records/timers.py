"""Timer rows: the moments at which the clock must look at a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from phu_runtime.records.tables.cases import Timer

LEASE = timedelta(seconds=60)
FIRST_RETRY = timedelta(minutes=1)
ATTEMPTS = 8


def write_timers(
    session: Session, case_id: str, wanted: Sequence[Mapping[str, Any]], known: Mapping[str, datetime] | None = None
) -> None:
    """Make the waiting timers of a case equal to ``wanted``.

    Each of ``wanted`` holds ``id``, ``kind`` (``engine``, ``warning``), ``element``, ``due`` and for warnings ``task_id`` and
    ``number``. ``known``: id → due of the rows that are there, when the caller knows them; else one look. Then at most one
    statement each for new, moved and gone timers; a timer that stays keeps its attempts and lease.
    """
    if known is None:
        query = select(Timer.id, Timer.due).where(Timer.case_id == case_id)
        known = {row.id: row.due for row in session.execute(query)}
    new = [_filled(case_id, row) for row in wanted if row["id"] not in known]
    gone = known.keys() - {row["id"] for row in wanted}
    moved = [
        {"id": row["id"], "due": row["due"], "status": "waiting", "attempts": 0, "leased_until": None}
        for row in wanted
        if row["id"] in known and known[row["id"]] != row["due"]
    ]
    if moved:
        session.execute(update(Timer), moved)
    if gone:
        session.execute(delete(Timer).where(Timer.id.in_(gone)).execution_options(synchronize_session=False))
    _forget(session, [*gone, *[row["id"] for row in moved]])
    if new:
        session.execute(insert(Timer).execution_options(render_nulls=True), new)


def _forget(session: Session, timer_ids: Sequence[str]) -> None:
    """Timers of this session that were written past it are read again when someone asks."""
    for timer_id in timer_ids:
        loaded = session.identity_map.get(session.identity_key(Timer, timer_id))
        if loaded is not None:
            session.expunge(loaded)


def _filled(case_id: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {"task_id": None, "number": 0, "status": "waiting", "attempts": 0, **row, "case_id": case_id}


def timers_of_case(session: Session, case_id: str, *, kind: str = "") -> list[Timer]:
    """The timers of a case (of one kind), first due first."""
    query = select(Timer).where(Timer.case_id == case_id).order_by(Timer.due, Timer.id)
    return list(session.scalars(query.where(Timer.kind == kind) if kind else query))


def due_timers(session: Session, case_id: str, now: datetime) -> list[Timer]:
    """The timers of a case that are due, first due first: look again under the lock of the case."""
    due = (Timer.case_id == case_id, Timer.status == "waiting", Timer.due <= now)
    return list(session.scalars(select(Timer).where(*due).order_by(Timer.due, Timer.id)))


def claim_due(session: Session, now: datetime, limit: int = 100) -> list[str]:
    """The ids of cases with a due timer that no other clock works on; this one has them for a minute.

    A clock that dies in between loses nothing: the lease ends and another claims. On PostgreSQL clocks pass over each
    other's rows (SKIP LOCKED); on SQLite the writing transaction is alone.
    """
    free = or_(Timer.leased_until.is_(None), Timer.leased_until <= now)
    query = select(Timer.id, Timer.case_id).where(Timer.status == "waiting", Timer.due <= now, free)
    rows = session.execute(query.order_by(Timer.due, Timer.id).limit(limit).with_for_update(skip_locked=True)).all()
    if not rows:
        return []
    taken = update(Timer).where(Timer.id.in_([row.id for row in rows])).values(leased_until=now + LEASE)
    session.execute(taken.execution_options(synchronize_session=False))
    return list(dict.fromkeys(row.case_id for row in rows))


def timers_failed(session: Session, case_id: str, now: datetime) -> bool:
    """Try the due timers of a case again later, each time after twice as long; True when they now wait for a person."""
    given_up = False
    for timer in due_timers(session, case_id, now):
        timer.attempts += 1
        timer.leased_until = now + FIRST_RETRY * 2 ** (timer.attempts - 1)
        if timer.attempts >= ATTEMPTS:
            timer.status, given_up = "stuck", True
    return given_up


def drop_timer(session: Session, timer: Timer) -> None:
    """Remove a timer that did its work."""
    session.delete(timer)
    session.flush()


def retry_timers(session: Session, case_id: str) -> None:
    """Let the clock try the timers of a case again now (an incident was solved)."""
    again = update(Timer).where(Timer.case_id == case_id).values(status="waiting", attempts=0, leased_until=None)
    session.execute(again)


def next_due(session: Session) -> datetime | None:
    """The moment at which the first waiting timer is due."""
    return session.scalar(select(func.min(Timer.due)).where(Timer.status == "waiting"))


def count_overdue(session: Session, before: datetime) -> int:
    """How many timers were due before ``before`` and still wait (a clock that stands still)."""
    late = select(func.count()).select_from(Timer).where(Timer.status == "waiting", Timer.due < before)
    return session.execute(late).scalar_one()
