"""The accounts to practise with, for the sign-in page of the demo."""

from __future__ import annotations

from dataclasses import dataclass

from phu_runtime.access.roles import ROLES
from phu_runtime.records import accounts
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class DemoAccount:
    """An account to practise with."""

    user_id: str
    name: str
    email: str
    organisation: str
    party: str
    role_names: tuple[str, ...]


def list_demo_accounts(store: Store) -> list[DemoAccount]:
    """By organisation and name; none outside the demo."""
    if not store.settings.demo:
        return []
    rows = accounts.users(store.session, demo=True, only_active=True)
    return [
        DemoAccount(user.id, user.name, user.email, place.name, place.party, tuple(ROLES[role] for role in ROLES if role in roles))
        for user, place, roles in rows
    ]
