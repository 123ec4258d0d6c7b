"""Messages from one case to another, and cases to start: the clock delivers each in a transaction of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from phu_runtime.records.tables.messages import Incoming

FIRST_RETRY = timedelta(minutes=1)
LEASE = timedelta(minutes=1)
ATTEMPTS = 8


def claim_due(session: Session, now: datetime, limit: int = 50) -> list[str]:
    """Ids of messages to deliver now, oldest first; for a minute no other clock gets them."""
    query = select(Incoming).where(Incoming.status == "waiting", Incoming.next_try <= now)
    query = query.order_by(Incoming.next_try, Incoming.id).limit(limit).with_for_update(skip_locked=True)
    messages = list(session.scalars(query))
    for message in messages:
        message.next_try = now + LEASE
    session.flush()
    return [message.id for message in messages]


def lock_message(session: Session, message_id: str) -> Incoming | None:
    """A message that still waits, locked; None when another clock delivered it."""
    message = session.get(Incoming, message_id, with_for_update=True, populate_existing=True)
    return message if message is not None and message.status == "waiting" else None


def mark_delivered(session: Session, message: Incoming, to_case_id: str) -> None:
    """Delivered, in the transaction of the step that it caused; its contents are the receiving case's now."""
    message.status, message.to_case_id, message.sealed = "delivered", to_case_id, None
    session.flush()


def mark_failed(session: Session, message_id: str, now: datetime) -> Incoming | None:
    """Try again later, each time after twice as long; the message when it was given up."""
    message = lock_message(session, message_id)
    if message is None:
        return None
    message.attempts += 1
    message.next_try = now + FIRST_RETRY * 2 ** (message.attempts - 1)
    if message.attempts < ATTEMPTS:
        return None
    message.status = "failed"
    return message


def try_again(session: Session, message_id: str, now: datetime) -> bool:
    """One more try, now, of a message that was given up; False when it is not given up (any more)."""
    message = session.get(Incoming, message_id, with_for_update=True, populate_existing=True)
    if message is None or message.status != "failed":
        return False
    message.status, message.attempts, message.next_try = "waiting", ATTEMPTS - 1, now
    session.flush()
    return True
