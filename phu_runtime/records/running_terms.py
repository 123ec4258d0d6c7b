"""Open tasks with a term: those of an organisation, and those of the other parties in the cases that reached it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from phu_runtime.records.tables.accounts import Organisation
from phu_runtime.records.tables.cases import Case, CaseParty, Task, Timer

MOST = 200


def running_terms(session: Session, organisation_id: str, *, others: bool, limit: int = MOST) -> list[tuple[Task, Case, str]]:
    """Task, case (without state) and the name of the organisation that has the task, first due first. ``others``: tasks of other
    organisations in cases that this one takes part in, instead of its own."""
    query = select(Task, Case, Organisation.name).join(Case, Case.id == Task.case_id)
    query = query.join(Organisation, Organisation.id == Task.organisation_id).where(Task.status == "open", Task.due.is_not(None))
    if others:
        takes_part = select(CaseParty.case_id).where(
            CaseParty.organisation_id == organisation_id, CaseParty.until.is_(None), CaseParty.joined.is_not(None)
        )
        query = query.where(Task.organisation_id != organisation_id, Task.case_id.in_(takes_part))
    else:
        query = query.where(Task.organisation_id == organisation_id)
    query = query.order_by(Task.due, Task.id).limit(limit).options(defer(Case.state, raiseload=True))
    return [(task, case, name) for task, case, name in session.execute(query)]


def warnings_of(session: Session, task_ids: Sequence[str]) -> dict[str, list[datetime]]:
    """Task → the moments at which its organisation is still to be warned, in order."""
    found: dict[str, list[datetime]] = {}
    query = select(Timer.task_id, Timer.due).where(Timer.kind == "warning", Timer.task_id.in_(task_ids))
    for task_id, due in session.execute(query.order_by(Timer.due)) if task_ids else ():
        found.setdefault(str(task_id), []).append(due)
    return found
