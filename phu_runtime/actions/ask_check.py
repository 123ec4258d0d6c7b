"""The whole check that publishing asks: it waits for the gatekeeper, so that no page and no transaction waits for it."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import drafts, release_checks
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def ask_check(store: Store, actor: Actor, release_id: str) -> bool:
    """False when a check of exactly these files waits or runs already. A check that stopped, or that found something, is done
    anew. Raises NotFound, NotYours, OutOfDate when the release is no draft any more."""
    require(actor, "edit_work_process")
    draft = drafts.lock_draft(store.session, release_id)
    return release_checks.ask(
        store.session, digest=draft.digest, release_id=draft.id, user_id=actor.user_id, at=store.now, real_now=store.real_now
    )
