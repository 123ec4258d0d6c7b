"""Who stands in for whom, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from phu_runtime.records.tables.accounts import Deputy, User


def standing_in_for(session: Session, user_id: str, today: date) -> Mapping[str, str]:
    """Id → name of the colleagues whom this user stands in for today, by name."""
    query = select(Deputy.absent_id, User.name).join(User, User.id == Deputy.absent_id)
    query = query.where(Deputy.deputy_id == user_id, Deputy.from_day <= today, Deputy.through_day >= today, Deputy.ended.is_(None))
    return {row.absent_id: row.name for row in session.execute(query.order_by(User.name, User.id))}


def absent_today(session: Session, organisation_id: str, today: date) -> Mapping[str, Deputy]:
    """Who of an organisation is absent today: user id → the row that says so."""
    query = select(Deputy).where(Deputy.organisation_id == organisation_id, Deputy.from_day <= today, Deputy.through_day >= today)
    return {row.absent_id: row for row in session.scalars(query.where(Deputy.ended.is_(None)))}


def add_deputy(
    session: Session,
    *,
    organisation_id: str,
    absent_id: str,
    deputy_id: str,
    days: tuple[date, date],
    reason: str,
    made_by: str,
    made: datetime,
) -> Deputy:
    """A colleague stands in from the first through the last of ``days``."""
    row = Deputy(
        organisation_id=organisation_id,
        absent_id=absent_id,
        deputy_id=deputy_id,
        from_day=days[0],
        through_day=days[1],
        reason=reason,
        made_by=made_by,
        made=made,
    )
    session.add(row)
    session.flush()
    return row


def get_deputy(session: Session, row_id: str) -> Deputy | None:
    """One row, locked until the transaction ends."""
    return session.get(Deputy, row_id, with_for_update=True, populate_existing=True)


def coming(session: Session, organisation_id: str, today: date, *, user_id: str = "") -> list[Deputy]:
    """What runs or is still to come in an organisation, first day first; with ``user_id`` only where that user is absent or stands in."""
    query = select(Deputy).where(Deputy.organisation_id == organisation_id, Deputy.through_day >= today, Deputy.ended.is_(None))
    if user_id:
        query = query.where(or_(Deputy.absent_id == user_id, Deputy.deputy_id == user_id))
    return list(session.scalars(query.order_by(Deputy.from_day, Deputy.id)))


def absences_within(session: Session, user_id: str, days: tuple[date, date]) -> list[Deputy]:
    """The absences of a user that touch ``days``."""
    query = select(Deputy).where(Deputy.absent_id == user_id, Deputy.from_day <= days[1], Deputy.through_day >= days[0])
    return list(session.scalars(query.where(Deputy.ended.is_(None)).order_by(Deputy.from_day)))


def end_all(session: Session, user_id: str, by: str, at: datetime) -> None:
    """An account that closes stands in for nobody, and nobody for it."""
    open_rows = update(Deputy).where(or_(Deputy.absent_id == user_id, Deputy.deputy_id == user_id), Deputy.ended.is_(None))
    session.execute(open_rows.values(ended=at, ended_by=by).execution_options(synchronize_session=False))
