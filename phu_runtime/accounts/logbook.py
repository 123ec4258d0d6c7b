"""Account events in the access log: signing in, and every change of an account or an organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from phu_runtime.access.log import ALLOWED, Line, line
from phu_runtime.records import oversight

if TYPE_CHECKING:
    from phu_runtime.records.tables.accounts import User
    from phu_runtime.shapes import Actor
    from phu_runtime.steps.store import Store


def note(store: Store, actor: Actor | None, event: str, action: str, about: str, fields: Iterable[str] = ()) -> None:
    """One line about the account or organisation ``about`` (an id, which stands where a case's pseudonym stands)."""
    written = line(actor, event, action, about, fields, "accountbeheer", "beheer", at=store.real_now)
    oversight.add_lines(store.session, [written])


def signed_in(store: Store, user: User, address: str) -> None:
    """One line: this account was signed in from ``address``."""
    entry = Line(
        at=store.real_now,
        event="aangemeld",
        action="E",
        user_id=user.id,
        organisation_id=user.organisation_id,
        role="",
        responsible_id=None,
        pseudonym=user.id,
        fields="",
        purpose="aanmelden",
        ground="account",
        result=ALLOWED,
        access_point=address,
    )
    oversight.add_lines(store.session, [entry])
