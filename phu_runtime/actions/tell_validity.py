"""The agreement's end (art. 2): a banner for everyone, and once a notice to every FG. Nothing stops."""

from __future__ import annotations

from datetime import date

from phu_runtime.calendar import local_date, long_date
from phu_runtime.errors import NotFound
from phu_runtime.records import accounts, facts, notices
from phu_runtime.steps.store import Store

TOLD = "agreement_end_told"
EVENT = "overeenkomst_verlopen"


def ended_on(store: Store) -> date | None:
    """The last day of the agreement when that has passed; None while it is in force, or when nothing is published."""
    try:
        work = store.runtime.work_process(store.session, store.runtime.active_release(store))
    except NotFound:
        return None
    until = work.agreement.until
    return until if until is not None and until < local_date(store.now) else None


def tell_validity(store: Store) -> int:
    """Tells each FG once per end date that the agreement ended; gives how many were told."""
    until = ended_on(store)
    if until is None or facts.get_fact(store.session, TOLD) == until.isoformat():
        return 0
    text = f"De overeenkomst gold tot en met {long_date(until)}. Is zij verlengd, laat dan een versie met de nieuwe datum publiceren."
    supervisors = [
        (user.id, organisation.id) for user, organisation, roles in accounts.users(store.session, only_active=True) if "fg" in roles
    ]
    for user_id, organisation_id in supervisors:
        notices.add_notice(
            store.session,
            organisation_id=organisation_id,
            user_id=user_id,
            role="fg",
            event=EVENT,
            title="De samenwerkingsafspraken zijn verlopen",
            text=text,
            at=store.now,
        )
    facts.put_fact(store.session, TOLD, until.isoformat())
    return len(supervisors)
