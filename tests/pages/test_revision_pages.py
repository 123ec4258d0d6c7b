"""The pages of a change of the work process: what differs, what it does to cases, and taking running cases over."""

from __future__ import annotations

from typing import Any

import pytest

from phu_runtime.records import oversight, release_history, releases
from phu_runtime.records.tables.releases import Release
from phu_runtime.workprocess import WorkProcess, digest
from tests.pages.rules import broken_rules
from tests.pages.visiting import Site, words
from tests.region import ACCEPTED, LINDA, LONG_AGO, PETRA, RELEASE, Region

HANS = "hans.timmermans@adviesgroep.example"
ASSESS, TERMS = "bpmn/eerste_beoordeling.bpmn", "dmn/termijnen.dmn"
RENAMED = (ASSESS, 'name="Zoek contact met de huurder"', 'name="Zoek de huurder op"')
SHORTER = (TERMS, "<text>3</text>", "<text>2</text>")


def keep(region: Region, work: WorkProcess, name: str, *changes: tuple[str, str, str], published: bool = False) -> str:
    """A release that follows the shipped one, with these replacements (path, before, after)."""
    files = dict(work.files)
    for path, before, after in changes:
        assert before in files[path].decode(), before
        files[path] = files[path].decode().replace(before, after, 1).encode()
    with region.runtime.transaction() as store:
        row: dict[str, Any] = {"status": "draft", "created": LONG_AGO, "parent_id": RELEASE, "note": "", "created_by": None}
        release = releases.add_release(store.session, Release(id=name, name=name, digest=digest(files), **row), files)
        if published:
            releases.publish(store.session, release, valid_from=store.now, at=store.now)
    return name


@pytest.fixture
def draft(region: Region, shipped: WorkProcess) -> str:
    return keep(region, shipped, "concept", RENAMED, SHORTER)


def test_the_difference_is_told_in_sentences_by_file_and_shown_beside_each_other(site: Site, draft: str) -> None:
    page = site.visitor(PETRA).get(f"/werkproces/versies/{draft}/verschil")
    assert broken_rules(page) == []
    assert "Bij 'Zoek de huurder op': naam van 'Zoek contact met de huurder' naar 'Zoek de huurder op'." in page.text
    assert "Termijn 'mzo_advies' van 3 naar 2 werkdagen." in page.text

    assert [words(one) for one in page.all("//td/del | //td/ins")] == ["3", "2"]
    addresses = page.all("//@data-bpmn")
    assert addresses == [f"/werkproces/versies/{one}/tekening/eerste_beoordeling.bpmn" for one in (RELEASE, draft)]
    assert all(site.visitor(PETRA).get(address).status == 200 for address in addresses)
    assert "andere regels zijn gelijk" in page.text


def test_any_two_versions_can_be_compared(site: Site, draft: str) -> None:
    visitor = site.visitor(PETRA)
    assert "Deze versie volgt op geen andere" in visitor.get(f"/werkproces/versies/{RELEASE}/verschil").text
    page = visitor.get(f"/werkproces/versies/{RELEASE}/verschil?met={draft}")
    assert "Termijn 'mzo_advies' van 2 naar 3 werkdagen." in page.text
    assert "Deze versies zijn gelijk" in visitor.get(f"/werkproces/versies/{RELEASE}/verschil?met={RELEASE}").text


def test_the_difference_of_a_draft_is_for_who_decides_about_it(site: Site, draft: str) -> None:
    visitor = site.visitor(LINDA)
    for path in (f"{draft}/verschil", f"{draft}/tekening/eerste_beoordeling.bpmn", f"{RELEASE}/verschil?met={draft}"):
        assert visitor.get(f"/werkproces/versies/{path}").status == 403, path
    assert visitor.get(f"/werkproces/versies/{RELEASE}/tekening/eerste_beoordeling.bpmn").status == 200
    assert visitor.get(f"/werkproces/versies/{RELEASE}/tekening/nergens.bpmn").status == 404


def test_the_effect_is_told_in_counts_after_a_press_and_logged_once(site: Site, region: Region, shipped: WorkProcess) -> None:
    for _ in range(5):
        region.follow(region.start(), ACCEPTED)
    one = keep(region, shipped, "concept", ("dmn/casusregie.dmn", '<text>"sociaal_team"</text>', '<text>"woningcorporatie"</text>'))
    visitor = site.visitor(PETRA)
    page = visitor.get(f"/werkproces/versies/{one}/effect")
    assert broken_rules(page) == []
    assert "Het doel is evaluatie" in page.text
    assert evaluations(region) == []
    page = visitor.post(page.path, {})
    assert broken_rules(page) == []
    rows = [words(row) for row in page.all("//tbody/tr")]
    assert rows[0].startswith("'Casusregie': Casusregisseur wordt 'Woningcorporatie' in plaats van 'Sociaal team' 5")
    assert "vallen er 5 anders uit." in page.text
    assert evaluations(region) == ["effect van een concept berekend"]
    assert deeds(region, one) == ["effect_bekeken"]


def test_a_version_that_cannot_run_has_no_effect_and_says_why(site: Site, region: Region, shipped: WorkProcess) -> None:
    broken = keep(region, shipped, "kapot", (TERMS, "<text>3</text>", "<text>3 +</text>"))
    visitor = site.visitor(PETRA)
    page = visitor.post(visitor.get(f"/werkproces/versies/{broken}/effect").path, {})
    assert (page.status, broken_rules(page)) == (422, [])
    assert "kan zo niet draaien" in page.text
    assert deeds(region, broken) == []


def deeds(region: Region, release_id: str) -> list[str]:
    with region.runtime.reading() as store:
        return [event.deed for event in release_history.events_of(store.session, release_id)]


def evaluations(region: Region) -> list[str]:
    with region.runtime.reading() as store:
        return [line.event for line in oversight.lines(store.session, oversight.LogFilter())[0] if line.purpose == "evaluatie"]


def test_only_the_process_owner_counts_the_effect(site: Site, draft: str) -> None:
    visitor = site.visitor(HANS)
    assert visitor.get(f"/werkproces/versies/{draft}/effect").status == 403
    assert visitor.post(f"/werkproces/versies/{draft}/effect", {}).status == 403
