"""Mail that waits. A row is written with its step, sent by the clock; a crash in between sends it again under the same Message-ID."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from phu_runtime.records.rows import insert_rows
from phu_runtime.records.tables.accounts import User
from phu_runtime.records.tables.cases import Task
from phu_runtime.records.tables.messages import Notice, Outgoing
from phu_runtime.records.tables.root import new_id

LEASE = timedelta(minutes=5)
FIRST_RETRY = timedelta(minutes=1)
ATTEMPTS = 10
RESTORED = "Teruggezet uit een reservekopie: misschien al verstuurd."


def add_mail(session: Session, *, user: User, subject: str, body: str, at: datetime, case_id: str | None = None) -> Outgoing:
    """One mail to one user, to be sent after this transaction; no personal data in it."""
    mail_id = new_id()
    mail = Outgoing(
        id=mail_id,
        case_id=case_id,
        user_id=user.id,
        recipient=user.email,
        subject=subject,
        body=body,
        message_id=f"<{mail_id}@phu>",
        next_try=at,
        created=at,
    )
    session.add(mail)
    return mail


def add_mail_to_organisation(
    session: Session,
    *,
    organisation_id: str,
    subject: str,
    body: str,
    at: datetime,
    case_id: str | None = None,
    user_id: str | None = None,
) -> int:
    """The same mail to every active user of an organisation (with ``user_id`` to that one only); how many."""
    query = select(User).where(User.organisation_id == organisation_id, User.active.is_(True)).order_by(User.id)
    users = list(session.scalars(query if user_id is None else query.where(User.id == user_id)))
    for user in users:
        add_mail(session, user=user, subject=subject, body=body, at=at, case_id=case_id)
    return len(users)


def address_notices(session: Session, now: datetime, public_url: str, limit: int = 100) -> int:
    """Put the mails of notices that have none yet in the outbox: to the one user named, else to the users of the organisation
    who hold a task in the case, else to all its active users. Notices and mails change together, so none is doubled or lost.
    Gives how many notices."""
    query = select(Notice).where(Notice.addressed.is_(None)).order_by(Notice.at, Notice.id).limit(limit)
    notices = list(session.scalars(query.with_for_update(skip_locked=True)))
    for notice in notices:
        notice.addressed = now
        insert_rows(session, Outgoing, [_row(notice, user, now, public_url) for user in _readers(session, notice)])
    return len(notices)


def _readers(session: Session, notice: Notice) -> Sequence[Any]:
    holds = exists().where(Task.claimed_by == User.id, Task.case_id == notice.case_id, Task.status == "open")
    query = select(User.id, User.email, holds.label("holds")).where(User.active.is_(True)).order_by(User.id)
    if notice.user_id is not None:
        return list(session.execute(query.where(User.id == notice.user_id)))
    return _nearest(list(session.execute(query.where(User.organisation_id == notice.organisation_id))))


def _nearest(users: Sequence[Any]) -> Sequence[Any]:
    return [user for user in users if user.holds] or users


def _row(notice: Notice, user: Any, now: datetime, public_url: str) -> dict[str, Any]:
    mail_id = new_id()
    return {
        "id": mail_id,
        "case_id": notice.case_id,
        "user_id": user.id,
        "recipient": user.email,
        "subject": notice.title,
        "body": f"{notice.title}.\n\nBekijk het bericht: {public_url}/berichten#{notice.id}\n",
        "message_id": f"<{mail_id}@phu>",
        "status": "waiting",
        "attempts": 0,
        "next_try": now,
        "created": now,
        "error": "",
    }


def claim_due(session: Session, now: datetime, limit: int = 50) -> list[Outgoing]:
    """Mails to send now; for five minutes no other clock gets them. Sent outside this transaction, then ``mark_sent``."""
    query = select(Outgoing).where(Outgoing.status == "waiting", Outgoing.next_try <= now)
    query = query.order_by(Outgoing.next_try, Outgoing.id).limit(limit).with_for_update(skip_locked=True)
    mails = list(session.scalars(query))
    for mail in mails:
        mail.attempts += 1
        mail.next_try = now + LEASE
    session.flush()
    return mails


def mark_sent(session: Session, mail_id: str, at: datetime) -> None:
    """The mail server took it."""
    mail = session.get(Outgoing, mail_id)
    if mail is not None:
        mail.status, mail.sent, mail.error = "sent", at, ""


def mark_failed(session: Session, mail_id: str, now: datetime, error: str) -> None:
    """Try again later, each time after twice as long; after ten attempts a person must look."""
    mail = session.get(Outgoing, mail_id)
    if mail is None:
        return
    mail.error = error[:500]
    mail.next_try = now + FIRST_RETRY * 2 ** (mail.attempts - 1)
    if mail.attempts >= ATTEMPTS:
        mail.status = "failed"


def failed_mails(session: Session, limit: int = 100) -> list[Outgoing]:
    """Mails that were given up, newest first."""
    query = select(Outgoing).where(Outgoing.status == "failed").order_by(Outgoing.created.desc()).limit(limit)
    return list(session.scalars(query))


def troubled_mails(session: Session, limit: int = 100) -> list[tuple[Outgoing, str]]:
    """Mails that were given up or failed and wait for another try, each with its reader's name; those given up first."""
    query = select(Outgoing, User.name).join(User, User.id == Outgoing.user_id, isouter=True)
    query = query.where(Outgoing.status != "sent", Outgoing.error != "").order_by(Outgoing.status, Outgoing.created.desc(), Outgoing.id)
    return [(mail, name or "") for mail, name in session.execute(query.limit(limit))]


def retry_mail(session: Session, mail_id: str, now: datetime) -> bool:
    """Let the clock try a mail that was given up again; False when there is no such mail."""
    mail = session.get(Outgoing, mail_id)
    if mail is None or mail.status != "failed":
        return False
    mail.status, mail.attempts, mail.next_try = "waiting", 0, now
    return True


def hold_waiting(session: Session) -> int:
    """Hold mail that waits in a restored backup and may have gone out already: a person decides. How many."""
    held = update(Outgoing).where(Outgoing.status == "waiting").values(status="failed", error=RESTORED)
    result = session.execute(held.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]


def count_waiting(session: Session, before: datetime) -> int:
    """How many mails were due before ``before`` and still wait (a clock or a mail server that stands still)."""
    late = select(func.count()).select_from(Outgoing).where(Outgoing.status == "waiting", Outgoing.next_try < before)
    return session.execute(late).scalar_one()
