"""A zip becomes a draft."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import release_history, releases
from phu_runtime.records.tables.releases import Release
from phu_runtime.shapes import Actor
from phu_runtime.steps.drafts import clean_title
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import digest
from phu_runtime.workprocess.packing import unpack


def import_release(store: Store, actor: Actor, content: bytes, name: str = "", note: str = "", *, changed: bool = False) -> str:
    """The id of the draft. ``name`` and ``note`` default to those in the manifest; ``changed``: the reader says that files in the
    zip were edited after it was made. Raises ReleaseInvalid for a zip that cannot be a work process, FormInvalid, NotYours."""
    require(actor, "edit_work_process")
    packed = unpack(content, changed=changed)
    name, note = clean_title(name or packed.name, note or packed.note)
    active = releases.active_release(store.session, store.now)
    parent = releases.release_with_digest(store.session, packed.parent) if packed.parent else None
    draft = Release(
        name=name,
        digest=digest(packed.files),
        status="draft",
        parent_id=parent.id if parent else active.id if active else None,
        note=note,
        created=store.now,
        created_by=actor.user_id,
    )
    releases.add_release(store.session, draft, packed.files)
    release_history.note_event(store.session, draft, "ingelezen", actor.user_id, store.now, f"{len(packed.files)} bestanden")
    return draft.id
