"""One file of a draft is replaced, added or taken out, by who saw its latest version."""

from __future__ import annotations

from phu_runtime.shapes import Actor
from phu_runtime.steps.draft_files import keep_file
from phu_runtime.steps.store import Store


def save_draft_file(store: Store, actor: Actor, release_id: str, path: str, content: bytes | None, based_on: str) -> str:
    """The digest of the file as stored. ``based_on``: digest of the file that the editor started from, "" for a new file;
    ``content`` None takes the file out. Saving what is already there changes nothing.

    Raises OutOfDate when someone else saved it meanwhile, ReleaseInvalid for a file that no editor can open again,
    NotFound, NotYours."""
    return keep_file(store, actor, release_id, path, content, based_on)
