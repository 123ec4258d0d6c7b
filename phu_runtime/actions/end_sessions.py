"""The beheerder signs out every device of an account."""

from __future__ import annotations

from phu_runtime.accounts import logbook
from phu_runtime.accounts.people import account_to_change
from phu_runtime.records import sign_ins
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def end_sessions(store: Store, actor: Actor, user_id: str) -> str:
    """Every session ends at once; returns the user's name."""
    user = account_to_change(store, actor, user_id)
    user.sessions_end = store.real_now
    sign_ins.revoke_devices(store.session, user.id, store.real_now)
    logbook.note(store, actor, "alle_apparaten_uitgelogd", "U", user.id)
    return user.name
