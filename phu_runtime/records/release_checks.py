"""What the gate found in the files of a release, by their digest, and the whole checks that wait or run."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from phu_runtime.records.tables.releases import ReleaseCheck
from phu_runtime.records.tables.root import new_id
from phu_runtime.records.upsert import insert_or

SAVING, PUBLISHING = "bewaren", "publicatie"
LEASE = timedelta(minutes=3)
KEPT = timedelta(days=90)


def check_of(session: Session, digest: str, kind: str) -> ReleaseCheck | None:
    """The check of exactly these files, whatever its state."""
    return session.get(ReleaseCheck, (digest, kind))


def is_alive(check: ReleaseCheck, real_now: datetime) -> bool:
    """Whether it waits, or runs and was heard of lately."""
    return check.state == "waiting" or (check.state == "running" and check.leased_until is not None and check.leased_until >= real_now)


def keep_found(session: Session, *, digest: str, release_id: str, found: str, program: str, user_id: str | None, at: datetime) -> None:
    """What was found on saving; what an earlier look at the same files found makes way, and so do looks of months ago."""
    values = {
        "release_id": release_id, "state": "done", "percentage": 100, "doing": "", "found": found, "program": program, "asked": at,
        "asked_by": user_id, "run": "", "started": at, "ended": at, "leased_until": None,
    }  # fmt: skip
    _put(session, digest, SAVING, values)
    old = (ReleaseCheck.kind == SAVING, ReleaseCheck.asked < at - KEPT)
    session.execute(delete(ReleaseCheck).where(*old).execution_options(synchronize_session=False))


def ask(session: Session, *, digest: str, release_id: str, user_id: str | None, at: datetime, real_now: datetime) -> bool:
    """A whole check of these files waits to be run; False when one waits or runs already."""
    query = select(ReleaseCheck).where(ReleaseCheck.digest == digest, ReleaseCheck.kind == PUBLISHING).with_for_update()
    there = session.scalar(query.execution_options(populate_existing=True))
    if there is not None and is_alive(there, real_now):
        return False
    values = {
        "release_id": release_id, "state": "waiting", "percentage": 0, "doing": "", "found": "", "program": "", "asked": at,
        "asked_by": user_id, "run": "", "started": None, "ended": None, "leased_until": None,
    }  # fmt: skip
    _put(session, digest, PUBLISHING, values)
    return True


def claim_next(session: Session, now: datetime, real_now: datetime) -> ReleaseCheck | None:
    """The check that waited longest, to be run now by who asks; None when none waits. Nobody else gets it."""
    query = select(ReleaseCheck).where(ReleaseCheck.state == "waiting").order_by(ReleaseCheck.asked, ReleaseCheck.digest).limit(1)
    check = session.scalar(query.with_for_update(skip_locked=True))
    if check is not None:
        check.state, check.started, check.run, check.leased_until = "running", now, new_id(), real_now + LEASE
        session.flush()
    return check


def go_on(session: Session, run: str, percentage: int, doing: str, real_now: datetime) -> bool:
    """The run is alive and came this far; False when another run took its place."""
    return _of_run(session, run, {"percentage": percentage, "doing": doing, "leased_until": real_now + LEASE})


def end(session: Session, run: str, *, found: str, program: str, at: datetime) -> bool:
    """What the run found; False when another run took its place."""
    values = {"state": "done", "percentage": 100, "doing": "", "found": found, "program": program, "ended": at, "leased_until": None}
    return _of_run(session, run, values)


def stop(session: Session, run: str, *, why: str, at: datetime, again: bool = False) -> bool:
    """The run ended before it was ready; ``again``: it waits to be run from the start."""
    state = "waiting" if again else "stopped"
    return _of_run(session, run, {"state": state, "doing": why, "ended": None if again else at, "leased_until": None, "percentage": 0})


def _of_run(session: Session, run: str, values: dict[str, Any]) -> bool:
    mine = (ReleaseCheck.run == run, ReleaseCheck.state == "running")
    result = session.execute(update(ReleaseCheck).where(*mine).values(**values).execution_options(synchronize_session=False))
    return bool(result.rowcount)  # type: ignore[attr-defined]


def _put(session: Session, digest: str, kind: str, values: dict[str, Any]) -> None:
    made = insert_or(session, ReleaseCheck).values(digest=digest, kind=kind, **values)
    session.execute(made.on_conflict_do_update(index_elements=["digest", "kind"], set_=values))
    session.get(ReleaseCheck, (digest, kind), populate_existing=True)
