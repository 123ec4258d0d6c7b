"""Topic ``casus_sluiten``: the corporation's decision to close starts the retention period (PP 7.2)."""

from __future__ import annotations

from typing import Any

from phu_runtime.blocks.room import Answer, Asking, Writing
from phu_runtime.calendar import Calendar


def ask(effect: Any, asking: Asking) -> Answer:
    """Asks ``bewaartermijn`` for the reason of closing; answers the months."""
    reason = asking.context["afsluitreden"]
    months = asking.decide("bewaartermijn", {"afsluitreden": reason})["maanden"]
    return {"afsluitreden": reason, "maanden": int(months)}, {}


def write(effect: Any, writing: Writing) -> list[str]:
    """Sets the moments of closing and destruction, once."""
    close(writing.case, effect.answer["maanden"], writing.now)
    return []


def close(case: Any, months: int, now: Any) -> None:
    """The first decision to close counts; a later one changes nothing."""
    if case.closed is None:
        case.closed = now
        case.destroy_after = Calendar().end_of_term(now, months, "maanden", roll=False).due
