"""Running cases go over from the page: by position, in portions, with a reason for each that cannot, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from phu_runtime.pages import migration
from phu_runtime.records import release_history, releases
from phu_runtime.workprocess import WorkProcess
from tests.pages.rules import broken_rules
from tests.pages.test_revision_pages import ASSESS, RENAMED, keep
from tests.pages.visiting import Page, Site, Visitor, words
from tests.region import ACCEPTED, FATMA, PETRA, RELEASE, Region

ELSEWHERE = (ASSESS, "zoek_contact", "zoek_huurder")


def begin(visitor: Visitor, page: Page, group: str, **choices: str) -> Page:
    keys = {words(section.xpath(".//h2")[0]): section.xpath(".//button/@value")[0] for section in page.all("//main/section[.//button]")}
    return visitor.post(page.path, {"groep": keys.get(group, group), **choices})


def rows(page: Page) -> list[str]:
    return [words(row) for row in page.all("//tbody/tr")]


@pytest.fixture
def waiting(region: Region) -> list[str]:
    return [region.follow(region.start(), ACCEPTED) for _ in range(3)]


def test_cases_go_over_by_position_and_back_until_their_next_step(
    site: Site, region: Region, shipped: WorkProcess, waiting: list[str]
) -> None:
    first = region.start()
    new = keep(region, shipped, "nieuw", RENAMED, published=True)
    region.clock.move(minutes=1)
    visitor = site.visitor(PETRA)
    page = visitor.get(f"/werkproces/versies/{new}/migratie")
    assert broken_rules(page) == []
    assert "Zoek contact met de huurder Kan over 3 casussen, nu op versie meegeleverd" in page.text
    page = begin(visitor, page, "Zoek contact met de huurder")
    assert broken_rules(page) == []
    assert "Klaar: 3 van 3 casussen gedaan" in page.text
    assert [row.split(" ", 1)[1] for row in rows(page)] == [
        "Zoek contact met de huurder Overgezet Zet terug : " + row.split(" ")[0] for row in rows(page)
    ]
    assert {region.case(case_id).release_id for case_id in waiting} == {new}
    assert region.case(first).release_id == RELEASE
    region.clock.move(minutes=1)
    region.follow(waiting[0], ((FATMA, "contactpoging", "gesproken"),))
    page = visitor.post(page.one("//form[.//button[contains(., 'casussen terug')]]/@action"), {})
    assert [row.split(" ", 1)[1] for row in rows(page)] == [
        "Zoek contact met de huurder Blijft over Deze casus kan niet meer terug: er is intussen een stap gedaan.",
        *["Zoek contact met de huurder Teruggezet"] * 2,
    ]
    assert [region.case(case_id).release_id for case_id in waiting] == [new, RELEASE, RELEASE]
    with region.runtime.reading() as store:
        details = sorted(event.detail for event in release_history.events_of(store.session, new) if event.deed == "gemigreerd")
    assert details == ["3 casussen", "3 casussen terug"]
    assert "Petra Vermeer 1 0 2 0" in visitor.get(f"/werkproces/versies/{new}/migratie").text


def test_a_case_is_taken_back_on_its_own(site: Site, region: Region, shipped: WorkProcess, waiting: list[str]) -> None:
    new = keep(region, shipped, "nieuw", RENAMED, published=True)
    region.clock.move(minutes=1)
    visitor = site.visitor(PETRA)
    page = begin(visitor, visitor.get(f"/werkproces/versies/{new}/migratie"), "alle")
    region.clock.move(minutes=1)
    number = region.case(waiting[1]).number
    form = next(form for form in page.all("//form[.//input[@name='casus']]") if number in words(form))
    visitor.post(form.get("action"), {"casus": form.xpath(".//input[@name='casus']/@value")[0]})
    assert [region.case(case_id).release_id for case_id in waiting] == [new, RELEASE, new]


def test_what_is_left_goes_on_in_the_next_portion(
    site: Site, region: Region, shipped: WorkProcess, waiting: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    new = keep(region, shipped, "nieuw", RENAMED, published=True)
    region.clock.move(minutes=1)
    monkeypatch.setattr(migration, "AT_A_TIME", -1.0)
    visitor = site.visitor(PETRA)
    page = begin(visitor, visitor.get(f"/werkproces/versies/{new}/migratie"), "alle")
    assert broken_rules(page) == []
    assert "1 van 3 casussen gedaan" in page.text
    assert "Nog 2 casussen" in page.text
    onward = page.one("//form[@hx-trigger]/@action")
    assert "2 van 3 casussen gedaan" in visitor.post(onward, {}).text
    assert "Klaar: 3 van 3" in visitor.post(onward, {}).text
    assert {region.case(case_id).release_id for case_id in waiting} == {new}


def test_a_step_that_is_gone_asks_where_the_work_goes_on(site: Site, region: Region, shipped: WorkProcess, waiting: list[str]) -> None:
    text = {**shipped.files}[ASSESS].decode()
    new = keep(region, shipped, "nieuw", *[ELSEWHERE] * text.count("zoek_contact"), published=True)
    region.clock.move(minutes=1)
    visitor = site.visitor(PETRA)
    page = visitor.get(f"/werkproces/versies/{new}/migratie")
    assert "Zoek contact met de huurder : dit onderdeel bestaat niet meer." in page.text
    name = page.one("//select[contains(@name, 'zoek_contact')]/@name")
    chosen = dict.fromkeys(page.all("//select/@name"), "")
    refused = begin(visitor, page, "Zoek contact met de huurder", **chosen)
    assert refused.status == 422
    assert refused.title.startswith("Fout:")
    assert "Kies waar het werk verdergaat." in refused.text
    done = begin(visitor, page, "Zoek contact met de huurder", **{name: "zoek_huurder"})
    assert "Overgezet: 3" in done.text
    assert [region.open_tasks(case_id)["contactpoging"].element for case_id in waiting] == ["zoek_huurder"] * 3


def test_only_a_version_in_force_gets_running_cases(site: Site, region: Region, shipped: WorkProcess, waiting: list[str]) -> None:
    visitor = site.visitor(PETRA)
    draft = keep(region, shipped, "concept", RENAMED)
    assert "nog een concept" in visitor.get(f"/werkproces/versies/{draft}/migratie").text
    assert visitor.post(f"/werkproces/versies/{draft}/migratie", {"groep": "alle"}).status == 409
    later = keep(region, shipped, "later", RENAMED)
    with region.runtime.transaction() as store:
        row = releases.get_release(store.session, later)
        releases.publish(store.session, row, valid_from=store.now + timedelta(days=7), at=store.now)
    assert "geldt nog niet" in visitor.get(f"/werkproces/versies/{later}/migratie").text
    assert {region.case(case_id).release_id for case_id in waiting} == {RELEASE}
