"""A person signs out one of their own devices."""

from __future__ import annotations

from phu_runtime.accounts import logbook
from phu_runtime.errors import NotFound
from phu_runtime.records import sign_ins
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def end_session(store: Store, actor: Actor, session_id: str) -> None:
    """End one of one's own sessions at once. NotFound when it isn't one."""
    if not sign_ins.revoke_device(store.session, actor.user_id, session_id, store.real_now):
        raise NotFound("Dit apparaat is al uitgelogd.")
    logbook.note(store, actor, "apparaat_uitgelogd", "U", actor.user_id)
