"""Case rows: locking, numbers, parties, lists. What is known inside a case stands in ``records.dossiers``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, or_, select, update
from sqlalchemy.orm import Session, aliased, defer

from phu_runtime.errors import NotFound
from phu_runtime.records.tables.cases import Case, CaseNumber, CaseParty, Task, Timer
from phu_runtime.records.upsert import insert_or

PAGE = 50
CLOSED = "gesloten"
GONE = "Deze casus bestaat niet of is vernietigd."


@dataclass(frozen=True)
class CaseFilter:
    """Which cases of an organisation to list; "" or None = any. ``text`` is a part of the case number."""

    status: str = ""
    municipality: str = ""
    text: str = ""
    roles: Sequence[str] = ()


def lock_case(session: Session, case_id: str) -> Case:
    """The case, locked until the transaction ends: other steps of it wait. Raises NotFound.

    On SQLite the transaction itself is the lock (BEGIN IMMEDIATE).
    """
    case = session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None:
        raise NotFound(GONE)
    return case


def lock_case_and_task(session: Session, task_id: str) -> tuple[Case, Task] | None:
    """A task and its case, both locked, in one statement; None for an unknown task. Both rows must be locked: PostgreSQL reads
    a row that it waited for anew only then."""
    query = select(Case, Task).join(Task, Task.case_id == Case.id).where(Task.id == task_id).with_for_update()
    found = session.execute(query.execution_options(populate_existing=True)).first()
    return (found[0], found[1]) if found is not None else None


def get_case(session: Session, case_id: str) -> Case:
    """The case to read, without a lock, whole also when a list has read it without its state. Raises NotFound."""
    case = session.get(Case, case_id, populate_existing=True)
    if case is None:
        raise NotFound(GONE)
    return case


def case_by_number(session: Session, number: str) -> Case | None:
    """The case with this number, as users write it (capitals and spaces don't count)."""
    return session.scalar(select(Case).where(Case.number == number.strip().upper()))


def add_case(session: Session, case: Case, parties: Sequence[CaseParty] = ()) -> Case:
    """Store a new case with its parties; its rows can be referred to at once."""
    session.add(case)
    session.flush()
    session.add_all(parties)
    session.flush()
    return case


def next_case_number(session: Session, year: int) -> str:
    """The next number of a year, e.g. ``PHU-2026-000123``; a rollback gives it back."""
    new = insert_or(session, CaseNumber).values(year=year, last=1)
    counted = new.on_conflict_do_update(index_elements=["year"], set_={"last": CaseNumber.last + 1}).returning(CaseNumber.last)
    return f"PHU-{year}-{session.execute(counted).scalar_one():06d}"


def parties(session: Session, case_id: str, *, at: datetime | None = None) -> list[CaseParty]:
    """Who plays which role in a case, by role; with ``at`` only who does at that moment."""
    query = select(CaseParty).where(CaseParty.case_id == case_id).order_by(CaseParty.role, CaseParty.since)
    if at is not None:
        query = query.where(CaseParty.since <= at, or_(CaseParty.until.is_(None), CaseParty.until > at))
    return list(session.scalars(query))


def roles_of(session: Session, case_id: str, organisation_id: str) -> list[str]:
    """The roles that an organisation plays in a case now, in alphabetical order."""
    current = (CaseParty.case_id == case_id, CaseParty.organisation_id == organisation_id, CaseParty.until.is_(None))
    return list(session.scalars(select(CaseParty.role).where(*current).order_by(CaseParty.role)))


def organisation_of(session: Session, case_id: str, role: str) -> str | None:
    """The organisation that plays ``role`` in a case now."""
    current = (CaseParty.case_id == case_id, CaseParty.role == role, CaseParty.until.is_(None))
    return session.scalar(select(CaseParty.organisation_id).where(*current))


def cases_of_organisation(
    session: Session, organisation_id: str, wanted: CaseFilter | None = None, *, page: int = 1
) -> tuple[list[Case], bool]:
    """A page of 50 cases that an organisation is a party of (newest first, without their state), and whether more follow."""
    query = _of_organisation(organisation_id, wanted or CaseFilter())
    query = query.order_by(Case.opened.desc(), Case.id).limit(PAGE + 1).offset((page - 1) * PAGE)
    found = list(session.scalars(query))
    return found[:PAGE], len(found) > PAGE


def _of_organisation(organisation_id: str, wanted: CaseFilter) -> Select[Case]:
    party = exists().where(CaseParty.case_id == Case.id, CaseParty.organisation_id == organisation_id, CaseParty.until.is_(None))
    party = party.where(CaseParty.joined.is_not(None))
    if wanted.roles:
        party = party.where(CaseParty.role.in_(wanted.roles))
    query = select(Case).where(party).options(defer(Case.state, raiseload=True))
    if wanted.status:
        query = query.where(Case.status == wanted.status)
    if wanted.municipality:
        query = query.where(Case.municipality == wanted.municipality)
    if wanted.text:
        query = query.where(Case.number.contains(wanted.text.strip().upper(), autoescape=True))
    return query


def cases_by_id(session: Session, case_ids: Sequence[str]) -> list[Case]:
    """The cases with these ids that exist, without their state; newest first."""
    query = select(Case).where(Case.id.in_(case_ids)).options(defer(Case.state, raiseload=True))
    return list(session.scalars(query.order_by(Case.opened.desc(), Case.id)))


def open_case_ids(session: Session, *, release_id: str | None = None) -> list[str]:
    """The ids of all cases that still run (on one release), oldest first."""
    query = select(Case.id).where(Case.status != CLOSED).order_by(Case.opened, Case.id)
    return list(session.scalars(query if release_id is None else query.where(Case.release_id == release_id)))


def due_for_destruction(session: Session, now: datetime, limit: int = 100) -> list[str]:
    """Ids of cases whose term of retention has passed, longest ago first."""
    query = select(Case.id).where(Case.destroy_after <= now).order_by(Case.destroy_after, Case.id).limit(limit)
    return list(session.scalars(query))


def destroy_from(session: Session, case_id: str, moment: datetime) -> None:
    """Let a closed case be destroyed from ``moment`` on, unless that was sooner already."""
    sooner = update(Case).where(Case.id == case_id, Case.closed.is_not(None), Case.destroy_after > moment)
    session.execute(sooner.values(destroy_after=moment, revision=Case.revision + 1).execution_options(synchronize_session=False))


def to_propose(session: Session, process: str, until: datetime, closed_by: datetime, limit: int = 100) -> list[Case]:
    """Cases of a tenant (so of a municipality), closed by ``closed_by``, that are destroyed by ``until`` and about which no case of
    ``process`` runs or ran."""
    child = aliased(Case)
    proposed = exists().where(child.parent_id == Case.id, child.process == process)
    query = select(Case).where(Case.municipality != "", Case.closed <= closed_by, Case.destroy_after <= until, ~proposed)
    return list(session.scalars(query.order_by(Case.destroy_after, Case.id).limit(limit)))


def stalled_cases(session: Session) -> list[str]:
    """Ids of running cases with neither an open task nor a timer: nothing will ever happen in them (the daily check)."""
    task = exists().where(Task.case_id == Case.id, Task.status == "open")
    timer = exists().where(Timer.case_id == Case.id, Timer.status == "waiting")
    return list(session.scalars(select(Case.id).where(Case.status != CLOSED, ~task, ~timer).order_by(Case.opened)))
