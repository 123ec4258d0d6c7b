"""Back earlier than planned: a deputy's period ends at once. Otherwise it ends by itself, after its last day."""

from __future__ import annotations

from phu_runtime.access import AccountAccess, require
from phu_runtime.accounts import logbook
from phu_runtime.errors import NotFound, OutOfDate
from phu_runtime.records import accounts, deputies, notices
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def end_deputy(store: Store, actor: Actor, absence_id: str) -> str:
    """Returns a sentence. Raises NotFound, NotYours, OutOfDate (ended already)."""
    row = deputies.get_deputy(store.session, absence_id)
    if row is None:
        raise NotFound("Deze vervanging bestaat niet.")
    require(actor, "arrange_absence", AccountAccess(row.absent_id, row.organisation_id))
    if row.ended is not None:
        raise OutOfDate("Deze vervanging is al beëindigd.")
    row.ended, row.ended_by = store.real_now, actor.user_id
    logbook.note(store, actor, "vervanging_beeindigd", "U", row.absent_id)
    names = accounts.names_of(store.session, [row.absent_id, row.deputy_id])
    absent, deputy = names.get(row.absent_id, "een collega"), names.get(row.deputy_id, "een collega")
    sentence = f"{deputy} vervangt {absent} niet meer."
    for user_id in {row.deputy_id, row.absent_id} - {actor.user_id}:
        notices.add_notice(
            store.session,
            organisation_id=row.organisation_id,
            user_id=user_id,
            role=actor.party,
            event="vervanging",
            title="Vervanging beëindigd",
            text=sentence,
            at=store.now,
        )
    return sentence
