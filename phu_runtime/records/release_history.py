"""Approvals of a release, and who did what to which release, kept also when the release itself is gone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phu_runtime.records.tables.releases import Approval, Release, ReleaseEvent

MOST = 500


def note_event(session: Session, release: Release, deed: str, user_id: str | None, at: datetime, detail: str = "") -> None:
    """One line of the history of ``release``, with the digest that it has now."""
    line = ReleaseEvent(
        release_id=release.id, name=release.name, at=at, user_id=user_id, deed=deed, detail=detail, digest=release.digest
    )
    session.add(line)
    session.flush()


def events_of(session: Session, release_id: str) -> list[ReleaseEvent]:
    """The history of one release, newest first."""
    query = select(ReleaseEvent).where(ReleaseEvent.release_id == release_id)
    return list(session.scalars(query.order_by(ReleaseEvent.at.desc(), ReleaseEvent.id)))


def latest_events(session: Session, limit: int = MOST) -> list[ReleaseEvent]:
    """The history of all releases, newest first."""
    return list(session.scalars(select(ReleaseEvent).order_by(ReleaseEvent.at.desc(), ReleaseEvent.id).limit(limit)))


def makers(session: Session, release: Release) -> frozenset[str]:
    """The ids of everyone who made or changed ``release``: none of them can approve it."""
    changed = ("begonnen", "ingelezen", "gewijzigd", "bestand_weg")
    query = select(ReleaseEvent.user_id).where(ReleaseEvent.release_id == release.id, ReleaseEvent.deed.in_(changed))
    return frozenset(one for one in (*session.scalars(query), release.created_by) if one)


def approvals(session: Session, release: Release) -> list[Approval]:
    """The approvals of the files that ``release`` has now, oldest first."""
    query = select(Approval).where(Approval.release_id == release.id, Approval.digest == release.digest)
    return list(session.scalars(query.order_by(Approval.at, Approval.user_id)))


def add_approval(session: Session, release: Release, user_id: str, role: str, at: datetime) -> None:
    """``user_id`` agrees with ``release`` as it is now; agreeing again changes nothing."""
    session.merge(Approval(release_id=release.id, digest=release.digest, user_id=user_id, role=role, at=at))
    session.flush()
