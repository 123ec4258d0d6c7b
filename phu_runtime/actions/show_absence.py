"""Who is absent and who stands in: one's own periods, or those of one's organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from phu_runtime.accounts.absence import AbsenceShown, colleagues_who_can, periods, possible_deputies
from phu_runtime.accounts.people import organisation_to_see
from phu_runtime.calendar import local_date
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class AbsencePage:
    """``people``: (id, name) of who may be absent, ``deputies``: of who may stand in; both empty where the reader only looks."""

    organisation_id: str
    organisation: str
    periods: Sequence[AbsenceShown]
    people: Sequence[tuple[str, str]]
    deputies: Sequence[tuple[str, str]]
    today: date


def show_absence(store: Store, actor: Actor, organisation_id: str = "") -> AbsencePage:
    """Without ``organisation_id`` the reader's own absence and whom the reader stands in for; else those of the whole
    organisation, for its coordinator (the beheerder only looks). Raises NotYours, NotFound."""
    own = not organisation_id
    name = actor.organisation if own else organisation_to_see(store, actor, organisation_id).name
    place = organisation_id or actor.organisation_id
    people = colleagues_who_can(store, place)
    arranges = own or ("coordinator" in actor.roles and place == actor.organisation_id)
    everyone = [(user_id, found) for user_id, (found, _) in people.items()]
    return AbsencePage(
        organisation_id=place,
        organisation=name,
        periods=periods(store, actor, place, user_id=actor.user_id if own else ""),
        people=everyone if arranges and not own else (),
        deputies=possible_deputies(people, actor.user_id) if own else everyone if arranges else (),
        today=local_date(store.now),
    )
