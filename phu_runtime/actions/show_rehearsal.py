"""A release to try, with what its reader kept of a rehearsal on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from phu_runtime.access import may, require
from phu_runtime.dossier.seal import unseal
from phu_runtime.records import dossiers, releases
from phu_runtime.release_shapes import ReleaseLine
from phu_runtime.shapes import Actor
from phu_runtime.showing.releases import show_line
from phu_runtime.steps.concepts import rehearsal_place, user_key
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class RehearsalKept:
    """``kept``: ``rules`` (the digest of what it ran on), ``scenario`` (YAML, its whole state), ``notes`` (sentences) and ``stuck``; empty
    when nothing is kept. ``may_record``: the reader may save a scenario in this release."""

    line: ReleaseLine
    kept: Mapping[str, Any]
    may_record: bool


def show_rehearsal(store: Store, actor: Actor, release_id: str) -> RehearsalKept:
    """Raises NotFound, NotYours: trying is for who may see drafts, also where a release is already published."""
    require(actor, "see_drafts")
    release = releases.get_release(store.session, release_id)
    place = rehearsal_place(release_id)
    kept = dossiers.get_concept(store.session, place, actor.user_id)
    found = unseal(user_key(store, actor), actor.user_id, place, kept.sealed) if kept else {}
    may_record = release.status == "draft" and may(actor, "edit_work_process").allowed
    return RehearsalKept(show_line(store, release), found, may_record)
