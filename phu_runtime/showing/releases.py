"""Releases as people read them: lines, files, changes, agreement and history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from phu_runtime.errors import ReleaseInvalid
from phu_runtime.records import accounts, release_history, releases
from phu_runtime.release_shapes import DemandShown, FileLine, ReleaseEventShown, ReleaseLine
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.agreeing import Demand, changed_paths
from phu_runtime.workprocess.difference import difference
from phu_runtime.workprocess.requirements import FILE as REQUIREMENTS
from phu_runtime.workprocess.requirements import read_requirements

SYSTEM = "Het systeem"


def show_line(store: Store, release: Any) -> ReleaseLine:
    """One release."""
    return show_lines(store, [release])[0]


def show_lines(store: Store, found: Sequence[Any]) -> list[ReleaseLine]:
    """Releases in the order given."""
    active = releases.active_release(store.session, store.now)
    used = frozenset(releases.releases_in_use(store.session))
    names = accounts.names_of(store.session, [release.created_by for release in found if release.created_by])
    return [
        ReleaseLine(
            id=release.id,
            name=release.name,
            status=release.status,
            note=release.note,
            digest=release.digest,
            created=release.created,
            maker=names.get(release.created_by or "", SYSTEM),
            published=release.published,
            valid_from=release.valid_from,
            active=active is not None and active.id == release.id,
            used=release.id in used,
        )
        for release in found
    ]


def show_events(store: Store, events: Sequence[Any]) -> list[ReleaseEventShown]:
    """The history, in the order given."""
    names = accounts.names_of(store.session, [event.user_id for event in events if event.user_id])
    there = {release.id for release in releases.releases(store.session)}
    return [
        ReleaseEventShown(
            at=event.at,
            who=names.get(event.user_id or "", SYSTEM),
            deed=event.deed,
            detail=event.detail,
            release_id=event.release_id if event.release_id in there else "",
            name=event.name,
        )
        for event in events
    ]


def show_demands(store: Store, wanted: Iterable[Demand], release: Any) -> list[DemandShown]:
    """Who must agree, and who did."""
    given = release_history.approvals(store.session, release)
    names = accounts.names_of(store.session, [approval.user_id for approval in given])
    return [
        DemandShown(
            role=demand.role,
            number=demand.number,
            ground=demand.ground,
            given=[(names.get(one.user_id, SYSTEM), one.at) for one in given if one.role == demand.role],
        )
        for demand in wanted
    ]


def show_files(before: Mapping[str, bytes], files: Mapping[str, bytes]) -> list[FileLine]:
    """Every file, and those that were taken out."""
    changed = frozenset(changed_paths(before, files)) if before else frozenset()
    return [
        FileLine(
            path=path,
            change="" if path not in changed else "weg" if path not in files else "gewijzigd" if path in before else "nieuw",
            size=len(files.get(path, b"")),
        )
        for path in sorted(files.keys() | changed)
    ]


def show_changes(before: Mapping[str, bytes], files: Mapping[str, bytes]) -> list[str]:
    """What changed, a sentence for each change, requirements that go first; nothing when there was no release before."""
    changes = [change.sentence for change in difference(before, files)] if before else []
    return list(dict.fromkeys([*_dropped(before, files), *changes]))


def _dropped(before: Mapping[str, bytes], files: Mapping[str, bytes]) -> list[str]:
    """The requirements of the agreement that a release no longer has: nothing in the gate can miss them any more."""
    try:
        old, new = (read_requirements(some.get(REQUIREMENTS, b"")) for some in (before, files))
    except ReleaseInvalid:
        return []
    kept = {requirement.id for requirement in new}
    return [f"De eis {one.id} ({one.article}) vervalt: {one.text}" for one in old if one.id not in kept]
