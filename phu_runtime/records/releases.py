"""Releases of the work process: frozen sets of files. What is stored is never changed, only published or withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import case, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from phu_runtime.errors import NotFound
from phu_runtime.records.rows import insert_rows
from phu_runtime.records.tables.cases import Case
from phu_runtime.records.tables.releases import Approval, Release, ReleaseFile


def add_release(session: Session, release: Release, files: Mapping[str, bytes]) -> Release:
    """Store a release with its files (path to content)."""
    session.add(release)
    session.flush()
    rows = [{"release_id": release.id, "path": path, "content": content} for path, content in sorted(files.items())]
    insert_rows(session, ReleaseFile, rows)
    return release


def get_release(session: Session, release_id: str) -> Release:
    """One release. Raises NotFound."""
    release = session.get(Release, release_id)
    if release is None:
        raise NotFound("Deze versie van het werkproces bestaat niet.")
    return release


def release_with_digest(session: Session, digest: str) -> Release | None:
    """The release with exactly these files: a published one before a draft, the newest first (a fresh copy has the files of
    the release that it was copied from)."""
    draft = case((Release.status == "draft", 1), else_=0)
    return session.scalar(select(Release).where(Release.digest == digest).order_by(draft, Release.created.desc()).limit(1))


def release_files(session: Session, release_id: str) -> dict[str, bytes]:
    """The files of a release, path to content; empty when it does not exist."""
    query = select(ReleaseFile.path, ReleaseFile.content).where(ReleaseFile.release_id == release_id).order_by(ReleaseFile.path)
    return {row.path: row.content for row in session.execute(query)}


def release_paths(session: Session, release_id: str) -> list[str]:
    """The paths of the files of a release, in order."""
    return list(session.scalars(select(ReleaseFile.path).where(ReleaseFile.release_id == release_id).order_by(ReleaseFile.path)))


def release_file(session: Session, release_id: str, path: str) -> bytes | None:
    """One file of a release."""
    return session.scalar(select(ReleaseFile.content).where(ReleaseFile.release_id == release_id, ReleaseFile.path == path))


def releases(session: Session) -> list[Release]:
    """Every release, newest first."""
    return list(session.scalars(select(Release).order_by(Release.created.desc(), Release.id)))


def active_release(session: Session, at: datetime) -> Release | None:
    """The release on which cases start at ``at``: published, the latest ``valid_from`` that has passed.

    One whose ``valid_until`` has passed stays active: the agreement's end gives a banner, no silent stop.
    """
    published = (Release.status == "published", Release.valid_from <= at)
    query = select(Release).where(*published).order_by(Release.valid_from.desc(), Release.published.desc(), Release.id)
    return session.scalar(query.limit(1))


def release_before(session: Session, release: Release, at: datetime) -> Release | None:
    """The release that is in force at ``at`` once ``release`` is withdrawn."""
    published = (Release.status == "published", Release.valid_from <= at, Release.id != release.id)
    query = select(Release).where(*published).order_by(Release.valid_from.desc(), Release.published.desc(), Release.id)
    return session.scalar(query.limit(1))


def next_release(session: Session, at: datetime) -> Release | None:
    """The published release that takes over first after ``at``."""
    published = (Release.status == "published", Release.valid_from > at)
    return session.scalar(select(Release).where(*published).order_by(Release.valid_from, Release.id).limit(1))


def publish(session: Session, release: Release, *, valid_from: datetime, at: datetime) -> None:
    """New cases start on ``release`` from ``valid_from``."""
    release.status, release.valid_from, release.published = "published", valid_from, at


def withdraw(session: Session, release: Release) -> None:
    """No new case starts on ``release`` (roll back); cases that run on it go on."""
    release.status = "withdrawn"


def releases_in_use(session: Session) -> list[str]:
    """Ids of the releases on which a case runs or ran and is not destroyed."""
    return list(session.scalars(select(Release.id).where(exists().where(Case.release_id == Release.id)).order_by(Release.created)))


def remove_draft(session: Session, release: Release) -> None:
    """Remove a draft that no case uses. Raises NotFound for what was published."""
    if release.status != "draft":
        raise NotFound("Alleen een concept kan weg. Een gepubliceerde versie blijft bewaard.")
    session.execute(update(Release).where(Release.parent_id == release.id).values(parent_id=release.parent_id))
    session.execute(delete(Approval).where(Approval.release_id == release.id))
    for file in session.scalars(select(ReleaseFile).where(ReleaseFile.release_id == release.id)):
        session.delete(file)
    session.flush()
    session.delete(release)


def published_between(session: Session, start: datetime, end: datetime) -> list[Release]:
    """Releases that were active at some moment from ``start`` to ``end``, by their first day."""
    lasting = or_(Release.valid_until.is_(None), Release.valid_until >= start)
    query = select(Release).where(Release.status == "published", Release.valid_from < end, lasting)
    return list(session.scalars(query.order_by(Release.valid_from)))
