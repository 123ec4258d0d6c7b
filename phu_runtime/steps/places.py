"""Where running cases stand, and which of them can go over to another release: by position."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from phu_runtime.dossier.seal import unseal
from phu_runtime.engine import Lost, obstacles
from phu_runtime.errors import CaseStuck
from phu_runtime.records import replaying
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess

CAN, CANNOT, CHOICE = "kan", "kan niet", "keuze"


@dataclass(frozen=True)
class MigrationGroup:
    """Running cases that stand at the same place. ``key``: the same as long as they do; ``state``: kan, kan niet, keuze;
    ``obstacles``: (element, name, reason); ``choices``: element that is gone → elements (id, name) where its token may go on."""

    key: str
    release_id: str
    positions: Sequence[str]
    state: str
    case_ids: Sequence[str]
    obstacles: Sequence[tuple[str, str, str]]
    choices: Mapping[str, Sequence[tuple[str, str]]]


def groups(store: Store, release_id: str) -> list[MigrationGroup]:
    """Groups of running cases that are not on this release, largest first; nothing changes. Raises NotFound."""
    new = store.runtime.work_process(store.session, release_id)
    found: dict[tuple[str, tuple[str, ...], tuple[Lost, ...]], list[str]] = {}
    positions = replaying.positions_of_cases(store.session)
    for rows in replaying.running_states(store.session, release_id):
        keys = store.keys.case_keys([row.id for row in rows])
        for row in rows:
            if row.id not in keys:
                continue
            old = store.runtime.work_process(store.session, row.release_id)
            try:
                lost = tuple(obstacles(old.diagrams, new.diagrams, unseal(keys[row.id], row.id, "state", row.state)))
            except CaseStuck as stuck:
                lost = (Lost(stuck.element, stuck.name, stuck.reason),)
            found.setdefault((row.release_id, positions.get(row.id, ()), lost), []).append(row.id)
    made = [_group(store, new, *key, cases) for key, cases in found.items()]
    return sorted(made, key=lambda group: -len(group.case_ids))


def _group(
    store: Store, new: WorkProcess, release_id: str, positions: tuple[str, ...], lost: tuple[Lost, ...], cases: list[str]
) -> MigrationGroup:
    old = store.runtime.work_process(store.session, release_id)
    choices = {each.element: _choices(old, new, each.element) for each in lost}
    state = CAN if not lost else CHOICE if all(choices.values()) else CANNOT
    key = hashlib.sha256(repr((release_id, positions, lost)).encode()).hexdigest()[:16]
    return MigrationGroup(
        key=key,
        release_id=release_id,
        positions=positions,
        state=state,
        case_ids=cases,
        obstacles=[(each.element, each.name, each.reason) for each in lost],
        choices=choices if state == CHOICE else {},
    )


def _choices(old: WorkProcess, new: WorkProcess, element: str) -> list[tuple[str, str]]:
    """Where the token of an open task that is gone may go on: tasks of the same diagram that are new, or have its form."""
    for diagram in old.diagrams:
        gone = diagram.by_id.get(element)
        if gone is None or gone.kind != "userTask" or diagram.key not in new.diagrams or element in new.diagrams[diagram.key].by_id:
            continue
        there = (each for each in new.diagrams[diagram.key].elements if each.kind == "userTask" and each.within == gone.within)
        return [(each.id, each.name or each.id) for each in there if each.id not in diagram.by_id or each.form == gone.form]
    return []
