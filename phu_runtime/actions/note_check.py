"""Who checked a release and what came out: kept for every page that shows it, and in its history."""

from __future__ import annotations

from phu_runtime import __version__
from phu_runtime.access import require
from phu_runtime.records import drafts, release_checks, release_history
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.gate import Checked
from phu_runtime.workprocess.gate.kept import as_text


def note_check(store: Store, actor: Actor, release_id: str, digest: str, checked: Checked) -> bool:
    """``digest``: of the files that were checked. False when they changed meanwhile, so that this is not about the release as it
    is now. A second look at the same files adds no line to the history. Raises NotFound, NotYours."""
    release = drafts.lock_release(store.session, release_id)
    require(actor, "see_drafts")
    before = release_checks.check_of(store.session, digest, release_checks.SAVING)
    found = as_text(checked)
    again = before is not None and (before.release_id, before.found) == (release_id, found)
    release_checks.keep_found(
        store.session, digest=digest, release_id=release_id, found=found, program=__version__, user_id=actor.user_id, at=store.now
    )
    if release.digest != digest:
        return False
    if release.status == "draft" and not again:
        release_history.note_event(store.session, release, "gecontroleerd", actor.user_id, store.now, checked.in_words)
    return True
