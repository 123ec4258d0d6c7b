"""A person gives an e-mail address and a password."""

from __future__ import annotations

from phu_runtime.access import passwords
from phu_runtime.accounts import devices, guessing, logbook
from phu_runtime.accounts.devices import SignedIn
from phu_runtime.records import accounts
from phu_runtime.records.tables.accounts import User
from phu_runtime.steps.store import Store

WRONG = "Het e-mailadres of het wachtwoord klopt niet."
LAPSED = "Dit eenmalige wachtwoord is verlopen. Vraag uw beheerder om een nieuw wachtwoord."
LONGEST = 320


def sign_in(store: Store, email: str, password: str, address: str, device: str) -> SignedIn:
    """A session that still ``needs`` a second factor or a new password, or nothing more.

    ``address``: the IP address that asks; ``device``: a short name of the browser. A wrong password, an unknown, closed or
    demo account outside the demo all give the same sentence and take as long; each counts, and after five the account
    waits. A refusal is returned and not raised, so that its count is stored.
    """
    email = email.strip().lower()[:LONGEST]
    user = accounts.user_by_email(store.session, email)  # locked, so that parallel guesses are counted one after another
    wait = guessing.waiting(store, email, address)
    if wait:
        return SignedIn(problem=wait)
    fits = passwords.matches(password, user.password_hash if user else None)
    if user is None or not fits or not _open(store, user):
        return SignedIn(problem=guessing.count_failure(store, email, address) or WRONG)
    if user.password_until is not None and user.password_until < store.real_now:
        return SignedIn(problem=LAPSED)
    if passwords.needs_new_hash(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    complete = store.settings.demo and user.totp_sealed is None
    signed_in = devices.begin(store, user, device, second_factor=complete)
    if complete:
        guessing.forget_failures(store, email)
        logbook.signed_in(store, user, address)
    return signed_in


def _open(store: Store, user: User) -> bool:
    organisation = accounts.get_organisation(store.session, user.organisation_id)
    return user.active and organisation is not None and organisation.active and (store.settings.demo or not user.demo)
