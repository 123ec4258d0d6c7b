"""What may never be: a step that is half, lost or done twice. Compares every row of every case with its engine state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from phu_runtime.dossier.seal import SealBroken
from phu_runtime.records import log_chain
from phu_runtime.records.tables.cases import Case, Passage, Submission, Task, Timer
from phu_runtime.records.tables.messages import Notice, Outgoing
from phu_runtime.records.tables.oversight import AccessLine
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.runtime import Runtime

TRY, FACT = "zoek_contact", "nieuw_feit"
ONCE = ("termijn_verstreken",)


def faults(runtime: Runtime, acknowledged: Sequence[str] = ()) -> list[str]:
    """A sentence per fault; empty when all is well. ``acknowledged``: task ids and idempotency keys of steps that were
    reported as done."""
    with runtime.reading() as store:
        cases = list(store.session.scalars(select(Case)))
        found = [fault for case in cases for fault in _readable(store, case)]
        found += _in_mail(store)
        found += log_chain.verify(store.session)
        sent = store.session.execute(select(Submission.task_id, Submission.idempotency_key)).all()
        known = {one for row in sent for one in row if one}
        found += [f"lost: {one}" for one in acknowledged if one not in known]
    return found


def _readable(store: Any, case: Case) -> list[str]:
    try:
        return list(_in_case(store, case))
    except SealBroken as broken:
        return [f"{case.number}: {broken.message}"]


def _in_case(store: Any, case: Case) -> Iterator[str]:
    session = store.session
    step = open_case(store, case.id, lock=False)
    situation = step.run.situation(step.world)
    rows = list(session.scalars(select(Task).where(Task.case_id == case.id)))
    sent = list(session.scalars(select(Submission).where(Submission.case_id == case.id)))
    passages = list(session.scalars(select(Passage).where(Passage.case_id == case.id, Passage.user_id.is_not(None))))
    events = list(session.scalars(select(AccessLine.event).where(AccessLine.pseudonym == case.pseudonym)))
    told = list(session.scalars(select(Notice).where(Notice.case_id == case.id)))
    if {row.id for row in rows if row.status == "open"} != {task.id for task in situation.open_tasks}:
        yield f"{case.number}: the worklist differs from the engine"
    drawn = {row.id for row in session.scalars(select(Timer).where(Timer.case_id == case.id, Timer.kind == "engine"))}
    if drawn != {timer.id for timer in situation.timers}:
        yield f"{case.number}: the timers differ from the engine"
    for task_id, times in Counter(one.task_id for one in sent if one.task_id).items():
        if times > 1:
            yield f"{case.number}: task {task_id} was done {times} times"
    tries = sum(row.element == TRY and row.status == "done" for row in rows)
    counts = {
        "forms": sum(one.form == "contactpoging" for one in sent),
        "steps": sum(one.element == TRY for one in passages),
        "lines": events.count(f"taak afgerond: {TRY}"),
        "case": int(step.context()["contactpogingen"]),
    }
    yield from (f"{case.number}: {tries} tries but {count} {what}" for what, count in counts.items() if count != tries)
    facts = sum(one.form == FACT for one in sent)
    remembered = (step.context()["gebeurtenissen"] or {}).get(FACT)
    parties = sum(bool(party.joined) for party in step.known.parties.values())
    counts = {
        "lines": events.count(f"gebeurtenis: {FACT}"),
        "case": remembered["aantal"] if remembered else 0,
        "notices": sum(notice.event == FACT for notice in told) // max(parties, 1),
    }
    yield from (f"{case.number}: {facts} facts but {count} {what}" for what, count in counts.items() if count != facts)
    for (event, organisation_id), times in Counter((notice.event, notice.organisation_id) for notice in told).items():
        if event in ONCE and times > 1:
            yield f"{case.number}: {event} was told {times} times to {organisation_id}"


def _in_mail(store: Any) -> Iterator[str]:
    mails = list(store.session.scalars(select(Outgoing)))
    for (body, user_id), times in Counter((mail.body, mail.user_id) for mail in mails).items():
        if times > 1:
            yield f"{times} mails to {user_id} about the same notice: {body}"
    addressed = list(store.session.scalars(select(Notice.id).where(Notice.addressed.is_not(None))))
    bodies = "".join(mail.body for mail in mails)
    yield from (f"no mail about notice {notice_id}" for notice_id in addressed if f"#{notice_id}\n" not in bodies)
