"""Asking that cases of a move go back to the release they came from; they go one by one after this (``go_on_migration``)."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.errors import OutOfDate
from phu_runtime.records import moves, release_history, releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def take_back_migration(store: Store, actor: Actor, move_id: str, moved_id: str = "") -> None:
    """One case, or all that went over. Raises NotYours, NotFound, OutOfDate when there is none."""
    require(actor, "migrate_cases")
    move = moves.get_move(store.session, move_id)
    number = moves.ask_back(store.session, move.id, moved_id)
    if not number:
        raise OutOfDate("Er is geen casus om terug te zetten.")
    release = releases.get_release(store.session, move.release_id)
    many = "1 casus" if number == 1 else f"{number} casussen"
    release_history.note_event(store.session, release, "gemigreerd", actor.user_id, store.now, f"{many} terug")
