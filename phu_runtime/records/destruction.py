"""Removal of a case from the main database. Its key goes in ``keys``; without it, what a backup still holds is unreadable."""

from __future__ import annotations

from sqlalchemy import CursorResult, Delete, Update, delete, select, update
from sqlalchemy.orm import Session

from phu_runtime.records.tables import Table
from phu_runtime.records.tables.cases import (
    Case,
    CaseParty,
    Concept,
    DecisionLine,
    DossierField,
    Incident,
    Letter,
    Passage,
    StartedCase,
    Submission,
    Task,
    TaskCandidate,
    Timer,
)
from phu_runtime.records.tables.messages import Incoming, Notice, Outgoing, Register
from phu_runtime.records.tables.moves import MovedCase

_OF_CASE: tuple[type[Table], ...] = (
    Task,
    Timer,
    Passage,
    Submission,
    DossierField,
    DecisionLine,
    Concept,
    Incident,
    Letter,
    Notice,
    Outgoing,
    CaseParty,
    MovedCase,
    StartedCase,
)


def erase_case(session: Session, case_id: str) -> bool:
    """Remove every row of a case; registers and statistics keep their counts without it. False when it was gone already.

    Rows of the access log stay: they name a pseudonym and hold no contents (NEN 7513).
    """
    session.flush()
    of_case = select(Task.id).where(Task.case_id == case_id)
    _run(session, delete(TaskCandidate).where(TaskCandidate.task_id.in_(of_case)))
    for table in _OF_CASE:
        _run(session, delete(table).where(table.__table__.c.case_id == case_id))
    _run(session, delete(Incoming).where((Incoming.to_case_id == case_id) | (Incoming.from_case_id == case_id)))
    _run(session, update(Register).where(Register.case_id == case_id).values(case_id=None))
    _run(session, update(Case).where(Case.parent_id == case_id).values(parent_id=None))
    gone = _run(session, delete(Case).where(Case.id == case_id))
    session.expire_all()
    return gone == 1


def _run(session: Session, statement: Delete | Update) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount
