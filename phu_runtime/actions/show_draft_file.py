"""One file of a release, to read, download or edit."""

from __future__ import annotations

from phu_runtime.access import may
from phu_runtime.errors import NotFound
from phu_runtime.records import releases
from phu_runtime.release_shapes import DraftFile
from phu_runtime.shapes import Actor
from phu_runtime.showing.releases import show_line
from phu_runtime.steps.drafts import may_see
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.drafting import file_digest


def show_draft_file(store: Store, actor: Actor, release_id: str, path: str) -> DraftFile:
    """The file as it is stored. Raises NotFound, NotYours."""
    release = releases.get_release(store.session, release_id)
    may_see(store, actor, release)
    content = releases.release_file(store.session, release_id, path)
    if content is None:
        raise NotFound(f"Het bestand {path} staat niet in deze versie.")
    editable = release.status == "draft" and may(actor, "edit_work_process").allowed
    return DraftFile(show_line(store, release), path, content, file_digest(content), editable)
