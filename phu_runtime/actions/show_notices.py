"""Messages to one's organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from phu_runtime.records import notices
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class NoticeShown:
    """One message: no personal data, a link to the case when the reader's organisation takes part in it."""

    notice_id: str
    case_id: str | None
    title: str
    text: str
    at: datetime
    read: bool


def show_notices(store: Store, actor: Actor, page: int = 1) -> tuple[list[NoticeShown], bool]:
    """A page of 50, newest first, and whether more follow. Messages name no one, so the look is not logged."""
    rows, more = notices.notices(store.session, actor.organisation_id, actor.user_id, page=page)
    return [NoticeShown(row.id, row.case_id, row.title, row.text, row.at, row.read is not None) for row in rows], more
