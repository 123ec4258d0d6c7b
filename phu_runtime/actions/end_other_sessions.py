"""A person signs out all their other devices."""

from __future__ import annotations

from phu_runtime.accounts import logbook
from phu_runtime.records import sign_ins
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def end_other_sessions(store: Store, actor: Actor) -> None:
    """End all one's own sessions but this one."""
    sign_ins.revoke_devices(store.session, actor.user_id, store.real_now, but=actor.session_id)
    logbook.note(store, actor, "andere_apparaten_uitgelogd", "U", actor.user_id)
