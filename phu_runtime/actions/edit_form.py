"""A form of a draft is changed by one deed: a part added, changed, moved or taken out."""

from __future__ import annotations

from phu_runtime.edit_shapes import FormDeed
from phu_runtime.records import releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.draft_files import file_to_change, keep_file
from phu_runtime.steps.draft_forms import form_path, with_deed
from phu_runtime.steps.draft_work import draft_work
from phu_runtime.steps.store import Store


def edit_form(store: Store, actor: Actor, release_id: str, key: str, deed: FormDeed, based_on: str) -> str:
    """The digest of the file as stored. ``based_on``: digest of the file that the page showed.

    Raises FormInvalid for a setting that is wrong or a field that the gate refuses (with the article), OutOfDate when someone else
    saved the form meanwhile, NotFound, NotYours, ReleaseInvalid."""
    path = form_path(key)
    content = file_to_change(store, actor, release_id, path, based_on)
    draft = draft_work(releases.release_files(store.session, release_id))
    return keep_file(store, actor, release_id, path, with_deed(path, content, deed, draft), based_on)
