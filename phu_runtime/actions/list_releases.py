"""Every release: the drafts for who decides about them, and all that were ever published."""

from __future__ import annotations

from phu_runtime.access import may, require
from phu_runtime.records import releases
from phu_runtime.release_shapes import ReleaseLine
from phu_runtime.shapes import Actor
from phu_runtime.showing.releases import show_lines
from phu_runtime.steps.store import Store


def list_releases(store: Store, actor: Actor) -> list[ReleaseLine]:
    """Newest first."""
    require(actor, "see_work_process")
    drafts = may(actor, "see_drafts").allowed
    found = [release for release in releases.releases(store.session) if drafts or release.status != "draft"]
    return show_lines(store, found)
