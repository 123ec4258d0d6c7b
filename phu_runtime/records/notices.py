"""In-app messages to organisations and users."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from phu_runtime.records.tables.messages import Notice

PAGE = 50
COUNT_STOPS_AT = 100


def add_notice(
    session: Session,
    *,
    organisation_id: str,
    role: str,
    event: str,
    title: str,
    text: str,
    at: datetime,
    case_id: str | None = None,
    user_id: str | None = None,
) -> Notice:
    """Tell an organisation (or one user in it); the text holds no personal data."""
    notice = Notice(
        case_id=case_id, organisation_id=organisation_id, user_id=user_id, role=role, event=event, title=title, text=text, at=at
    )
    session.add(notice)
    session.flush()
    return notice


def notices(
    session: Session, organisation_id: str, user_id: str, *, unread_only: bool = False, page: int = 1
) -> tuple[list[Notice], bool]:
    """A page of 50 messages to the organisation or to this user in it, newest first, and whether more follow."""
    query = select(Notice).where(_for(organisation_id, user_id))
    if unread_only:
        query = query.where(Notice.read.is_(None))
    found = list(session.scalars(query.order_by(Notice.at.desc(), Notice.id).limit(PAGE + 1).offset((page - 1) * PAGE)))
    return found[:PAGE], len(found) > PAGE


def notices_of_case(session: Session, case_id: str, organisation_id: str) -> list[Notice]:
    """What an organisation was told about a case, newest first."""
    query = select(Notice).where(Notice.case_id == case_id, Notice.organisation_id == organisation_id)
    return list(session.scalars(query.order_by(Notice.at.desc(), Notice.id)))


def count_unread(session: Session, organisation_id: str, user_id: str) -> int:
    """How many messages are unread; 100 stands for 100 or more."""
    some = select(Notice.id).where(_for(organisation_id, user_id), Notice.read.is_(None)).limit(COUNT_STOPS_AT).subquery()
    return session.execute(select(func.count()).select_from(some)).scalar_one()


def mark_read(session: Session, organisation_id: str, user_id: str, at: datetime, notice_ids: Sequence[str] | None = None) -> int:
    """Mark these messages (None: all) as read, as far as they are for the reader; how many were unread."""
    unread = update(Notice).where(_for(organisation_id, user_id), Notice.read.is_(None))
    if notice_ids is not None:
        unread = unread.where(Notice.id.in_(notice_ids))
    result = session.execute(unread.values(read=at).execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]


def _for(organisation_id: str, user_id: str) -> ColumnElement[bool]:
    return and_(Notice.organisation_id == organisation_id, or_(Notice.user_id.is_(None), Notice.user_id == user_id))
