"""Task rows: the difference that a step makes, claims, and the tasks of a case. Lists stand in ``records.worklist``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Executable, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from phu_runtime.records.tables.cases import Case, Task, TaskCandidate

Columns = Mapping[str, Any]
_INSERT = insert(Task).execution_options(render_nulls=True)  # else rows with other empty columns go apart


def write_tasks(
    session: Session, case: Case, *, opened: Sequence[Columns] = (), closed: Sequence[Columns] = (), changed: Sequence[Columns] = ()
) -> None:
    """Write what a step did to the tasks of a case, in at most one statement a kind.

    ``opened``: columns of new tasks; case, case number and municipality come from ``case``. ``closed``: ``id``, ``status``
    (``done``, ``lapsed``), ``done``, ``done_by``. ``changed``: ``id`` and the columns that change. Each may hold
    ``candidates``, a list of (organisation id, role) that may do the task besides ``organisation_id`` (a closed task: []);
    who has none needs no look at them.
    """
    same_case = {"case_id": case.id, "case_number": case.number, "municipality": case.municipality}
    if opened:
        session.execute(_INSERT, [_filled({**same_case, **_columns(task)}) for task in opened])
    _update(session, [_columns(task) for task in closed])
    _update(session, [_columns(task) for task in changed])
    stale = [task["id"] for task in (*closed, *changed) if "candidates" in task]
    if stale:
        session.execute(delete(TaskCandidate).where(TaskCandidate.task_id.in_(stale)).execution_options(synchronize_session=False))
    candidates = [
        {"task_id": task["id"], "organisation_id": organisation_id, "role": role}
        for task in (*opened, *changed)
        for organisation_id, role in task.get("candidates", ())
    ]
    if candidates:
        session.execute(insert(TaskCandidate), candidates)


def _columns(task: Columns) -> dict[str, Any]:
    return {name: value for name, value in task.items() if name != "candidates"}


_OPTIONAL = ("form", "team_id", "organisation_id", "due", "claimed_by", "claimed_at", "done", "done_by")


def _filled(task: dict[str, Any]) -> dict[str, Any]:
    """The same keys in every row, so that all go in one statement."""
    plain = {"status": "open", "round": 1, "term": "geen", "term_kind": "", "term_words": "", "step": "", "path": ""}
    return {**dict.fromkeys(_OPTIONAL), **plain, **task}


def _update(session: Session, rows: Sequence[Columns]) -> None:
    if not rows:
        return
    session.execute(update(Task), [dict(row) for row in rows])
    for row in rows:
        loaded = session.identity_map.get(session.identity_key(Task, row["id"]))
        if loaded is not None:
            session.expire(loaded)


def get_task(session: Session, task_id: str) -> Task | None:
    """One task, as it is now."""
    return session.get(Task, task_id, populate_existing=True)


def tasks_of_organisation(session: Session, task_ids: Sequence[str], organisation_id: str) -> list[Task]:
    """Those of these tasks that this organisation may do, open or not, by case number."""
    further = select(TaskCandidate.task_id).where(TaskCandidate.organisation_id == organisation_id)
    query = select(Task).where(Task.id.in_(task_ids), or_(Task.organisation_id == organisation_id, Task.id.in_(further)))
    return list(session.scalars(query.order_by(Task.case_number, Task.name, Task.id)))


def open_tasks(session: Session, case_id: str) -> list[Task]:
    """The open tasks of a case, first due first, then by name."""
    query = select(Task).where(Task.case_id == case_id, Task.status == "open")
    return list(session.scalars(query.order_by(Task.due.is_(None), Task.due, Task.name, Task.id)))


def tasks_of_case(session: Session, case_id: str) -> list[Task]:
    """Every task of a case, oldest first."""
    return list(session.scalars(select(Task).where(Task.case_id == case_id).order_by(Task.opened, Task.id)))


def candidates(session: Session, task_ids: Sequence[str]) -> list[TaskCandidate]:
    """The further organisations that may do these tasks."""
    query = select(TaskCandidate).where(TaskCandidate.task_id.in_(task_ids))
    return list(session.scalars(query.order_by(TaskCandidate.task_id, TaskCandidate.organisation_id)))


def claim(session: Session, task_id: str, user_id: str, now: datetime) -> bool:
    """Take an open task that nobody holds (or that the user holds already); False when someone was first."""
    free = or_(Task.claimed_by.is_(None), Task.claimed_by == user_id)
    return _claim(session, update(Task).where(Task.id == task_id, Task.status == "open", free).values(claimed_by=user_id, claimed_at=now))


def release(session: Session, task_id: str, user_id: str) -> bool:
    """Give a task back that the user holds; False when it is not the user's (any more)."""
    held = update(Task).where(Task.id == task_id, Task.status == "open", Task.claimed_by == user_id)
    return _claim(session, held.values(claimed_by=None, claimed_at=None))


def reassign(session: Session, task_id: str, held_by: str | None, user_id: str, now: datetime) -> bool:
    """Move an open task from who is known to hold it (None: nobody) to ``user_id``; False when that changed meanwhile."""
    same = Task.claimed_by.is_(None) if held_by is None else Task.claimed_by == held_by
    return _claim(session, update(Task).where(Task.id == task_id, Task.status == "open", same).values(claimed_by=user_id, claimed_at=now))


def drop_claims(session: Session, user_id: str) -> int:
    """Give back every open task of a user (the account ends); how many."""
    held = update(Task).where(Task.claimed_by == user_id, Task.status == "open").values(claimed_by=None, claimed_at=None)
    return _rows(session, held)


def _claim(session: Session, statement: Executable) -> bool:
    return _rows(session, statement) == 1


def _rows(session: Session, statement: Executable) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": "fetch"})
    assert isinstance(result, CursorResult)
    return result.rowcount
