"""A person chooses a new password on the account page."""

from __future__ import annotations

from phu_runtime.access import passwords
from phu_runtime.accounts import guessing, logbook
from phu_runtime.accounts.devices import SignedIn
from phu_runtime.accounts.new_password import refuse_weak, replace_password
from phu_runtime.accounts.people import own_account
from phu_runtime.errors import FormInvalid
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store

WRONG = "Uw huidige wachtwoord klopt niet."
SHARED = "De oefenaccounts delen één wachtwoord. In de oefenomgeving kunt u het niet wijzigen."


def change_password(store: Store, actor: Actor, current: str, new: str, again: str, address: str) -> SignedIn:
    """Other devices are signed out, this one gets a fresh session. A wrong current password counts as a failed sign-in
    and is returned; raises FormInvalid for a new one that can't be."""
    user = own_account(store, actor)
    if user.demo:
        raise FormInvalid({"": SHARED})
    wait = guessing.waiting(store, user.email, address)
    if wait:
        return SignedIn(problem=wait)
    if not passwords.matches(current, user.password_hash):
        return SignedIn(problem=guessing.count_failure(store, user.email, address) or WRONG)
    refuse_weak(user, new, again)
    logbook.note(store, actor, "wachtwoord_gewijzigd", "U", user.id)
    return replace_password(store, user, new, actor.session_id or "")
