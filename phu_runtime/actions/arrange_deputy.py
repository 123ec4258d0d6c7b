"""Who is away for a while says who does the tasks meanwhile; a coordinator does so for a colleague who can't."""

from __future__ import annotations

from datetime import date
from typing import Any

from phu_runtime.access import AccountAccess, require
from phu_runtime.accounts import logbook
from phu_runtime.accounts.absence import LONGEST_REASON, colleagues_who_can, days_in_words, problems_with, read_days
from phu_runtime.calendar import local_date
from phu_runtime.errors import FormInvalid, NotFound
from phu_runtime.records import accounts, deputies, notices
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store

EVENT = "vervanging"


def arrange_deputy(store: Store, actor: Actor, absent_id: str, deputy_id: str, first: str, last: str, reason: str) -> str:
    """``first`` and ``last``: days as typed. Both people get a notice. Returns a sentence. Raises NotFound, NotYours, FormInvalid
    (keys ``wie``, ``vervanger``, ``van``, ``tot``, ``reden``)."""
    if not absent_id:
        raise FormInvalid({"wie": "Kies wie er afwezig is."})
    absent = accounts.get_user(store.session, absent_id, locked=True)
    if absent is None:
        raise NotFound("Dit account bestaat niet.")
    require(actor, "arrange_absence", AccountAccess(absent.id, absent.organisation_id))
    start, end, problems = read_days(first, last, local_date(store.now))
    people, days = colleagues_who_can(store, absent.organisation_id), (start, end)
    problems = {**problems_with(store, people, absent.id, deputy_id, days), **problems}
    if not reason.strip():
        problems["reden"] = "Geef kort aan waarom, bijvoorbeeld: vakantie."
    elif len(reason.strip()) > LONGEST_REASON:
        problems["reden"] = f"Gebruik hooguit {LONGEST_REASON} tekens."
    if problems:
        raise FormInvalid(problems)
    deputies.add_deputy(
        store.session,
        organisation_id=absent.organisation_id,
        absent_id=absent.id,
        deputy_id=deputy_id,
        days=days,
        reason=reason.strip(),
        made_by=actor.user_id,
        made=store.real_now,
    )
    logbook.note(store, actor, "vervanging_geregeld", "C", absent.id, ["vervanger", "periode"])
    deputy = people[deputy_id][0]
    _tell(store, actor, deputy_id, f"U vervangt {absent.name}", f"U vervangt {absent.name} {days_in_words(days)}.")
    _tell(store, actor, absent.id, f"{deputy} vervangt u", f"{deputy} doet uw taken {days_in_words(days)}.")
    return f"{deputy} vervangt {absent.name} {days_in_words(days)}.{_no_chain(store, absent, days)}"


def _no_chain(store: Store, absent: Any, days: tuple[date, date]) -> str:
    """Who stands in for others and is absent now: those others need another deputy."""
    rows = deputies.coming(store.session, absent.organisation_id, days[0], user_id=absent.id)
    left = [row.absent_id for row in rows if row.deputy_id == absent.id and row.from_day <= days[1]]
    names = ", ".join(sorted(accounts.names_of(store.session, left).values()))
    return f" Let op: {absent.name} vervangt dan zelf {names}. Kies daarvoor iemand anders, want dat gaat niet over." if names else ""


def _tell(store: Store, actor: Actor, user_id: str, title: str, text: str) -> None:
    if user_id != actor.user_id:
        about = {"role": actor.party, "event": EVENT, "title": title, "text": text}
        notices.add_notice(store.session, organisation_id=actor.organisation_id, user_id=user_id, at=store.now, **about)
