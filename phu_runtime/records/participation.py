"""Who plays which role in a case now, with the organisation's name, and since when it takes part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def update_parties(session: Session, case_id: str, changed: Sequence[Mapping[str, Any]]) -> None:
    """The steps at which roles came in and since when they may read something: ``role``, ``organisation_id``, ``steps``,
    ``joined``. One statement."""
    if changed:
        session.execute(update(CaseParty), [{**row, "case_id": case_id} for row in changed])
