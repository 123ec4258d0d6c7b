"""Keeping why a case of a move did not go over, or not back."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import moves
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def refuse_migration(store: Store, actor: Actor, moved_id: str, reason: str) -> None:
    """Nothing when it was settled meanwhile. Raises NotYours, NotFound."""
    require(actor, "migrate_cases")
    moved = moves.lock_moved(store.session, moved_id)
    if moved.state in (moves.WAITS, moves.WAITS_BACK):
        moved.state = moves.REFUSED if moved.state == moves.WAITS else moves.STAYS
        moved.reason = reason
