"""Files become a draft in the database: frozen, hashed, checked as far as reading goes. Nothing runs on it yet."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.records import release_history, releases
from phu_runtime.records.tables.releases import Release
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import digest, read_release


def deploy_release(store: Store, actor: Actor | None, files: Mapping[str, bytes], name: str, note: str = "") -> str:
    """The id of the draft; the same files again give the release that is already there. Raises ReleaseInvalid with findings."""
    known = releases.release_with_digest(store.session, digest(files))
    if known is not None:
        return known.id
    read_release(files)
    active = releases.active_release(store.session, store.now)
    draft = Release(
        name=name,
        digest=digest(files),
        status="draft",
        parent_id=active.id if active else None,
        note=note,
        created=store.now,
        created_by=actor.user_id if actor else None,
    )
    releases.add_release(store.session, draft, files)
    release_history.note_event(store.session, draft, "ingelezen", draft.created_by, store.now, f"{len(files)} bestanden")
    return draft.id
