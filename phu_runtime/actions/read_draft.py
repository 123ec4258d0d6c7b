"""All files of a release, to try them."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.access import require
from phu_runtime.records import releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def read_draft(store: Store, actor: Actor, release_id: str) -> Mapping[str, bytes]:
    """Path to content. Raises NotFound, NotYours."""
    require(actor, "see_drafts")
    releases.get_release(store.session, release_id)
    return releases.release_files(store.session, release_id)
