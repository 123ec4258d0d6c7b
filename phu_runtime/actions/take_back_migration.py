"""Asking that cases of a move go back to the release they came from; they go one by one after this (``go_on_migration``)."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.errors import OutOfDate
from phu_runtime.records import moves
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def take_back_migration(store: Store, actor: Actor, move_id: str, moved_id: str = "") -> None:
    """One case, or all that went over. Raises NotYours, NotFound, OutOfDate when there is none."""
    require(actor, "migrate_cases")
    move = moves.get_move(store.session, move_id)
    if not moves.ask_back(store.session, move.id, moved_id):
        raise OutOfDate("Er is geen casus om terug te zetten.")
