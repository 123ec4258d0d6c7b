"""A person wants to connect an authenticator app: what the app needs."""

from __future__ import annotations

from dataclasses import dataclass

from phu_runtime.access import second_factor
from phu_runtime.accounts.devices import Halfway
from phu_runtime.accounts.people import own_account
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class Offer:
    """What the app needs. ``picture``: a ``data:`` address of the QR image; ``secret``: the same to type, in groups of
    four; ``address``: the otpauth address; ``sealed``: goes back with the code."""

    picture: str
    secret: str
    address: str
    sealed: str


def offer_second_factor(store: Store, who: Actor | Halfway, sealed: str = "") -> Offer:
    """A fresh secret, or the one in ``sealed`` again after a wrong code. Nothing is stored before a code fits."""
    user = own_account(store, who)
    keys = store.settings.master_keys
    secret = second_factor.open_offer(sealed, user.id, store.real_now, keys) or second_factor.new_secret()
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return Offer(
        picture=second_factor.picture_of(secret, user.email),
        secret=groups,
        address=second_factor.address_of(secret, user.email),
        sealed=second_factor.seal_offer(secret, user.id, store.real_now, keys),
    )
