"""The gate's findings on a release: what stands between it and publication."""

from __future__ import annotations

from phu_runtime.errors import Finding
from phu_runtime.records import releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.drafts import may_see
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import check_release


def check_draft(store: Store, actor: Actor, release_id: str) -> tuple[str, list[Finding]]:
    """The digest of the files that were checked, and all findings; it only reads. Raises NotFound, NotYours."""
    release = releases.get_release(store.session, release_id)
    may_see(store, actor, release)
    return release.digest, check_release(releases.release_files(store.session, release_id))
