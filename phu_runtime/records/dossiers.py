"""What is known inside a case: dossier fields, forms sent, history, decisions, concepts, letters. All contents are sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.orm import Session, defer

from phu_runtime.records.tables.cases import Case, CaseParty, Concept, DecisionLine, DossierField, Letter, Passage, Submission
from phu_runtime.records.upsert import insert_or

LATEST = 200


def field_in_open_cases(session: Session, organisation_id: str, field: str) -> list[tuple[str, bytes]]:
    """(case, sealed value) of one dossier field, newest version, in the running cases that an organisation takes part in."""
    newest = select(DossierField.case_id, func.max(DossierField.version).label("version")).where(DossierField.field == field)
    newest_of = newest.group_by(DossierField.case_id).subquery()
    query = select(DossierField.case_id, DossierField.sealed).where(DossierField.field == field)
    query = query.join(newest_of, and_(DossierField.case_id == newest_of.c.case_id, DossierField.version == newest_of.c.version))
    query = query.join(CaseParty, CaseParty.case_id == DossierField.case_id).join(Case, Case.id == DossierField.case_id)
    ours = (CaseParty.organisation_id == organisation_id, CaseParty.until.is_(None), CaseParty.joined.is_not(None))
    return [(case_id, sealed) for case_id, sealed in session.execute(query.where(*ours, Case.status != "gesloten").distinct())]


def newest_fields(session: Session, case_id: str) -> list[DossierField]:
    """The newest version of every dossier field of a case, by field key."""
    newest = (
        select(DossierField.field, func.max(DossierField.version).label("version"))
        .where(DossierField.case_id == case_id)
        .group_by(DossierField.field)
        .subquery()
    )
    same = and_(DossierField.field == newest.c.field, DossierField.version == newest.c.version)
    query = select(DossierField).join(newest, same).where(DossierField.case_id == case_id)
    return list(session.scalars(query.order_by(DossierField.field)))


def field_versions(session: Session, case_id: str, field: str) -> list[DossierField]:
    """Every version of one field, oldest first."""
    query = select(DossierField).where(DossierField.case_id == case_id, DossierField.field == field)
    return list(session.scalars(query.order_by(DossierField.version)))


def add_fields(session: Session, case_id: str, rows: Sequence[DossierField]) -> None:
    """Store new values of fields, each as the version after the newest (``version`` of the rows is set here)."""
    if not rows:
        return
    latest = select(DossierField.field, func.max(DossierField.version)).where(DossierField.case_id == case_id)
    known = {row[0]: row[1] for row in session.execute(latest.group_by(DossierField.field))}
    for row in rows:
        row.case_id = case_id
        row.version = known[row.field] = known.get(row.field, 0) + 1
    session.add_all(rows)


def submissions(session: Session, case_id: str, *, limit: int = LATEST) -> list[Submission]:
    """The latest ``limit`` forms sent that were not replaced by a correction, oldest first."""
    query = select(Submission).where(Submission.case_id == case_id, Submission.replaced.is_(False))
    return list(session.scalars(query.order_by(Submission.at.desc(), Submission.id.desc()).limit(limit)))[::-1]


def submission_with_key(session: Session, case_id: str, idempotency_key: str) -> Submission | None:
    """The form that was already sent with this idempotency key."""
    same = (Submission.case_id == case_id, Submission.idempotency_key == idempotency_key)
    return session.scalar(select(Submission).where(*same))


def submission_of(session: Session, case_id: str, passage_id: str) -> Submission | None:
    """The form that counts now for one step of the history: the newest correction, else the first."""
    same = (Submission.case_id == case_id, Submission.passage_id == passage_id, Submission.replaced.is_(False))
    return session.scalar(select(Submission).where(*same).order_by(Submission.at.desc()).limit(1))


def replace_submission(session: Session, old: Submission, new: Submission) -> None:
    """Store a correction; the form it replaces stays, but counts no more."""
    session.execute(update(Submission).where(Submission.id == old.id).values(replaced=True))
    new.replaces = old.id
    session.add(new)


def passages(session: Session, case_id: str, *, limit: int | None = None, before: datetime | None = None) -> list[Passage]:
    """The history of a case, newest first; ``before`` and ``limit`` give the next page of a timeline."""
    query = select(Passage).where(Passage.case_id == case_id).order_by(Passage.at.desc(), Passage.id)
    if before is not None:
        query = query.where(Passage.at < before)
    return list(session.scalars(query if limit is None else query.limit(limit)))


def passed_places(session: Session) -> set[tuple[str, str]]:
    """(diagram, element) of everything that was really passed, over all cases: not what lapsed or was interrupted."""
    query = select(Passage.diagram, Passage.element).where(Passage.outcome.not_in(("lapsed", "interrupted"))).distinct()
    return {(diagram, element) for diagram, element in session.execute(query)}


def interrupted_tasks(session: Session, case_id: str, since: datetime) -> list[str]:
    """The names of the user tasks that were cancelled while they rested, from ``since`` on, oldest first."""
    cancelled = (Passage.kind == "userTask", Passage.outcome == "interrupted", Passage.at >= since)
    query = select(Passage.name).where(Passage.case_id == case_id, *cancelled).order_by(Passage.at, Passage.id)
    return list(dict.fromkeys(session.scalars(query)))


def find_passage(session: Session, passage_id: str) -> Passage | None:
    """One element passage, of whatever case."""
    return session.get(Passage, passage_id)


def mark_replaced(session: Session, submission_id: str) -> None:
    """A correction took its place: the form stays, but counts no more."""
    session.execute(update(Submission).where(Submission.id == submission_id).values(replaced=True))


def get_passage(session: Session, case_id: str, passage_id: str) -> Passage | None:
    """One element passage of a case."""
    return session.scalar(select(Passage).where(Passage.case_id == case_id, Passage.id == passage_id))


def decision_lines(session: Session, case_id: str, *, decision: str = "") -> list[DecisionLine]:
    """The decision log of a case (of one decision), oldest first."""
    query = select(DecisionLine).where(DecisionLine.case_id == case_id).order_by(DecisionLine.at, DecisionLine.id)
    return list(session.scalars(query.where(DecisionLine.decision == decision) if decision else query))


def put_concept(session: Session, *, place: str, user_id: str, case_id: str | None, at: datetime, sealed: bytes) -> None:
    """Keep half-filled answers; the user's earlier ones at the same place are replaced."""
    new = insert_or(session, Concept).values(place=place, user_id=user_id, case_id=case_id, at=at, sealed=sealed)
    session.execute(new.on_conflict_do_update(index_elements=["place", "user_id"], set_={"case_id": case_id, "at": at, "sealed": sealed}))


