"""All accounts, for the beheerder."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.accounts.shown import UserShown, user_shown
from phu_runtime.records import accounts
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def show_users(store: Store, actor: Actor, search: str = "") -> list[UserShown]:
    """By organisation and name; with ``search`` those whose name, e-mail address or organisation holds it."""
    require(actor, "see_organisations")
    teams = {team.id: team.name for team in accounts.teams_of(store.session)}
    shown = [user_shown(user, organisation, roles, teams) for user, organisation, roles in accounts.users(store.session)]
    wanted = search.strip().lower()
    return [one for one in shown if wanted in f"{one.name}\n{one.email}\n{one.organisation}".lower()]
