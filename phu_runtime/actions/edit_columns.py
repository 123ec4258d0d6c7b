"""A decision table of a draft gets a column more or less; what was changed in its rows is kept with it."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.edit_shapes import SheetSent
from phu_runtime.records import releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.columns import column_added, column_removed
from phu_runtime.steps.draft_files import file_to_change, keep_file
from phu_runtime.steps.draft_work import draft_work
from phu_runtime.steps.store import Store
from phu_runtime.steps.tables import written


def edit_columns(store: Store, actor: Actor, release_id: str, path: str, sent: SheetSent, given: Mapping[str, str], based_on: str) -> str:
    """The digest of the file as stored. ``given``: ``weg`` (the place of the column that goes), or soort, naam, label and waarde of
    a new one.

    Raises FormInvalid (keys "row.column" for a cell, else "kolom…"), OutOfDate, NotFound, NotYours, ReleaseInvalid."""
    content = file_to_change(store, actor, release_id, path, based_on)
    draft = draft_work(releases.release_files(store.session, release_id))
    kept = written(path, content, sent, draft)
    if "weg" in given:
        changed = column_removed(path, kept, sent.decision, given["weg"])
    else:
        changed = column_added(path, kept, sent.decision, given, draft)
    return keep_file(store, actor, release_id, path, changed, based_on)
