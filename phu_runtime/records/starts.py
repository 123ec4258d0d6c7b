"""Start forms that were sent: each carries a key, so that it begins one case however often it is sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from phu_runtime.records.tables.cases import StartedCase
from phu_runtime.records.upsert import insert_or

REMEMBERED = timedelta(days=14)


def take_key(session: Session, key: str, at: datetime) -> tuple[bool, str | None]:
    """Whether ``key`` is new, and else the case that it began. Who sends the same key at the same time waits here for the first;
    when that one fails the key is free again. Older keys are forgotten."""
    session.execute(delete(StartedCase).where(StartedCase.at < at - REMEMBERED).execution_options(synchronize_session=False))
    new = insert_or(session, StartedCase).values(key=key, case_id=None, at=at).on_conflict_do_nothing(index_elements=["key"])
    if session.scalar(new.returning(StartedCase.key)) is not None:
        return True, None
    return False, session.scalar(select(StartedCase.case_id).where(StartedCase.key == key))


def note_case(session: Session, key: str, case_id: str) -> None:
    """The case that this key began."""
    session.execute(update(StartedCase).where(StartedCase.key == key).values(case_id=case_id).execution_options(synchronize_session=False))
