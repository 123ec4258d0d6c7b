"""A release as one zip."""

from __future__ import annotations

from phu_runtime.records import releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.drafts import may_see
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.packing import pack


def export_release(store: Store, actor: Actor, release_id: str) -> tuple[str, bytes]:
    """Its name and the zip, the same bytes each time. Raises NotFound, NotYours."""
    release = releases.get_release(store.session, release_id)
    may_see(store, actor, release)
    parent = releases.get_release(store.session, release.parent_id).digest if release.parent_id else ""
    return release.name, pack(release.name, release.note, parent, releases.release_files(store.session, release_id))
