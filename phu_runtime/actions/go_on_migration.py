"""The next case of a move: over, or back. One transaction each, so that a refusal stops none of the others."""

from __future__ import annotations

import json

from phu_runtime.access import require
from phu_runtime.records import moves
from phu_runtime.shapes import Actor
from phu_runtime.steps.migrating import take_back, take_over
from phu_runtime.steps.store import Store


def go_on_migration(store: Store, actor: Actor, moved_id: str) -> None:
    """Nothing when another did it already. Raises NotYours, NotFound, OutOfDate with why this case cannot; then nothing is changed,
    and ``refuse_migration`` keeps the reason."""
    require(actor, "migrate_cases")
    moved = moves.lock_moved(store.session, moved_id)
    if moved.state == moves.WAITS:
        release_id = moves.get_move(store.session, moved.move_id).release_id
        take_over(store, actor, moved.case_id, release_id, json.loads(moved.choices))
        moved.state = moves.OVER
    elif moved.state == moves.WAITS_BACK:
        take_back(store, actor, moved.case_id)
        moved.state = moves.BACK
