"""The beheerder opens an account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from phu_runtime.access import passwords, require
from phu_runtime.accounts import logbook
from phu_runtime.accounts.people import clean_name, existing_organisation, problem_with_email, problem_with_place
from phu_runtime.errors import FormInvalid
from phu_runtime.records import accounts
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class NewAccount:
    """An account with the one-time password to read out; it is shown once and lapses after three days."""

    user_id: str
    name: str
    email: str
    password: str


def add_user(
    store: Store, actor: Actor, organisation_id: str, name: str, email: str, roles: Iterable[str], team_id: str | None = None
) -> NewAccount:
    """One account, one person, one organisation. Raises FormInvalid (keys ``name``, ``email``, ``roles``, ``team``)."""
    require(actor, "change_organisation")
    organisation = existing_organisation(store, organisation_id)
    email = email.strip().lower()
    wanted = frozenset(roles)
    problems = {"name": "" if name.strip() else "Vul de naam in.", "email": problem_with_email(store, email)}
    problems |= problem_with_place(store, organisation, wanted, team_id)
    problems = {key: sentence for key, sentence in problems.items() if sentence}
    if problems:
        raise FormInvalid(problems)
    password = passwords.one_time_password()
    user = accounts.add_user(
        store.session,
        organisation_id=organisation.id,
        name=clean_name(name),
        email=email,
        password_hash=passwords.hash_password(password),
        created=store.real_now,
        roles=wanted,
        team_id=team_id or None,
        must_change_password=True,
        password_until=store.real_now + passwords.ONE_TIME_VALID,
    )
    logbook.note(store, actor, "account_gemaakt", "C", user.id, ["rollen", *sorted(wanted)])
    return NewAccount(user.id, user.name, user.email, password)
