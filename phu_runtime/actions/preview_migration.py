"""What migrating running cases to a release would do, by position: which can, which cannot, which need a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from phu_runtime.access import require
from phu_runtime.records import accounts, moves, releases
from phu_runtime.release_shapes import ReleaseLine
from phu_runtime.shapes import Actor
from phu_runtime.showing.releases import SYSTEM, show_line
from phu_runtime.steps.migrating import why_not_over
from phu_runtime.steps.places import MigrationGroup, groups
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class MoveLine:
    """An earlier press of the button. ``over``: cases that went; ``refused``; ``back``; ``left``: whose turn has not come."""

    move_id: str
    at: datetime
    who: str
    over: int
    refused: int
    back: int
    left: int


@dataclass(frozen=True)
class MigrationPreview:
    """``why_not``: why no case can go to this release now, "" when it can. ``names``: release → its name."""

    line: ReleaseLine
    why_not: str
    groups: Sequence[MigrationGroup]
    names: dict[str, str]
    earlier: Sequence[MoveLine]


def preview_migration(store: Store, actor: Actor, release_id: str) -> MigrationPreview:
    """Groups of running cases that are not on this release, largest first; nothing changes. Raises NotYours, NotFound."""
    require(actor, "migrate_cases")
    release = releases.get_release(store.session, release_id)
    why_not = why_not_over(release, store.now)
    found = [] if why_not else groups(store, release.id)
    names = {group.release_id: releases.get_release(store.session, group.release_id).name for group in found}
    return MigrationPreview(show_line(store, release), why_not, found, names, _earlier(store, release_id))


def _earlier(store: Store, release_id: str) -> list[MoveLine]:
    rows = moves.moves_of(store.session, release_id)
    counts = moves.counts_of(store.session, [row.id for row in rows])
    names = accounts.names_of(store.session, [row.user_id for row in rows])
    return [
        MoveLine(
            move_id=row.id,
            at=row.at,
            who=names.get(row.user_id, SYSTEM),
            over=counts[row.id].get(moves.OVER, 0) + counts[row.id].get(moves.STAYS, 0),
            refused=counts[row.id].get(moves.REFUSED, 0),
            back=counts[row.id].get(moves.BACK, 0),
            left=counts[row.id].get(moves.WAITS, 0) + counts[row.id].get(moves.WAITS_BACK, 0),
        )
        for row in rows
    ]
