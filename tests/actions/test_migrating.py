"""Running cases go over to another release one by one, with tasks, terms, claims and concepts; back is possible until the next step."""

from __future__ import annotations

import pytest

from phu_runtime.actions.claim_task import claim_task
from phu_runtime.actions.migrate_case import migrate_case
from phu_runtime.actions.preview_migration import preview_migration
from phu_runtime.actions.show_case import show_case
from phu_runtime.actions.undo_migration import undo_migration
from phu_runtime.errors import NotYours, OutOfDate
from phu_runtime.records import oversight, releases
from phu_runtime.records.tables.releases import Release
from phu_runtime.steps.places import groups
from phu_runtime.workprocess import WorkProcess, digest
from tests.region import ACCEPTED, FATMA, LONG_AGO, PETRA, RELEASE, SPOKEN, Region

ASSESS = "bpmn/eerste_beoordeling.bpmn"


def keep(region: Region, work: WorkProcess, name: str, *changes: tuple[str, str, str]) -> str:
    files = dict(work.files)
    for path, before, after in changes:
        assert before in files[path].decode(), before
        files[path] = files[path].decode().replace(before, after).encode()
    with region.runtime.transaction() as store:
        release = Release(id=name, name=name, digest=digest(files), status="draft", created=LONG_AGO)
        releases.add_release(store.session, release, files)
    return name


RENAMED = (ASSESS, 'name="Zoek contact met de huurder"', 'name="Zoek de huurder op"')
ELSEWHERE = (ASSESS, "zoek_contact", "zoek_huurder")


def test_a_case_goes_over_with_its_tasks_terms_and_claims(any_region: Region, shipped: WorkProcess) -> None:
    region = any_region
    case_id = region.follow(region.start(), ACCEPTED)
    before, timers = region.open_tasks(case_id)["contactpoging"], region.timers(case_id)
    region.act(claim_task, region.person(FATMA), before.id)
    new = keep(region, shipped, "nieuw", RENAMED)
    region.clock.move(minutes=1)
    region.act(migrate_case, region.person(PETRA), case_id, new)
    after = region.open_tasks(case_id)["contactpoging"]
    assert (after.id, after.due, after.name) == (before.id, before.due, "Zoek de huurder op")
    assert after.claimed_by == region.person(FATMA).user_id
    assert [(timer.id, timer.due) for timer in region.timers(case_id)] == [(timer.id, timer.due) for timer in timers]
    assert region.case(case_id).release_id == new
    shown = region.act(show_case, region.person(FATMA), case_id)
    assert shown.timeline[0].title == "Casus overgezet naar een andere versie van het werkproces"
    region.do(case_id, "contactpoging", FATMA, region.example("contactpoging", "gesproken"))
    assert "eerste_beoordeling" in region.open_tasks(case_id)


def test_it_can_go_back_until_its_next_step(region: Region, shipped: WorkProcess) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    before, new = region.open_tasks(case_id)["contactpoging"], keep(region, shipped, "nieuw", RENAMED)
    petra = region.person(PETRA)
    region.clock.move(minutes=1)
    region.act(migrate_case, petra, case_id, new)
    region.clock.move(minutes=1)
    region.act(undo_migration, petra, case_id)
    after = region.open_tasks(case_id)["contactpoging"]
    assert (after.id, after.name, after.due) == (before.id, before.name, before.due)
    assert region.case(case_id).release_id == RELEASE
    region.clock.move(minutes=1)
    region.act(migrate_case, petra, case_id, new)
    region.follow(case_id, ((FATMA, "contactpoging", "gesproken"),))
    with pytest.raises(OutOfDate, match="intussen een stap"):
        region.act(undo_migration, petra, case_id)


def test_the_preview_groups_by_position_and_a_choice_moves_the_token(region: Region, shipped: WorkProcess) -> None:
    stuck, free = region.follow(region.start(), ACCEPTED), region.start()
    new, petra = keep(region, shipped, "nieuw", ELSEWHERE), region.person(PETRA)
    with region.runtime.reading() as store:
        states = {group.state: group for group in groups(store, new)}
    assert list(states["kan"].case_ids) == [free]
    assert list(states["keuze"].case_ids) == [stuck]
    assert ("zoek_contact", "Zoek contact met de huurder", "Dit onderdeel bestaat niet meer.") in states["keuze"].obstacles
    assert "zoek_huurder" in [key for key, _ in states["keuze"].choices["zoek_contact"]]
    task = region.open_tasks(stuck)["contactpoging"].id
    with pytest.raises(OutOfDate, match="Zoek contact met de huurder"):
        region.act(migrate_case, petra, stuck, new)
    assert region.case(stuck).release_id == RELEASE
    region.act(migrate_case, petra, stuck, new, {"zoek_contact": "zoek_huurder"})
    assert (region.open_tasks(stuck)["contactpoging"].id, region.open_tasks(stuck)["contactpoging"].element) == (task, "zoek_huurder")
    region.follow(stuck, ((FATMA, "contactpoging", "gesproken"),))
    assert "eerste_beoordeling" in region.open_tasks(stuck)


def test_only_the_process_owner_migrates_and_it_is_logged(region: Region, shipped: WorkProcess) -> None:
    case_id, new = region.follow(region.start(), SPOKEN), keep(region, shipped, "nieuw", RENAMED)
    for action, given in ((migrate_case, (case_id, new)), (undo_migration, (case_id,)), (preview_migration, (new,))):
        with pytest.raises(NotYours):
            region.act(action, region.person(FATMA), *given)
    region.act(migrate_case, region.person(PETRA), case_id, new)
    with pytest.raises(OutOfDate, match="al op deze versie"):
        region.act(migrate_case, region.person(PETRA), case_id, new)
    with region.runtime.reading() as store:
        lines = [line.event for line in oversight.lines(store.session, oversight.LogFilter())[0]]
    assert "casus overgezet" in lines
