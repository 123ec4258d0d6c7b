"""A draft is thrown away; its history stays."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import dossiers, drafts, release_history, releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.concepts import rehearsal_place
from phu_runtime.steps.store import Store


def delete_draft(store: Store, actor: Actor, release_id: str) -> str:
    """Its name. Raises NotFound, NotYours, OutOfDate when it was published."""
    require(actor, "edit_work_process")
    draft = drafts.lock_draft(store.session, release_id)
    release_history.note_event(store.session, draft, "verwijderd", actor.user_id, store.now)
    dossiers.delete_concepts(store.session, [rehearsal_place(release_id)])
    releases.remove_draft(store.session, draft)
    return draft.name
