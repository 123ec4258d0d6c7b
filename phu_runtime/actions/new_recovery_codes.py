"""A person makes new recovery codes."""

from __future__ import annotations

from phu_runtime.accounts import logbook, recovery
from phu_runtime.accounts.people import own_account
from phu_runtime.errors import OutOfDate
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def new_recovery_codes(store: Store, actor: Actor) -> tuple[str, ...]:
    """The codes, to show once; the old ones no longer work. Raises OutOfDate without a second factor."""
    user = own_account(store, actor)
    if user.totp_sealed is None:
        raise OutOfDate("Stel eerst de tweede stap in.")
    logbook.note(store, actor, "herstelcodes_gemaakt", "U", user.id)
    return recovery.make_codes(store, user)
