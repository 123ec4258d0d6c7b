"""Moving the clock of a practice environment forward, so that anyone can see a term pass."""

from __future__ import annotations

from datetime import datetime, timedelta

from phu_runtime.access import require
from phu_runtime.errors import FormInvalid
from phu_runtime.records import facts
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store

FURTHEST_DAYS = 370


def move_clock(store: Store, actor: Actor | None, days: int = 0, hours: int = 0) -> datetime:
    """The new moment. ``actor`` None: the command line. Raises PhuError on a real database, FormInvalid for an odd step."""
    if actor is not None:
        require(actor, "move_clock")
    if not 0 < days * 24 + hours <= FURTHEST_DAYS * 24:
        raise FormInvalid({"klok": f"Zet de klok tussen 1 uur en {FURTHEST_DAYS} dagen vooruit."})
    facts.move_clock(store.session, int(timedelta(days=days, hours=hours).total_seconds()))
    return store.now + timedelta(days=days, hours=hours)
