"""Mail that was not taken, for who runs the system: readers and subjects, never a tenant."""

from __future__ import annotations

from datetime import timedelta

from phu_runtime.access import require
from phu_runtime.records import outbox
from phu_runtime.shapes import Actor, MailShown, PostShown
from phu_runtime.steps.store import Store

LATE = timedelta(minutes=15)


def show_post(store: Store, actor: Actor) -> PostShown:
    """What failed, those given up first. Raises NotYours."""
    require(actor, "see_operation")
    return PostShown(
        troubled=[
            MailShown(
                mail_id=mail.id,
                reader=name,
                subject=mail.subject,
                created=mail.created,
                attempts=mail.attempts,
                problem=mail.error,
                given_up=mail.status == "failed",
                next_try=mail.next_try,
            )
            for mail, name in outbox.troubled_mails(store.session)
        ],
        late=outbox.count_waiting(store.session, store.now - LATE),
    )
