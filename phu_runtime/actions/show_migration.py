"""Cases that go over together: how far it is, and what came of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from phu_runtime.access import require
from phu_runtime.errors import NotFound
from phu_runtime.records import accounts, moves, releases
from phu_runtime.release_shapes import ReleaseLine
from phu_runtime.shapes import Actor
from phu_runtime.showing.releases import SYSTEM, show_line
from phu_runtime.steps.store import Store

AT_ONCE = 50
MOST_LINES = 500


@dataclass(frozen=True)
class MovedShown:
    """One case. ``state``: wacht, over, geweigerd, terug_wacht, terug, blijft; ``place``: where it stood."""

    moved_id: str
    number: str
    place: str
    state: str
    reason: str


@dataclass(frozen=True)
class MigrationShown:
    """``counts``: state → how many; ``next``: ids of the moved cases whose turn it is, at most ``AT_ONCE``; ``lines``: at most
    ``MOST_LINES``, those that were refused first."""

    move_id: str
    line: ReleaseLine
    at: datetime
    who: str
    counts: Mapping[str, int]
    total: int
    left: int
    next: Sequence[str]
    lines: Sequence[MovedShown]


def show_migration(store: Store, actor: Actor, release_id: str, move_id: str) -> MigrationShown:
    """Raises NotYours, NotFound."""
    require(actor, "migrate_cases")
    move = moves.get_move(store.session, move_id)
    if move.release_id != release_id:
        raise NotFound("Deze overgang hoort bij een andere versie.")
    counts = moves.counts_of(store.session, [move.id])[move.id]
    names = accounts.names_of(store.session, [move.user_id])
    return MigrationShown(
        move_id=move.id,
        line=show_line(store, releases.get_release(store.session, release_id)),
        at=move.at,
        who=names.get(move.user_id, SYSTEM),
        counts=counts,
        total=sum(counts.values()),
        left=counts.get(moves.WAITS, 0) + counts.get(moves.WAITS_BACK, 0),
        next=moves.waiting_in(store.session, move.id, AT_ONCE),
        lines=[
            MovedShown(row.id, number, row.place, row.state, row.reason)
            for row, number in moves.cases_of(store.session, move.id, MOST_LINES)
        ],
    )
