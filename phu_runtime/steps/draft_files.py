"""Keeping one file of a draft, for every editor: nobody writes over what someone else saved meanwhile."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.errors import NotFound, OutOfDate
from phu_runtime.records import drafts, release_history, releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import digest
from phu_runtime.workprocess.drafting import check_readable, file_digest


def file_to_change(store: Store, actor: Actor, release_id: str, path: str, based_on: str) -> bytes:
    """The file of a draft, for a change to what the editor saw. Raises NotFound, NotYours, OutOfDate."""
    require(actor, "edit_work_process")
    drafts.lock_draft(store.session, release_id)
    stored = releases.release_file(store.session, release_id, path)
    if stored is None:
        raise NotFound(f"Het bestand {path} staat niet in dit concept.")
    if file_digest(stored) != based_on:
        raise _overtaken()
    return stored


def keep_file(store: Store, actor: Actor, release_id: str, path: str, content: bytes | None, based_on: str) -> str:
    """The digest of the file as stored. ``based_on``: digest of the file that the editor started from, "" for a new file;
    ``content`` None takes the file out. Keeping what is already there changes nothing.

    Raises OutOfDate when someone else saved it meanwhile, ReleaseInvalid for a file that no editor can open again,
    NotFound, NotYours."""
    require(actor, "edit_work_process")
    if content is not None:
        check_readable(path, content)
    draft = drafts.lock_draft(store.session, release_id)
    stored = releases.release_file(store.session, release_id, path)
    there = file_digest(stored) if stored is not None else ""
    if content is None and stored is None:
        raise NotFound(f"Het bestand {path} staat niet in dit concept.")
    if content is not None and there == file_digest(content):
        return there
    if there != based_on:
        raise _overtaken()
    if content is None:
        drafts.remove_file(store.session, draft, path, digest)
    else:
        drafts.put_file(store.session, draft, path, content, digest)
    release_history.note_event(store.session, draft, "bestand_weg" if content is None else "gewijzigd", actor.user_id, store.now, path)
    return "" if content is None else file_digest(content)


def _overtaken() -> OutOfDate:
    return OutOfDate("Iemand anders heeft dit bestand intussen bewaard. Uw versie staat hieronder nog: vergelijk en kies.")
