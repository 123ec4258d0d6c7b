"""A person signs out."""

from __future__ import annotations

from phu_runtime.accounts import devices
from phu_runtime.records import sign_ins
from phu_runtime.steps.store import Store


def sign_out(store: Store, token: str) -> None:
    """End the session of this token, finished or not; nothing happens when there is none."""
    found = devices.find(store, token)
    if found is not None:
        sign_ins.revoke_device(store.session, found.user.id, found.session.id, store.real_now)
