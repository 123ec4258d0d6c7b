"""A person chooses a password of their own after a one-time password."""

from __future__ import annotations

from phu_runtime.accounts.devices import Halfway, SignedIn
from phu_runtime.accounts.new_password import refuse_weak, replace_password
from phu_runtime.accounts.people import own_account
from phu_runtime.errors import OutOfDate
from phu_runtime.steps.store import Store


def choose_password(store: Store, who: Halfway, new: str, again: str) -> SignedIn:
    """Ends signing in. Raises FormInvalid for a password that can't be, OutOfDate when no password is asked now."""
    user = own_account(store, who)
    if who.needs != "new_password":
        raise OutOfDate("Vul eerst de code van uw tweede stap in.")
    refuse_weak(user, new, again)
    return replace_password(store, user, new, who.session_id)
