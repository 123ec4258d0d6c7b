"""That someone tried a draft stands in its history, once for the files that it has."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import release_history, releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store

DEED = "proefgedraaid"


def note_rehearsal(store: Store, actor: Actor, release_id: str) -> None:
    """Nothing is noted of what was published, or of files that were tried before. Raises NotFound, NotYours."""
    require(actor, "see_drafts")
    release = releases.get_release(store.session, release_id)
    tried = {event.digest for event in release_history.events_of(store.session, release.id) if event.deed == DEED}
    if release.status == "draft" and release.digest not in tried:
        release_history.note_event(store.session, release, DEED, actor.user_id, store.now)
