"""Steps that failed, for the page of incidents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phu_runtime.records.tables.cases import Case, Incident


def report_incident(
    session: Session, *, case_id: str, element: str, name: str, reason: str, at: datetime, sealed: bytes | None = None
) -> Incident:
    """Note a failed step; the same step failing again counts on the open incident. ``sealed``: the request, to retry it."""
    same = (Incident.case_id == case_id, Incident.element == element, Incident.status == "open")
    known = session.scalar(select(Incident).where(*same).with_for_update())
    if known is None:
        known = Incident(case_id=case_id, element=element, name=name, reason=reason, at=at, sealed=sealed)
        session.add(known)
    else:
        known.attempts += 1
        known.reason, known.at, known.sealed = reason, at, sealed or known.sealed
    session.flush()
    return known


def open_incidents(session: Session, *, case_id: str | None = None, limit: int = 200) -> list[tuple[Incident, str]]:
    """Open incidents (of one case) with the case's number, newest first."""
    query = select(Incident, Case.number).join(Case, Case.id == Incident.case_id).where(Incident.status == "open")
    if case_id is not None:
        query = query.where(Incident.case_id == case_id)
    rows = session.execute(query.order_by(Incident.at.desc(), Incident.id).limit(limit))
    return [(incident, number) for incident, number in rows]


def get_incident(session: Session, incident_id: str) -> Incident | None:
    """One incident, locked until the transaction ends."""
    return session.get(Incident, incident_id, with_for_update=True, populate_existing=True)


def close_incidents(session: Session, case_id: str, *, element: str | None = None, by: str | None, at: datetime) -> int:
    """Close the open incidents of a case (at one element); how many."""
    query = select(Incident).where(Incident.case_id == case_id, Incident.status == "open")
    found = list(session.scalars(query if element is None else query.where(Incident.element == element)))
    for incident in found:
        incident.status, incident.closed_by, incident.closed = "closed", by, at
    return len(found)
