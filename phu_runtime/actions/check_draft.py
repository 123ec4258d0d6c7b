"""What the gate must look at: the files of a release, handed out so that no transaction is open while it looks."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import releases
from phu_runtime.release_shapes import ToCheck
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def check_draft(store: Store, actor: Actor, release_id: str) -> ToCheck:
    """The files as they are now. A door gives them to ``runtime.gate.check`` after this transaction, and what comes out to
    ``note_check``. Raises NotFound, NotYours."""
    release = releases.get_release(store.session, release_id)
    require(actor, "see_drafts")
    return ToCheck(release.id, release.digest, releases.release_files(store.session, release_id))
