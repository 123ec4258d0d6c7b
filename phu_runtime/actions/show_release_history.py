"""Who changed, checked, approved, published and deleted what, over all releases."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import release_history
from phu_runtime.release_shapes import ReleaseEventShown
from phu_runtime.shapes import Actor
from phu_runtime.showing.releases import show_events
from phu_runtime.steps.store import Store


def show_release_history(store: Store, actor: Actor) -> list[ReleaseEventShown]:
    """The latest 500 deeds, newest first."""
    require(actor, "see_drafts")
    return show_events(store, release_history.latest_events(store.session))
