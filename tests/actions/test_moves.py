"""Cases that go over together: kept as asked, one transaction each, back as one, on both databases; gone with a destroyed case."""

from __future__ import annotations

import pytest

from phu_runtime.actions.begin_migration import begin_migration
from phu_runtime.actions.go_on_migration import go_on_migration
from phu_runtime.actions.preview_migration import preview_migration
from phu_runtime.actions.refuse_migration import refuse_migration
from phu_runtime.actions.show_migration import show_migration
from phu_runtime.actions.take_back_migration import take_back_migration
from phu_runtime.errors import NotFound, NotYours, OutOfDate
from phu_runtime.records import destruction, releases
from phu_runtime.workprocess import WorkProcess
from tests.actions.test_migrating import RENAMED, keep
from tests.region import ACCEPTED, FATMA, PETRA, RELEASE, Region


def published(region: Region, work: WorkProcess) -> str:
    new = keep(region, work, "nieuw", RENAMED)
    with region.runtime.transaction() as store:
        releases.publish(store.session, releases.get_release(store.session, new), valid_from=store.now, at=store.now)
    region.clock.move(minutes=1)
    return new


def begin(region: Region, new: str) -> str:
    with region.runtime.reading() as store:
        groups = preview_migration(store, region.person(PETRA), new).groups
    return str(region.act(begin_migration, region.person(PETRA), new, groups, {}))


def go_on(region: Region, new: str, move: str) -> dict[str, int]:
    petra = region.person(PETRA)
    for moved in region.act(show_migration, petra, new, move).next:
        region.clock.move(seconds=1)
        try:
            region.act(go_on_migration, petra, moved)
        except OutOfDate as error:
            region.act(refuse_migration, petra, moved, error.message)
    return dict(region.act(show_migration, petra, new, move).counts)


def test_a_move_goes_over_and_back_on_both_databases(any_region: Region, shipped: WorkProcess) -> None:
    region = any_region
    first, second = region.follow(region.start(), ACCEPTED), region.start()
    new = published(region, shipped)
    move = begin(region, new)
    assert go_on(region, new, move) == {"over": 2}
    assert {region.case(case_id).release_id for case_id in (first, second)} == {new}
    region.follow(first, ((FATMA, "contactpoging", "gesproken"),))
    region.act(take_back_migration, region.person(PETRA), move)
    assert go_on(region, new, move) == {"terug": 1, "blijft": 1}
    lines = region.act(show_migration, region.person(PETRA), new, move).lines
    assert [(line.state, line.reason) for line in lines] == [
        ("blijft", "Deze casus kan niet meer terug: er is intussen een stap gedaan."),
        ("terug", ""),
    ]
    assert [region.case(case_id).release_id for case_id in (first, second)] == [new, RELEASE]
    with pytest.raises(OutOfDate, match="geen casus om terug"):
        region.act(take_back_migration, region.person(PETRA), move)


def test_a_case_that_went_over_meanwhile_is_refused_and_done_once(region: Region, shipped: WorkProcess) -> None:
    region.start()
    new = published(region, shipped)
    first, second = begin(region, new), begin(region, new)
    assert go_on(region, new, first) == {"over": 1}
    assert go_on(region, new, second) == {"geweigerd": 1}
    (moved,) = region.act(show_migration, region.person(PETRA), new, first).lines
    region.act(go_on_migration, region.person(PETRA), moved.moved_id)
    region.act(refuse_migration, region.person(PETRA), moved.moved_id, "te laat")
    assert region.act(show_migration, region.person(PETRA), new, first).lines == [moved]


def test_a_destroyed_case_leaves_no_line(region: Region, shipped: WorkProcess) -> None:
    case_id = region.start()
    new = published(region, shipped)
    move = begin(region, new)
    with region.runtime.transaction() as store:
        destruction.erase_case(store.session, case_id)
    assert region.act(show_migration, region.person(PETRA), new, move).total == 0


def test_a_move_is_for_process_owners_and_for_its_own_release(region: Region, shipped: WorkProcess) -> None:
    region.start()
    new = published(region, shipped)
    move = begin(region, new)
    with pytest.raises(NotFound):
        region.act(show_migration, region.person(PETRA), RELEASE, move)
    for action, given in (
        (begin_migration, (new, [], {})),
        (show_migration, (new, move)),
        (go_on_migration, (move,)),
        (refuse_migration, (move, "x")),
        (take_back_migration, (move,)),
    ):
        with pytest.raises(NotYours):
            region.act(action, region.person(FATMA), *given)
