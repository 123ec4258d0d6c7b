"""A term in words: how long yet, how hard, and the arithmetic."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from phu_runtime.calendar import AMSTERDAM, Calendar, local_date, working_days_between
from phu_runtime.shapes import TermShown

NEAR = 3
NO_TERM = TermShown(None, "geen", "", "geen termijn")


def show_term(row: Any, now: datetime, calendar: Calendar) -> TermShown:
    """The term of a task row, seen at ``now``. States: ruim (more than 3 working days), nadert, vandaag, te_laat, geen."""
    if row.due is None:
        return NO_TERM
    state, words = _distance(row.due, now, calendar)
    return TermShown(row.due, state, row.term_kind, words, row.term_words)


def _distance(due: datetime, now: datetime, calendar: Calendar) -> tuple[str, str]:
    today, last = local_date(now), local_date(due)
    if now > due:
        late = _working_days(due, now, calendar)
        return "te_laat", f"{_count(late)} te laat" if late else "vandaag verlopen" if last == today else "te laat"
    if last == today:
        hours = int((due - now).total_seconds() // 3600)
        return "vandaag", "loopt vandaag af" if due.astimezone(AMSTERDAM).minute == 59 or hours > 12 else f"nog {hours} uur"
    left = _working_days(now, due, calendar)
    return ("ruim" if left > NEAR else "nadert"), f"nog {_count(left)}"


def _working_days(start: datetime, end: datetime, calendar: Calendar) -> int:
    return sum(1 for _ in working_days_between(calendar, start, end))


def _count(days: int) -> str:
    return "1 werkdag" if days == 1 else f"{days} werkdagen"
