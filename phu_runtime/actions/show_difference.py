"""A release beside another: in sentences, and part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from phu_runtime.access import may
from phu_runtime.records import releases
from phu_runtime.release_shapes import ReleaseLine
from phu_runtime.shapes import Actor
from phu_runtime.showing.releases import show_line, show_lines
from phu_runtime.steps import drafts
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.side_by_side import FilePair, side_by_side


@dataclass(frozen=True)
class DifferenceShown:
    """``before``: what it is compared with, None when it follows nothing. ``others``: what it can be compared with."""

    line: ReleaseLine
    before: ReleaseLine | None
    others: Sequence[ReleaseLine]
    files: Sequence[FilePair]


def show_difference(store: Store, actor: Actor, release_id: str, other_id: str = "") -> DifferenceShown:
    """The release beside ``other_id``, or beside what it follows. Raises NotFound, NotYours (a draft is for who decides about it)."""
    release = releases.get_release(store.session, release_id)
    drafts.may_see(store, actor, release)
    other = releases.get_release(store.session, other_id) if other_id else drafts.followed(store, release)
    if other is not None:
        drafts.may_see(store, actor, other)
    seen = may(actor, "see_drafts").allowed
    others = [each for each in releases.releases(store.session) if each.id != release.id and (seen or each.status != "draft")]
    before = releases.release_files(store.session, other.id) if other is not None else {}
    files = side_by_side(before, releases.release_files(store.session, release.id)) if other is not None else []
    earlier = show_line(store, other) if other is not None else None
    return DifferenceShown(show_line(store, release), earlier, show_lines(store, others), files)
