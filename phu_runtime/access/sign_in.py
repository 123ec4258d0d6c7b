"""Limits of signing in: growing waits after failures, and when a session ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
HALFWAY = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)

WINDOW = timedelta(hours=1)
FREE_PER_ACCOUNT = 5
FREE_PER_ADDRESS = 30
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)


def wait_until(failures: Sequence[datetime], free: int, now: datetime) -> datetime | None:
    """Until when to wait after ``failures`` (moments, oldest first, within WINDOW), or None. The ``free``th failure asks
    for 30 seconds, each further one for twice as long, at most 15 minutes: guessing stays hopeless, a lock-out short."""
    recent = [moment for moment in failures if moment > now - WINDOW]
    over = len(recent) - free
    if over < 0:
        return None
    wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT)
    until = recent[-1] + wait
    return until if until > now else None


def session_lives(
    created: datetime,
    last_seen: datetime,
    revoked: datetime | None,
    sessions_end: datetime | None,
    complete: bool,
    now: datetime,
) -> bool:
    """Whether a session still counts: not revoked, not ended with its account, seen in the last 30 minutes, made in the
    last 12 hours; one that waits for the second factor 10 minutes."""
    if revoked is not None or (sessions_end is not None and created <= sessions_end):
        return False
    if not complete and now - created > HALFWAY:
        return False
    return now - last_seen <= IDLE and now - created <= ABSOLUTE
