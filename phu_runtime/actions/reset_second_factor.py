"""The beheerder takes away a lost second factor."""

from __future__ import annotations

from phu_runtime.accounts import logbook
from phu_runtime.accounts.people import account_to_change
from phu_runtime.records import sign_ins
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def reset_second_factor(store: Store, actor: Actor, user_id: str) -> str:
    """The app and the recovery codes no longer work, every device is signed out; at the next sign-in the person connects
    an app again. Returns the user's name."""
    user = account_to_change(store, actor, user_id)
    user.totp_sealed = None
    user.totp_step = 0
    user.sessions_end = store.real_now
    sign_ins.replace_recovery_codes(store.session, user.id, ())
    sign_ins.revoke_devices(store.session, user.id, store.real_now)
    logbook.note(store, actor, "tweede_stap_gewist", "U", user.id)
    return user.name
