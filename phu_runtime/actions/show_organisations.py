"""The list of organisations, for the beheerder."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.accounts.shown import OrganisationShown, organisation_shown
from phu_runtime.records import accounts
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def show_organisations(store: Store, actor: Actor) -> list[OrganisationShown]:
    """Every organisation, by party and name."""
    require(actor, "see_organisations")
    return [organisation_shown(organisation, number) for organisation, number in accounts.organisations(store.session)]
