"""Who checked a draft and what came out, in its history."""

from __future__ import annotations

from phu_runtime.errors import OutOfDate
from phu_runtime.records import drafts, release_history
from phu_runtime.shapes import Actor
from phu_runtime.steps.drafts import may_see
from phu_runtime.steps.store import Store


def note_check(store: Store, actor: Actor, release_id: str, checked: str, problems: int) -> None:
    """``checked``: the digest of the files that were checked. Raises OutOfDate when they changed meanwhile, NotFound, NotYours."""
    draft = drafts.lock_draft(store.session, release_id)
    may_see(store, actor, draft)
    if draft.digest != checked:
        raise OutOfDate("Tijdens het controleren is er iets bewaard. Controleer opnieuw.")
    found = "geen problemen" if not problems else f"{problems} {'probleem' if problems == 1 else 'problemen'}"
    release_history.note_event(store.session, draft, "gecontroleerd", actor.user_id, store.now, found)
