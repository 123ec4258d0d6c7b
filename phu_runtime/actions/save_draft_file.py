"""One file of a draft is replaced, added or taken out, by who saw its latest version."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.errors import NotFound, OutOfDate
from phu_runtime.records import drafts, release_history, releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import digest
from phu_runtime.workprocess.drafting import check_readable, file_digest


def save_draft_file(store: Store, actor: Actor, release_id: str, path: str, content: bytes | None, based_on: str) -> str:
    """The digest of the file as stored. ``based_on``: digest of the file that the editor started from, "" for a new file;
    ``content`` None takes the file out. Saving what is already there changes nothing.

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
        raise OutOfDate("Iemand anders heeft dit bestand intussen bewaard. Uw versie staat hieronder nog: vergelijk en kies.")
    if content is None:
        drafts.remove_file(store.session, draft, path, digest)
    else:
        drafts.put_file(store.session, draft, path, content, digest)
    release_history.note_event(store.session, draft, "bestand_weg" if content is None else "gewijzigd", actor.user_id, store.now, path)
    return "" if content is None else file_digest(content)