def get_concept(session: Session, place: str, user_id: str) -> Concept | None:
    """The user's half-filled answers at ``place``."""
    return session.get(Concept, (place, user_id), populate_existing=True)


def delete_concepts(session: Session, places: Sequence[str], *, user_id: str | None = None) -> None:
    """Forget the half-filled answers at these places (done, lapsed or cancelled), everyone's or one user's."""
    if places:
        there = delete(Concept).where(Concept.place.in_(places))
        there = there if user_id is None else there.where(Concept.user_id == user_id)
        session.execute(there.execution_options(synchronize_session=False))


def delete_old_concepts(session: Session, before: datetime) -> int:
    """Forget concepts of start forms (they have no case) last kept before ``before``; how many."""
    old = delete(Concept).where(Concept.case_id.is_(None), Concept.at < before)
    return int(session.execute(old.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


def letters(session: Session, case_id: str) -> list[Letter]:
    """The letters of a case, newest first, without their contents."""
    query = select(Letter).where(Letter.case_id == case_id).options(defer(Letter.sealed, raiseload=True))
    return list(session.scalars(query.order_by(Letter.at.desc(), Letter.id)))


def get_letter(session: Session, case_id: str, letter_id: str) -> Letter | None:
    """One letter of a case, with its contents."""
    return session.scalar(select(Letter).where(Letter.case_id == case_id, Letter.id == letter_id))
