"""Cases without a tenant, their open tasks, and the registers of the agreement."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from phu_runtime.records.tables.cases import Case, CaseParty, Task
from phu_runtime.records.tables.messages import Register

LATEST = 100
WITHOUT = ""
"""A case without a tenant belongs to no municipality."""


def tasks_without_tenant(session: Session, organisation_id: str) -> list[tuple[Task, Case]]:
    """Open tasks of an organisation in cases without a tenant, first due first; at most 100."""
    query = select(Task, Case).join(Case, Case.id == Task.case_id).options(defer(Case.state, raiseload=True))
    query = query.where(Task.organisation_id == organisation_id, Task.status == "open", Task.municipality == WITHOUT)
    return [(task, case) for task, case in session.execute(query.order_by(Task.due, Task.id).limit(LATEST))]


def cases_without_tenant(session: Session, organisation_id: str) -> list[tuple[Case, frozenset[str]]]:
    """Cases without a tenant that have reached an organisation, newest first, each with the roles it plays there; at most 100."""
    query = select(Case, CaseParty.role).join(CaseParty, CaseParty.case_id == Case.id).options(defer(Case.state, raiseload=True))
    ours = (CaseParty.organisation_id == organisation_id, CaseParty.until.is_(None), CaseParty.joined.is_not(None))
    found: dict[str, tuple[Case, set[str]]] = {}
    for case, role in session.execute(query.where(Case.municipality == WITHOUT, *ours).order_by(Case.opened.desc(), Case.id).limit(LATEST)):
        found.setdefault(case.id, (case, set()))[1].add(role)
    return [(case, frozenset(roles)) for case, roles in found.values()]


def register_lines(session: Session, register: str) -> list[Register]:
    """The latest hundred lines of a register, newest first."""
    query = select(Register).where(Register.register == register).order_by(Register.at.desc(), Register.id)
    return list(session.scalars(query.limit(LATEST)))
