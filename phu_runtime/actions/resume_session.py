"""Whose request is this?"""

from __future__ import annotations

from phu_runtime.access.sign_in import SEEN_EVERY
from phu_runtime.accounts import devices
from phu_runtime.calendar import local_date
from phu_runtime.records import deputies
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def resume_session(store: Store, token: str, address: str) -> Actor | None:
    """The actor of this token; None when the session ended or isn't finished. Notes at most once a minute that it was seen."""
    found = devices.find(store, token)
    if found is None or devices.needs(found.user, found.session.second_factor):
        return None
    if store.real_now - found.session.last_seen >= SEEN_EVERY:
        found.session.last_seen = store.real_now
    return devices.actor_of(found, address, deputies.standing_in_for(store.session, found.user.id, local_date(store.now)))
