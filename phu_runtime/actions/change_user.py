"""The beheerder changes, closes or opens an account."""

from __future__ import annotations

from collections.abc import Iterable

from phu_runtime.accounts import logbook
from phu_runtime.accounts.people import account_to_change, clean_name, existing_organisation, problem_with_place
from phu_runtime.errors import FormInvalid
from phu_runtime.records import accounts, deputies, sign_ins, tasks
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def change_user(store: Store, actor: Actor, user_id: str, name: str, roles: Iterable[str], team_id: str | None, active: bool) -> str:
    """Roles count from the next request; closing ends every session at once, gives
    claimed tasks back and ends what was agreed about deputies. Returns the user's name. Raises FormInvalid
    (keys ``name``, ``roles``, ``team``)."""
    user = account_to_change(store, actor, user_id)
    organisation = existing_organisation(store, user.organisation_id)
    wanted = frozenset(roles)
    problems = problem_with_place(store, organisation, wanted, team_id)
    if problems:
        raise FormInvalid(problems)
    was = accounts.roles_of(store.session, user.id)
    changed = [
        field
        for field, differs in {"rollen": was != wanted, "team": user.team_id != (team_id or None), "actief": user.active != active}.items()
        if differs
    ]
    user.name = clean_name(name)
    user.team_id = team_id or None
    user.active = active
    if was != wanted:
        accounts.set_roles(store.session, user.id, wanted)
    if not active:
        user.sessions_end = store.real_now
        sign_ins.revoke_devices(store.session, user.id, store.real_now)
        tasks.drop_claims(store.session, user.id)
        deputies.end_all(store.session, user.id, actor.user_id, store.real_now)
    logbook.note(store, actor, "account_gewijzigd", "U", user.id, changed)
    return user.name
