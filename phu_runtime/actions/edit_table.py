"""A decision of a draft is changed: its rules, labels, hit policy or texts."""

from __future__ import annotations

from phu_runtime.edit_shapes import SheetSent
from phu_runtime.records import releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.draft_files import file_to_change, keep_file
from phu_runtime.steps.draft_work import draft_work
from phu_runtime.steps.store import Store
from phu_runtime.steps.tables import written


def edit_table(store: Store, actor: Actor, release_id: str, path: str, sent: SheetSent, based_on: str) -> str:
    """The digest of the file as stored. ``based_on``: digest of the file that the page showed.

    Raises FormInvalid (keys "row.column", from 0) for texts that are no FEEL, OutOfDate when someone else saved the file
    meanwhile, NotFound, NotYours, ReleaseInvalid."""
    content = file_to_change(store, actor, release_id, path, based_on)
    draft = draft_work(releases.release_files(store.session, release_id))
    return keep_file(store, actor, release_id, path, written(path, content, sent, draft), based_on)
