"""A person signs out."""

from __future__ import annotations

from phu_runtime.accounts import devices
from phu_runtime.actions.store import Store
from phu_runtime.records import sign_ins


def sign_out(store: Store, token: str) -> None:
    """End the session of this token, finished or not; nothing happens when there is none."""
    found = devices.find(store, token)
    if found is not None:
        sign_ins.revoke_device(store.session, found.user.id, found.session.id, store.real_now)
