"""A copy of a release to change: the one in force, or an earlier one to go back to."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import release_history, releases
from phu_runtime.records.tables.releases import Release
from phu_runtime.shapes import Actor
from phu_runtime.steps.drafts import clean_title
from phu_runtime.steps.store import Store


def start_draft(store: Store, actor: Actor, name: str, note: str, copy_of: str | None = None) -> str:
    """The id of the draft. ``copy_of``: id of a release, default the one in force. Raises FormInvalid, NotFound, NotYours."""
    require(actor, "edit_work_process")
    name, note = clean_title(name, note)
    source = releases.get_release(store.session, copy_of or store.runtime.active_release(store))
    draft = Release(
        name=name,
        digest=source.digest,
        status="draft",
        parent_id=source.id,
        note=note,
        created=store.now,
        created_by=actor.user_id,
    )
    releases.add_release(store.session, draft, releases.release_files(store.session, source.id))
    release_history.note_event(store.session, draft, "begonnen", actor.user_id, store.now, f"kopie van {source.name}")
    return draft.id
