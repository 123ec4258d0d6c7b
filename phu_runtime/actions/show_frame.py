"""What stands around every page: case time, the badges of the menu, the version of the work process."""

from __future__ import annotations

from phu_runtime.access import may
from phu_runtime.records import incidents, notices, releases, worklist
from phu_runtime.shapes import Actor, FrameShown
from phu_runtime.steps.store import Store


def show_frame(store: Store, actor: Actor | None) -> FrameShown:
    """For a visitor only the time and the version; a badge that the reader may not see is absent. Counts stop at 100."""
    release = releases.active_release(store.session, store.now)
    counts = _counts(store, actor) if actor is not None else {}
    return FrameShown(store.now, counts, release.name if release else "", release.valid_from if release else None)


def _counts(store: Store, actor: Actor) -> dict[str, int]:
    counts = {"berichten": notices.count_unread(store.session, actor.organisation_id, actor.user_id)}
    if may(actor, "see_worklist").allowed:
        viewer = worklist.Viewer(actor.organisation_id, actor.user_id, "organisatie")
        counts["werklijst"] = worklist.count_tasks(store.session, viewer)
    if may(actor, "see_incidents").allowed:
        counts["storingen"] = len(incidents.open_incidents(store.session, limit=worklist.COUNT_STOPS_AT))
    return counts
