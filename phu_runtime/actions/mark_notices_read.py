"""Messages that were seen."""

from __future__ import annotations

from collections.abc import Sequence

from phu_runtime.records import notices
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def mark_notices_read(store: Store, actor: Actor, notice_ids: Sequence[str] | None = None) -> int:
    """Marks these (None: all) of the reader's own messages; how many were unread."""
    return notices.mark_read(store.session, actor.organisation_id, actor.user_id, store.now, notice_ids)
