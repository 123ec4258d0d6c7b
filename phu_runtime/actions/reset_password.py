"""The beheerder gives an account a one-time password."""

from __future__ import annotations

from dataclasses import dataclass

from phu_runtime.access import passwords
from phu_runtime.accounts import guessing, logbook
from phu_runtime.accounts.people import account_to_change
from phu_runtime.errors import FormInvalid
from phu_runtime.records import sign_ins
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store

SHARED = "De oefenaccounts delen één wachtwoord. In de oefenomgeving kunt u het niet wijzigen."


@dataclass(frozen=True)
class OneTime:
    """A password to read out; it is shown once and lapses after three days."""

    user_id: str
    name: str
    email: str
    password: str


def reset_password(store: Store, actor: Actor, user_id: str) -> OneTime:
    """The old password no longer works, every device is signed out, and waits after failures end."""
    user = account_to_change(store, actor, user_id)
    if user.demo:
        raise FormInvalid({"": SHARED})
    password = passwords.one_time_password()
    user.password_hash = passwords.hash_password(password)
    user.must_change_password = True
    user.password_until = store.real_now + passwords.ONE_TIME_VALID
    user.sessions_end = store.real_now
    sign_ins.revoke_devices(store.session, user.id, store.real_now)
    guessing.forget_failures(store, user.email)
    logbook.note(store, actor, "eenmalig_wachtwoord_gegeven", "U", user.id)
    return OneTime(user.id, user.name, user.email, password)
