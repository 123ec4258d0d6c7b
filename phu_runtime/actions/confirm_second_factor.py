"""A person gives the code of the authenticator app, or a recovery code."""

from __future__ import annotations

from phu_runtime.access import second_factor
from phu_runtime.accounts import devices, guessing, logbook, recovery
from phu_runtime.accounts.devices import Halfway, SignedIn
from phu_runtime.accounts.people import own_account
from phu_runtime.errors import OutOfDate
from phu_runtime.records.tables.accounts import User
from phu_runtime.steps.store import Store

WRONG = "Deze code klopt niet of is al gebruikt. Wacht tot de app een nieuwe code toont en vul die in."


def confirm_second_factor(store: Store, who: Halfway, code: str, address: str) -> SignedIn:
    """A fresh session in place of the halfway one. Each code works once; a wrong one counts as a failed sign-in and is
    returned, not raised. Raises OutOfDate when the account has no second factor any more."""
    user = own_account(store, who)
    if user.totp_sealed is None:
        raise OutOfDate("Log opnieuw in.")
    wait = guessing.waiting(store, user.email, address)
    if wait:
        return SignedIn(problem=wait)
    if not _accepted(store, user, user.totp_sealed, code):
        return SignedIn(problem=guessing.count_failure(store, user.email, address) or WRONG)
    guessing.forget_failures(store, user.email)
    logbook.signed_in(store, user, address)
    return devices.renew(store, user, who.session_id, second_factor=True)


def _accepted(store: Store, user: User, sealed: bytes, code: str) -> bool:
    if second_factor.is_recovery_code(code):
        return recovery.use_code(store, user, code)
    secret = second_factor.unseal(sealed, user.id, store.settings.master_keys)
    step = second_factor.accepted_step(secret, code, user.totp_step, store.real_now)
    if step is not None:
        user.totp_step = step
    return step is not None
