"""A mail that was given up goes out again, under its own Message-ID."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.errors import NotFound
from phu_runtime.records import outbox
from phu_runtime.shapes import Actor
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.store import Store


def retry_mail(store: Store, actor: Actor, mail_id: str) -> None:
    """The clock tries it at its next tick. Raises NotYours, NotFound (it is not there, or was not given up)."""
    require(actor, "see_operation")
    if not outbox.retry_mail(store.session, mail_id, store.now):
        raise NotFound("Deze mail staat niet meer bij de mislukte post. Misschien is hij al verstuurd.")
    log_deed(store, actor, "mail opnieuw verstuurd", "U", None)
