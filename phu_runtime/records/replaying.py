"""What is read to see the effect of a draft: the whole decision log, and where running cases stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from phu_runtime.records.tables.cases import Case, DecisionLine, Task

AT_ONCE = 5_000


def logged_decisions(session: Session) -> Iterator[list[Any]]:
    """Rows (id, case_id, decision, sealed) of all cases that are not destroyed, case by case, some thousands at a time."""
    query = select(DecisionLine.id, DecisionLine.case_id, DecisionLine.decision, DecisionLine.sealed).order_by(DecisionLine.case_id)
    yield from (list(rows) for rows in session.execute(query.execution_options(yield_per=AT_ONCE)).partitions())


def open_positions(session: Session) -> list[tuple[str, str, str, str, str, str, str]]:
    """(release, case, diagram, element, name, term, municipality) of every open task."""
    query = select(Case.release_id, Task.case_id, Task.diagram, Task.element, Task.name, Task.term, Task.municipality)
    rows = session.execute(query.join(Case, Case.id == Task.case_id).where(Task.status == "open"))
    return [(row[0], row[1], row[2], row[3], row[4], row[5], row[6]) for row in rows]


def running_states(session: Session, but: str) -> Iterator[list[Any]]:
    """Rows (id, release_id, state) of the cases that run on another release than ``but``, some hundreds at a time."""
    query = select(Case.id, Case.release_id, Case.state).where(Case.status != "gesloten", Case.release_id != but).order_by(Case.id)
    yield from (list(rows) for rows in session.execute(query.execution_options(yield_per=500)).partitions())


def positions_of_cases(session: Session) -> dict[str, tuple[str, ...]]:
    """Case → the names of its open tasks, in alphabetical order."""
    found: dict[str, set[str]] = {}
    for case_id, name in session.execute(select(Task.case_id, Task.name).where(Task.status == "open")):
        found.setdefault(case_id, set()).add(name)
    return {case_id: tuple(sorted(names)) for case_id, names in found.items()}
