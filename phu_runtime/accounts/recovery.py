"""Recovery codes: made together, told once, stored as an HMAC, each used once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phu_runtime.access.second_factor import new_recovery_codes, plain_recovery_code
from phu_runtime.access.tokens import mark
from phu_runtime.records import sign_ins

if TYPE_CHECKING:
    from phu_runtime.records.tables.accounts import User
    from phu_runtime.steps.store import Store


def make_codes(store: Store, user: User) -> tuple[str, ...]:
    """New codes instead of the old ones."""
    codes = tuple(new_recovery_codes())
    sign_ins.replace_recovery_codes(store.session, user.id, [_mark(store, code) for code in codes])
    return codes


def use_code(store: Store, user: User, code: str) -> bool:
    """Whether this is one of the user's codes; it is gone after this."""
    return sign_ins.use_recovery_code(store.session, user.id, _mark(store, code))


def _mark(store: Store, code: str) -> str:
    return mark(store.settings.index_key, "recovery code", plain_recovery_code(code))
