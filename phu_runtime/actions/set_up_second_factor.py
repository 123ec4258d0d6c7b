"""A person connects an authenticator app to the account."""

from __future__ import annotations

from dataclasses import dataclass

from phu_runtime.access import second_factor
from phu_runtime.accounts import devices, guessing, logbook, recovery
from phu_runtime.accounts.devices import Halfway, Needs
from phu_runtime.accounts.people import own_account
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store

WRONG = "Deze code klopt niet. Controleer of de klok van uw telefoon goed staat en vul de nieuwste code in."
TOO_OLD = "Deze QR-code is verlopen. Hieronder staat een nieuwe: verwijder de oude uit uw app en scan opnieuw."


@dataclass(frozen=True)
class SetUp:
    """``recovery_codes``: to show once; ``token`` and ``needs`` as in SignedIn; ``problem``: a Dutch sentence when refused,
    with ``expired`` when a new offer must be shown."""

    recovery_codes: tuple[str, ...] = ()
    token: str = ""
    needs: Needs = ""
    problem: str = ""
    expired: bool = False


def set_up_second_factor(store: Store, who: Actor | Halfway, sealed: str, code: str, address: str) -> SetUp:
    """Connect the app whose code fits the offered secret: other devices are signed out, this one gets a fresh session,
    and there are new recovery codes."""
    user = own_account(store, who)
    wait = guessing.waiting(store, user.email, address)
    if wait:
        return SetUp(problem=wait)
    secret = second_factor.open_offer(sealed, user.id, store.real_now, store.settings.master_keys)
    if secret is None:
        return SetUp(problem=TOO_OLD, expired=True)
    step = second_factor.accepted_step(secret, code, 0, store.real_now)
    if step is None:
        return SetUp(problem=guessing.count_failure(store, user.email, address) or WRONG)
    user.totp_sealed = second_factor.seal(secret, user.id, store.settings.master_keys)
    user.totp_step = step
    codes = recovery.make_codes(store, user)
    guessing.forget_failures(store, user.email)
    signed_in = devices.renew_only(store, user, who.session_id or "")
    logbook.note(store, who if isinstance(who, Actor) else None, "tweede_stap_ingesteld", "U", user.id)
    if isinstance(who, Halfway):
        logbook.signed_in(store, user, address)
    return SetUp(codes, signed_in.token, signed_in.needs)
