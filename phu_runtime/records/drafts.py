"""Drafts of the work process: the only releases whose files change, and only for who saw the latest version of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from phu_runtime.errors import NotFound, OutOfDate
from phu_runtime.records.releases import release_files
from phu_runtime.records.tables.releases import Release, ReleaseFile

Digest = Callable[[Mapping[str, bytes]], str]


def lock_release(session: Session, release_id: str) -> Release:
    """One release, kept for this transaction until it ends. Raises NotFound."""
    release = session.scalar(select(Release).where(Release.id == release_id).with_for_update().execution_options(populate_existing=True))
    if release is None:
        raise NotFound("Deze versie van het werkproces bestaat niet.")
    return release


def lock_draft(session: Session, release_id: str) -> Release:
    """One draft to change. Raises NotFound, and OutOfDate when it is published by now."""
    release = lock_release(session, release_id)
    if release.status != "draft":
        raise OutOfDate("Deze versie is al gepubliceerd en verandert niet meer. Begin een nieuw concept.")
    return release


def put_file(session: Session, draft: Release, path: str, content: bytes, digest: Digest) -> None:
    """Store one file of a draft (locked by ``lock_draft``) and name its files anew; ``digest`` is ``workprocess.digest``."""
    row = session.get(ReleaseFile, (draft.id, path))
    if row is None:
        session.add(ReleaseFile(release_id=draft.id, path=path, content=content))
    else:
        row.content = content
    _renamed(session, draft, digest)


def remove_file(session: Session, draft: Release, path: str, digest: Digest) -> None:
    """Take one file out of a draft. Raises NotFound."""
    row = session.get(ReleaseFile, (draft.id, path))
    if row is None:
        raise NotFound(f"Het bestand {path} staat niet in dit concept.")
    session.delete(row)
    _renamed(session, draft, digest)


def _renamed(session: Session, draft: Release, digest: Digest) -> None:
    session.flush()
    draft.digest = digest(release_files(session, draft.id))
    session.flush()
