"""Who plays which role in a case now, with the organisation's name, and since when it takes part."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from phu_runtime.records.tables.accounts import Organisation
from phu_runtime.records.tables.cases import CaseParty


def current_parties(session: Session, case_id: str) -> list[tuple[CaseParty, str]]:
    """The parties of now, each with its organisation's name, by role."""
    query = select(CaseParty, Organisation.name).join(Organisation, Organisation.id == CaseParty.organisation_id)
    query = query.where(CaseParty.case_id == case_id, CaseParty.until.is_(None)).order_by(CaseParty.role)
    return [(party, name) for party, name in session.execute(query)]


def update_party(session: Session, case_id: str, role: str, *, steps: str, joined: datetime | None) -> None:
    """The steps at which a role came in, and, once, since when it may read something."""
    values: dict[str, Any] = {"steps": steps} | ({"joined": joined} if joined else {})
    current = (CaseParty.case_id == case_id, CaseParty.role == role, CaseParty.until.is_(None))
    session.execute(update(CaseParty).where(*current).values(values).execution_options(synchronize_session=False))
