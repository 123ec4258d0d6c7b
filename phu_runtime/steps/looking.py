"""Every look at a dossier leaves a line in the access log, in the transaction of the look (NEN 7513)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from phu_runtime.access import Deed, Verdict, may
from phu_runtime.access.log import line
from phu_runtime.access.subjects import Subject
from phu_runtime.errors import NotYours, OutOfDate
from phu_runtime.records import oversight
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def log_deed(
    store: Store,
    actor: Actor | None,
    event: str,
    action: str,
    case: Any,
    *,
    fields: Iterable[str] = (),
    purpose: str = "",
    ground: str = "",
    on_behalf: str | None = None,
) -> None:
    """A line for an allowed deed. ``event`` is what was done (``taak bekeken``), ``action`` C, R, U, D or E; ``on_behalf``: the
    absent colleague for whom a deputy did it."""
    pseudonym = case.pseudonym if case is not None else ""
    written = line(actor, event, action, pseudonym, fields, purpose, ground, at=store.real_now, responsible_id=on_behalf)
    oversight.add_lines(store.session, [written])


def require_in_case(actor: Actor | None, deed: Deed, subject: Subject, case: Any) -> Verdict:
    """``access.require`` with the case's pseudonym in the refusal, so that the log says which dossier it was."""
    verdict = may(actor, deed, subject)
    if verdict.allowed:
        return verdict
    if verdict.late:
        raise OutOfDate(verdict.reason)
    refused = NotYours(verdict.reason, event=deed, pseudonym=case.pseudonym)
    refused.actor = actor
    raise refused
