"""An absent colleague and who stands in: what is shown of it, and what is checked before it is agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from phu_runtime.access import AccountAccess, may
from phu_runtime.access.roles import shares_work
from phu_runtime.calendar import local_date, long_date, short_date
from phu_runtime.formdefs.values import Unusable, read_date
from phu_runtime.records import accounts, deputies

if TYPE_CHECKING:
    from phu_runtime.shapes import Actor
    from phu_runtime.steps.store import Store

LONGEST = timedelta(days=366)
LONGEST_REASON = 300


@dataclass(frozen=True)
class AbsenceShown:
    """One period. ``running``: it has begun; ``may_end``: the reader can take it back; ``by``: who arranged it."""

    absence_id: str
    absent: str
    deputy: str
    first: date
    last: date
    reason: str
    by: str
    running: bool
    may_end: bool


def colleagues_who_can(store: Store, organisation_id: str) -> dict[str, tuple[str, frozenset[str]]]:
    """User id → name and roles of the active accounts of an organisation, by name."""
    rows = accounts.users(store.session, organisation_id=organisation_id, only_active=True)
    return {user.id: (user.name, roles) for user, _, roles in rows}


def colleagues_to_choose(store: Store, actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of who can get a task of the actor, by name; who is away is marked, with until when."""
    away = deputies.absent_today(store.session, actor.organisation_id, local_date(store.now))
    until = {user_id: f" (afwezig tot en met {short_date(row.through_day)})" for user_id, row in away.items()}
    found = accounts.colleagues(store.session, actor.organisation_id)
    return [(user_id, name + until.get(user_id, "")) for user_id, name in found if user_id != actor.user_id]


def possible_deputies(people: Mapping[str, tuple[str, frozenset[str]]], absent_id: str) -> list[tuple[str, str]]:
    """(id, name) of who can do the tasks of ``absent_id``."""
    roles = people[absent_id][1] if absent_id in people else frozenset()
    return [(user_id, name) for user_id, (name, own) in people.items() if user_id != absent_id and shares_work(roles, own)]


def periods(store: Store, actor: Actor, organisation_id: str, *, user_id: str = "") -> list[AbsenceShown]:
    """What runs or is still to come, as ``actor`` sees it."""
    today = local_date(store.now)
    rows = deputies.coming(store.session, organisation_id, today, user_id=user_id)
    names = accounts.names_of(store.session, {person for row in rows for person in (row.absent_id, row.deputy_id, row.made_by)})
    return [_shown(row, names, actor, today) for row in rows]


def _shown(row: Any, names: Mapping[str, str], actor: Actor, today: date) -> AbsenceShown:
    ending = AccountAccess(row.absent_id, row.organisation_id)
    return AbsenceShown(
        absence_id=row.id,
        absent=names.get(row.absent_id, "een collega"),
        deputy=names.get(row.deputy_id, "een collega"),
        first=row.from_day,
        last=row.through_day,
        reason=row.reason,
        by=names.get(row.made_by, ""),
        running=row.from_day <= today,
        may_end=may(actor, "arrange_absence", ending).allowed,
    )


def read_days(first: str, last: str, today: date) -> tuple[date, date, dict[str, str]]:
    """First and last day, and problems by key (``van``, ``tot``)."""
    problems: dict[str, str] = {}
    days = []
    for key, text in (("van", first), ("tot", last)):
        try:
            days.append(read_date(text))
        except Unusable as wrong:
            problems[key] = str(wrong)
            days.append(today)
    if not problems and days[1] < days[0]:
        problems["tot"] = "De laatste dag ligt voor de eerste. Controleer de datums."
    elif not problems and days[1] < today:
        problems["tot"] = f"Deze dag is al voorbij. Het is vandaag {long_date(today)}."
    elif not problems and days[1] - days[0] > LONGEST:
        problems["tot"] = "Kies een periode van hooguit een jaar. Is uw collega langer weg, draag de taken dan over."
    return days[0], days[1], problems


def problems_with(
    store: Store, people: Mapping[str, tuple[str, frozenset[str]]], absent_id: str, deputy_id: str, days: tuple[date, date]
) -> dict[str, str]:
    """Problems by key (``wie``, ``vervanger``, ``van``) with this deputy on these days. A deputy who is absent too would make a
    chain: nobody stands in for a deputy."""
    problems: dict[str, str] = {}
    if absent_id not in people:
        return {"wie": "Kies een collega van uw eigen organisatie."}
    if deputy_id not in dict(possible_deputies(people, absent_id)):
        problems["vervanger"] = "Kies een collega van uw eigen organisatie die dezelfde soort taken doet."
    elif deputies.absences_within(store.session, deputy_id, days):
        problems["vervanger"] = f"{people[deputy_id][0]} is in deze periode zelf afwezig. Kies iemand anders."
    known = deputies.absences_within(store.session, absent_id, days)
    if known:
        span = f"{long_date(known[0].from_day)} tot en met {long_date(known[0].through_day)}"
        problems["van"] = f"Voor {span} is al een vervanger gekozen. Beëindig die vervanging eerst, of kies andere dagen."
    return problems


def days_in_words(days: Sequence[date]) -> str:
    """ "van maandag 2 maart 2026 tot en met vrijdag 6 maart 2026"."""
    return f"van {long_date(days[0])} tot en met {long_date(days[1])}"
