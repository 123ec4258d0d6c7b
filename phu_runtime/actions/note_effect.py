"""Keeping in the history of a version that its effect on cases was looked at."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import release_history, releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def note_effect(store: Store, actor: Actor, release_id: str) -> None:
    """Once it was counted; what it came to is not kept. Raises NotYours, NotFound."""
    require(actor, "edit_work_process")
    release = releases.get_release(store.session, release_id)
    release_history.note_event(store.session, release, "effect_bekeken", actor.user_id, store.now)
