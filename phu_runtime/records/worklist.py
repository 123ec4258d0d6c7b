"""Lists of open tasks. A page costs the same at 1,000 and at 100,000 open tasks: indexes hold open tasks only, counts stop at 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, defer

from phu_runtime.records.tables.cases import Case, Task, TaskCandidate

PAGE = 50
COUNT_STOPS_AT = 100
VIEWS = ("mijn", "organisatie", "vrij", "namens")
ORDERS = ("termijn", "casus", "taak", "gemeente")

OPEN = Task.status == literal_column("'open'")  # literal, so that the partial indexes apply


@dataclass(frozen=True)
class Filters:
    """Which open tasks to show; "" or None = any. ``task``: name of the task; ``text``: part of the case number.
    ``due_from`` (inclusive) and ``due_before`` (exclusive) stand for a state of the term, ``without_due`` for none."""

    municipality: str = ""
    task: str = ""
    text: str = ""
    due_from: datetime | None = None
    due_before: datetime | None = None
    without_due: bool = False


@dataclass(frozen=True)
class Viewer:
    """Whose list: an organisation and the user in it. ``view``: ``mijn`` (claimed by the user), ``organisatie`` (all open
    tasks of the organisation), ``vrij`` (claimed by nobody) or ``namens`` (claimed by the ``absent`` whom the user stands in for)."""

    organisation_id: str
    user_id: str
    view: str = "organisatie"
    absent: tuple[str, ...] = ()


def worklist(
    session: Session, viewer: Viewer, filters: Filters | None = None, *, order: str = "termijn", page: int = 1
) -> tuple[list[tuple[Task, Case]], bool]:
    """A page of 50 open tasks with their cases (without state), in ``order``, and whether more follow. Two statements."""
    end = page * PAGE + 1
    own, further = _scopes(viewer, filters or Filters(), (Task.id, Task.undated, Task.due, Task.name, Task.municipality, Task.case_number))
    best = union_all(
        select(own.order_by(*_order(Task, order)).limit(end).subquery()),
        select(further.order_by(*_order(Task, order)).limit(end).subquery()),
    ).subquery()
    chosen = select(best.c.id).order_by(*_order(best.c, order)).limit(PAGE + 1).offset((page - 1) * PAGE)
    ids = list(session.scalars(chosen))
    query = select(Task, Case).join(Case, Case.id == Task.case_id).where(Task.id.in_(ids[:PAGE]))
    found = {task.id: (task, case) for task, case in session.execute(query.options(defer(Case.state, raiseload=True)))}
    return [found[task_id] for task_id in ids[:PAGE]], len(ids) > PAGE


def count_tasks(session: Session, viewer: Viewer, filters: Filters | None = None) -> int:
    """How many open tasks a list holds; 100 stands for 100 or more."""
    own, further = _scopes(viewer, filters or Filters(), (Task.id,))
    some = union_all(select(own.limit(COUNT_STOPS_AT).subquery()), select(further.limit(COUNT_STOPS_AT).subquery())).subquery()
    return min(session.execute(select(func.count()).select_from(some)).scalar_one(), COUNT_STOPS_AT)


def municipalities(session: Session, organisation_id: str) -> list[str]:
    """The municipalities that an organisation has open tasks in."""
    return _distinct(session, organisation_id, Task.municipality)


def task_names(session: Session, organisation_id: str) -> list[str]:
    """The names of an organisation's open tasks, each once."""
    return _distinct(session, organisation_id, Task.name)


def _scopes(viewer: Viewer, filters: Filters, columns: Sequence[Any]) -> tuple[Select[Any], Select[Any]]:
    """Open tasks of the organisation itself, and those where it is a further candidate: apart, so that each has its index."""
    wanted = _conditions(viewer, filters)
    own = select(*columns).where(OPEN, Task.organisation_id == viewer.organisation_id, *wanted)
    further = select(*columns).join(TaskCandidate, TaskCandidate.task_id == Task.id)
    further = further.where(TaskCandidate.organisation_id == viewer.organisation_id, OPEN, *wanted)
    return own, further.where(Task.organisation_id.is_distinct_from(viewer.organisation_id))


def _conditions(viewer: Viewer, filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if viewer.view == "mijn":
        wanted.append(Task.claimed_by == viewer.user_id)
    elif viewer.view == "vrij":
        wanted.append(Task.claimed_by.is_(None))
    elif viewer.view == "namens":
        wanted.append(Task.claimed_by.in_(viewer.absent))
    if filters.municipality:
        wanted.append(Task.municipality == filters.municipality)
    if filters.task:
        wanted.append(Task.name == filters.task)
    if filters.text:
        wanted.append(Task.case_number.contains(filters.text.strip().upper(), autoescape=True))
    if filters.due_from is not None or filters.due_before is not None:
        wanted.append(Task.undated.is_(False))
    if filters.due_from is not None:
        wanted.append(Task.due >= filters.due_from)
    if filters.due_before is not None:
        wanted.append(Task.due < filters.due_before)
    if filters.without_due:
        wanted.append(Task.undated.is_(True))
    return wanted


def _order(columns: Any, order: str) -> list[ColumnElement[Any]]:
    due = [columns.undated, columns.due, columns.id]
    first = {"casus": [columns.case_number, columns.id], "taak": [columns.name, *due], "gemeente": [columns.municipality, *due]}
    return first.get(order, due)


def _distinct(session: Session, organisation_id: str, column: InstrumentedAttribute[str]) -> list[str]:
    """The values of ``column``, by jumping from one to the next in its index instead of reading every task."""
    scope = (OPEN, Task.organisation_id == organisation_id)
    jumps = select(func.min(column).label("value")).where(*scope).cte("jumps", recursive=True)
    following = select(func.min(column)).where(*scope, column > jumps.c.value).scalar_subquery()
    jumps = jumps.union_all(select(following).where(jumps.c.value.is_not(None)))
    further = select(column).join(TaskCandidate, TaskCandidate.task_id == Task.id)
    further = further.where(OPEN, TaskCandidate.organisation_id == organisation_id)
    own = select(jumps.c.value).where(jumps.c.value.is_not(None))
    return sorted(session.scalars(own.union(further)))
