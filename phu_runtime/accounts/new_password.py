"""A new password in place of the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phu_runtime.access import passwords
from phu_runtime.accounts import devices, guessing
from phu_runtime.errors import FormInvalid

if TYPE_CHECKING:
    from phu_runtime.accounts.devices import SignedIn
    from phu_runtime.records.tables.accounts import User
    from phu_runtime.steps.store import Store


def refuse_weak(user: User, new: str, again: str) -> None:
    """Raises FormInvalid (keys ``new`` and ``again``) for a password that can't be."""
    weak = passwords.problem_with(new, user.email, user.name)
    if weak:
        raise FormInvalid({"new": weak})
    if passwords.matches(new, user.password_hash):
        raise FormInvalid({"new": "Kies een ander wachtwoord dan u nu heeft."})
    if new != again:
        raise FormInvalid({"again": "De twee wachtwoorden zijn niet gelijk. Vul het nieuwe wachtwoord nog een keer in."})


def replace_password(store: Store, user: User, new: str, session_id: str) -> SignedIn:
    """Every device is signed out; the one that asks gets a fresh session."""
    user.password_hash = passwords.hash_password(new)
    user.must_change_password = False
    user.password_until = None
    guessing.forget_failures(store, user.email)
    return devices.renew_only(store, user, session_id)
