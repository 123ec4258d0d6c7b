"""Counts for reports. Small cells are suppressed by ``reports``, never here: nothing of this goes to a page as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from phu_runtime.records.tables.cases import Case, Passage, Task
from phu_runtime.records.tables.messages import Register
from phu_runtime.records.tables.oversight import Statistic
from phu_runtime.records.tables.root import new_id

Rows = list[tuple[Any, ...]]


def add_statistics(session: Session, lines: Sequence[dict[str, Any]]) -> None:
    """Keep what remains of a destroyed case: ``release_id``, ``subregion``, ``diagram``, ``element``, ``week`` (2026-W09),
    ``duration`` (a class), ``outcome``."""
    if lines:
        session.execute(insert(Statistic), [{"id": new_id(), **line} for line in lines])


def statistics(session: Session, *, weeks: tuple[str, str] | None = None) -> Rows:
    """Of destroyed cases: (release, subregion, diagram, element, duration class, outcome, how many), for ISO weeks from–to."""
    kind = (Statistic.release_id, Statistic.subregion, Statistic.diagram, Statistic.element, Statistic.duration, Statistic.outcome)
    query = select(*kind, func.count()).group_by(*kind).order_by(*kind)
    if weeks is not None:
        query = query.where(Statistic.week >= weeks[0], Statistic.week <= weeks[1])
    return _rows(session, query)


def passages_between(session: Session, start: datetime, end: datetime) -> Rows:
    """Of cases that exist: (release, municipality, diagram, element, outcome, how many) passed from ``start`` to ``end``."""
    kind = (Case.release_id, Case.municipality, Passage.diagram, Passage.element, Passage.outcome)
    query = select(*kind, func.count()).join(Case, Case.id == Passage.case_id).where(Passage.at >= start, Passage.at < end)
    return _rows(session, query.group_by(*kind).order_by(*kind))


def passed_steps(session: Session, case_id: str) -> Rows:
    """The element passages of one case: (diagram, element, opened, at, outcome); what its anonymous lines are made from."""
    query = select(Passage.diagram, Passage.element, Passage.opened, Passage.at, Passage.outcome).where(Passage.case_id == case_id)
    return _rows(session, query.order_by(Passage.at, Passage.id))


def durations(session: Session, release_id: str, diagram: str) -> Rows:
    """Of cases that exist and run on a release: (municipality, element, opened, at, due) of every passage in a diagram that was not
    interrupted. For counting only."""
    of = (Case.municipality, Passage.element, Passage.opened, Passage.at, Passage.due)
    query = select(*of).join(Case, Case.id == Passage.case_id).where(Case.release_id == release_id, Passage.diagram == diagram)
    return _rows(session, query.where(Passage.outcome != "interrupted"))


def durations_destroyed(session: Session, release_id: str, diagram: str) -> Rows:
    """Of destroyed cases: (subregion, element, duration class, how many)."""
    kind = (Statistic.subregion, Statistic.element, Statistic.duration)
    here = (Statistic.release_id == release_id, Statistic.diagram == diagram, Statistic.outcome != "interrupted")
    return _rows(session, select(*kind, func.count()).where(*here).group_by(*kind).order_by(*kind))


def cases_between(session: Session, start: datetime, end: datetime) -> Rows:
    """Cases opened from ``start`` to ``end``: (release, municipality, process, status, outcome, how many)."""
    kind = (Case.release_id, Case.municipality, Case.process, Case.status, Case.outcome)
    query = select(*kind, func.count()).where(Case.opened >= start, Case.opened < end).group_by(*kind).order_by(*kind)
    return _rows(session, query)


def running_cases(session: Session) -> Rows:
    """Cases that run now: (municipality, process, phase, how many)."""
    kind = (Case.municipality, Case.process, Case.phase)
    query = select(*kind, func.count()).where(Case.status != "gesloten").group_by(*kind).order_by(*kind)
    return _rows(session, query)


def terms_between(session: Session, start: datetime, end: datetime) -> Rows:
    """Terms of tasks that were done from ``start`` to ``end``: (municipality, role, term key, kept, how many)."""
    kept = (Task.done <= Task.due).label("kept")
    kind = (Task.municipality, Task.roles, Task.term, kept)
    done = (Task.status == "done", Task.due.is_not(None), Task.done >= start, Task.done < end)
    rows = session.execute(select(*kind, func.count()).where(*done).group_by(*kind).order_by(*kind))
    return [(row[0], row[1], row[2], bool(row[3]), row[4]) for row in rows]


def register_counts(session: Session, start: datetime, end: datetime) -> Rows:
    """Lines of the registers: (register, municipality, party, reason, how many) from ``start`` to ``end``."""
    kind = (Register.register, Register.municipality, Register.party, Register.reason)
    query = select(*kind, func.count()).where(Register.at >= start, Register.at < end).group_by(*kind).order_by(*kind)
    return _rows(session, query)


def active_elements(session: Session) -> Rows:
    """Where running cases stand: (diagram, element, municipality, open tasks)."""
    kind = (Task.diagram, Task.element, Task.municipality)
    query = select(*kind, func.count()).where(Task.status == "open").group_by(*kind).order_by(*kind)
    return _rows(session, query)


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> Rows:
    return [tuple(row) for row in session.execute(query)]
