"""Who is halfway signing in?"""

from __future__ import annotations

from phu_runtime.accounts import devices
from phu_runtime.accounts.devices import Halfway
from phu_runtime.steps.store import Store


def half_signed_in(store: Store, token: str) -> Halfway | None:
    """Who gave a password with this token and must still do something; None when there is no such session, or it is finished."""
    found = devices.find(store, token)
    if found is None:
        return None
    asked = devices.needs(found.user, found.session.second_factor)
    return Halfway(found.user.id, found.session.id, found.user.name, found.user.email, asked) if asked else None
