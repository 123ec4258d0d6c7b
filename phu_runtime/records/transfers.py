"""Cases that go from one organisation to another that plays the same role: a merger, a tenant who moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, defer
from sqlalchemy.orm.attributes import flag_modified

from phu_runtime.records.tables.cases import Case, CaseParty, Task, TaskCandidate


def cases_of(session: Session, organisation_id: str, number: str = "") -> list[tuple[Case, str]]:
    """The cases (without state, locked until the transaction ends) in which an organisation takes part now, each with its role; with
    ``number`` that one only."""
    query = select(Case, CaseParty.role).join(CaseParty, CaseParty.case_id == Case.id)
    query = query.where(CaseParty.organisation_id == organisation_id, CaseParty.until.is_(None)).order_by(Case.number, CaseParty.role)
    if number:
        query = query.where(Case.number == number)
    query = query.options(defer(Case.state)).with_for_update(of=Case)
    return [(case, role) for case, role in session.execute(query)]


def others_in(session: Session, case_ids: Sequence[str], besides: Sequence[str]) -> dict[str, tuple[str, list[str]]]:
    """The other organisations that these cases have reached: organisation id → its role and its cases."""
    query = select(CaseParty.organisation_id, CaseParty.role, CaseParty.case_id).where(CaseParty.case_id.in_(case_ids))
    query = query.where(CaseParty.until.is_(None), CaseParty.joined.is_not(None), CaseParty.organisation_id.not_in(besides))
    found: dict[str, tuple[str, list[str]]] = {}
    for organisation_id, role, case_id in session.execute(query.order_by(CaseParty.organisation_id, CaseParty.case_id)):
        found.setdefault(organisation_id, (role, []))[1].append(case_id)
    return found


def transfer(session: Session, case: Case, role: str, giver_id: str, taker_id: str, at: datetime) -> None:
    """The role and its open tasks go over at ``at``, with the steps that the giver came in at; claims fall away, because the people
    are others. The case's revision grows, so that nobody goes on with what was known before."""
    given = session.get(CaseParty, (case.id, role, giver_id))
    if given is None:
        return
    given.until = at
    taken = session.get(CaseParty, (case.id, role, taker_id))
    if taken is None:
        taken = CaseParty(case_id=case.id, role=role, organisation_id=taker_id, since=at, steps="")
        session.add(taken)
    taken.until, taken.joined, taken.steps = None, given.joined, given.steps
    own = (Task.case_id == case.id, Task.status == "open")
    moved = update(Task).where(*own, Task.organisation_id == giver_id)
    new = {"organisation_id": taker_id, "team_id": None, "claimed_by": None, "claimed_at": None}
    session.execute(moved.values(**new).execution_options(synchronize_session=False))
    further = (TaskCandidate.organisation_id == giver_id, TaskCandidate.task_id.in_(select(Task.id).where(*own)))
    candidates = update(TaskCandidate).where(*further)
    session.execute(candidates.values(organisation_id=taker_id).execution_options(synchronize_session=False))
    flag_modified(case, "status")
    session.flush()
