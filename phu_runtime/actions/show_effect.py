"""The effect of a draft on cases, in counts: who looks sees no case. It takes seconds, so it only reads; ``ask_effect`` logged it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from phu_runtime.access import require
from phu_runtime.dossier.seal import unseal
from phu_runtime.records import releases, replaying
from phu_runtime.release_shapes import ReleaseLine
from phu_runtime.shapes import Actor
from phu_runtime.showing.releases import show_line
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess, read_release
from phu_runtime.workprocess.effect import Counted, Position, Replay, counted, positions_in


@dataclass(frozen=True)
class EffectShown:
    """The effect of a draft on cases. ``reasons`` and ``cases``: (reason, count), largest first; a count is None when it is small,
    ``changed`` None when it would give a small one away."""

    line: ReleaseLine
    decisions: int
    changed: int | None
    reasons: Sequence[tuple[str, int | None]]
    cases: Sequence[tuple[str, int | None]]
    sentences: Sequence[str]


def show_effect(store: Store, actor: Actor, release_id: str) -> EffectShown:
    """Counts by reason for a draft (or any other release). Raises NotYours, NotFound, ReleaseInvalid when it cannot run."""
    require(actor, "edit_work_process")
    release = releases.get_release(store.session, release_id)
    draft = read_release(releases.release_files(store.session, release.id))
    decided = replay(store, draft)
    cases = _positions(store, draft)
    return EffectShown(
        line=show_line(store, release),
        decisions=decided.total,
        changed=decided.changed,
        reasons=[(group.reason, group.count) for group in decided.groups],
        cases=[(group.reason, group.count) for group in cases.groups],
        sentences=[decided.sentence("eerdere besluiten vallen"), cases.sentence("lopende casussen met open taken vallen")],
    )


def replay(store: Store, draft: WorkProcess) -> Counted:
    """Every logged decision of every case that is not destroyed, taken again."""
    again = Replay(draft)
    for rows in replaying.logged_decisions(store.session):
        keys = store.keys.case_keys(sorted({row.case_id for row in rows}))
        for row in rows:
            if row.case_id in keys:
                again.add(row.decision, unseal(keys[row.case_id], row.case_id, f"decision/{row.id}", row.sealed))
    return counted(again.total, again.reasons)


def _positions(store: Store, draft: WorkProcess) -> Counted:
    by_release: dict[str, list[Position]] = {}
    for release_id, *rest in replaying.open_positions(store.session):
        by_release.setdefault(release_id, []).append(Position(*rest))
    found: dict[str, set[str]] = {}
    for release_id, positions in by_release.items():
        for reason, cases in positions_in(store.runtime.work_process(store.session, release_id), draft, positions).items():
            found.setdefault(reason, set()).update(cases)
    all_cases = {position.case_id for positions in by_release.values() for position in positions}
    changed = len(set().union(*found.values()))
    return counted(len(all_cases), {reason: len(cases) for reason, cases in found.items()}, changed)
