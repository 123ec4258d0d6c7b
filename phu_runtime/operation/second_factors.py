"""TOTP secrets follow the master keys, as case keys do: after a rotation none is left under an old one."""

from __future__ import annotations

from typing import Any

from phu_runtime.access import second_factor
from phu_runtime.records import accounts


def reseal(session: Any, master_keys: tuple[str, ...]) -> int:
    """Seals every secret under the first master key; how many were under another. One that no key opens stays as it is."""
    moved = 0
    for user in accounts.with_second_factor(session, locked=True):
        if user.totp_sealed is not None and _key_of(user, master_keys) > 0:
            secret = second_factor.unseal(user.totp_sealed, user.id, master_keys)
            user.totp_sealed = second_factor.seal(secret, user.id, master_keys)
            moved += 1
    return moved


def count_old(session: Any, master_keys: tuple[str, ...]) -> tuple[int, int]:
    """How many secrets are under a master key that is not the first, and how many open with none."""
    found = [_key_of(user, master_keys) for user in accounts.with_second_factor(session)] if master_keys else []
    return sum(place > 0 for place in found), sum(place < 0 for place in found)


def _key_of(user: Any, master_keys: tuple[str, ...]) -> int:
    """The place of the master key that opens this user's secret; -1 for none."""
    for place, key in enumerate(master_keys):
        try:
            second_factor.unseal(user.totp_sealed, user.id, (key,))
        except ValueError:
            continue
        return place
    return -1
