"""Something is changed in a diagram of a draft without its canvas: a field, a task more, an element less."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.records import releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.draft_files import file_to_change, keep_file
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.editing.diagrams import apply_deed, read_choices


def edit_diagram(
    store: Store, actor: Actor, release_id: str, path: str, deed: str, element: str, fields: Mapping[str, str], based_on: str
) -> str:
    """The id of the element to show next. ``deed``: a key of ``workprocess.editing.diagrams.DEEDS``; ``based_on``: digest of the file
    that the reader saw.

    Raises OutOfDate when someone else saved it meanwhile, FormInvalid with a sentence per field for what cannot be, NotFound,
    NotYours, ReleaseInvalid."""
    content = file_to_change(store, actor, release_id, path, based_on)
    files = releases.release_files(store.session, release_id)
    changed, following = apply_deed(path, content, deed, element, fields, read_choices(files))
    keep_file(store, actor, release_id, path, changed, based_on)
    return following
