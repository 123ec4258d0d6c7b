"""The first beheerder of a database with real data, or one more when all are lost."""

from __future__ import annotations

from phu_runtime.access import passwords
from phu_runtime.accounts import logbook
from phu_runtime.accounts.people import clean_name, problem_with_email
from phu_runtime.errors import FormInvalid
from phu_runtime.records import accounts
from phu_runtime.steps.store import Store

ORGANISATION = "Beheer PHU"


def create_admin(store: Store, name: str, email: str) -> str:
    """The one-time password of a new beheerder; it lapses after three days. At the first sign-in the person connects an
    app and chooses a password. Only from the command line: who can run it holds the keys anyway. Raises FormInvalid
    (keys ``name``, ``email``)."""
    email = email.strip().lower()
    bad = problem_with_email(store, email)
    if bad:
        raise FormInvalid({"email": bad})
    organisation = accounts.organisation_by_name(store.session, ORGANISATION) or accounts.add_organisation(
        store.session, ORGANISATION, "beheer"
    )
    password = passwords.one_time_password()
    user = accounts.add_user(
        store.session,
        organisation_id=organisation.id,
        name=clean_name(name),
        email=email,
        password_hash=passwords.hash_password(password),
        created=store.real_now,
        roles=["beheerder"],
        must_change_password=True,
        password_until=store.real_now + passwords.ONE_TIME_VALID,
    )
    logbook.note(store, None, "beheerder_gemaakt", "C", user.id)
    return password
