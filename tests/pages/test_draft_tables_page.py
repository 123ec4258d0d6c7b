"""The page of a decision table: rows added and kept, a wrong cell said at its place, a trial, and nobody overwritten."""

from __future__ import annotations

from typing import Any

import pytest

from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.decisions import read_decisions
from tests.pages.visiting import Page, Site, words
from tests.region import LINDA, PETRA, Region

TABLE = "dmn/afstemming_meldpunt.dmn"


@pytest.fixture
def draft(region: Region) -> str:
    return str(region.act(start_draft, region.person(PETRA), "2026.4", "Een regel erbij"))


def address(draft: str, name: str = "afstemming_meldpunt") -> str:
    return f"/werkproces/versies/{draft}/tabel/{name}"


def stored(region: Region, draft: str, path: str = TABLE) -> bytes:
    return bytes(region.act(show_draft_file, region.person(PETRA), draft, path).content)


def sent(page: Page, deed: str, changes: dict[str, Any] | None = None, form: int = 0) -> dict[str, Any]:
    """What the form of a decision would send with one of its buttons."""
    values: dict[str, Any] = {}
    for name, value in page.all('//form[input[@name="tabel"]]')[form].form_values():
        values.setdefault(name, []).append(value)
    return {**values, **(changes or {}), "actie": deed}


def test_keeping_what_was_not_changed_changes_no_byte_and_leaves_no_line(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    before = stored(region, draft)
    kept = petra.post(address(draft), sent(petra.get(address(draft)), "bewaren"))
    assert kept.status == 200
    assert "De tabel is bewaard." in kept.html
    assert stored(region, draft) == before


def test_a_row_is_added_filled_in_kept_and_decides(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    added = petra.post(address(draft), sent(petra.get(address(draft)), "boven.0"))
    assert "Nog niet bewaard" in added.text
    assert b"regel_afstemming_meldpunt_8" not in stored(region, draft)
    cells = {"cel.0.0": '"nee"', "cel.0.2": "true", "cel.0.6": '"geen"', "cel.0.7": "false", "noot.0": "Proef"}
    tried = petra.post(address(draft), sent(added, "proef", {**cells, "proef.kinderen": "nee", "proef.twijfel": "ja"}))
    assert "Regel 1 past" in tried.text
    petra.post(address(draft), sent(tried, "bewaren"))
    decisions = read_decisions({TABLE: stored(region, draft)})
    outcome = decisions.evaluate("afstemming_meldpunt", {"kinderen": "nee", "twijfel": True})
    assert (outcome.rules, outcome.outputs["niveau"]) == ([1], "geen")


def test_a_cell_that_is_no_feel_is_refused_at_its_place_and_kept_on_the_page(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    before = stored(region, draft)
    refused = petra.post(address(draft), sent(petra.get(address(draft)), "bewaren", {"cel.2.0": '"ja" of "nee"'}))
    assert refused.status == 422
    assert refused.title.startswith("Fout:")
    assert "Schrijf 'or'." in refused.text
    cell = refused.one('//*[@id="cel-afstemming_meldpunt-2-0"]')
    assert (cell.get("value"), cell.get("aria-invalid")) == ('"ja" of "nee"', "true")
    assert refused.one('//*[@id="fouten"]//a').get("href") == "#cel-afstemming_meldpunt-2-0"
    assert stored(region, draft) == before


def test_a_gap_is_told_and_its_row_added_with_one_button(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    without = petra.post(address(draft, "bewaartermijn"), sent(petra.get(address(draft, "bewaartermijn")), "weg.0"))
    assert "Geen regel past bij" in without.text
    filled = petra.post(address(draft, "bewaartermijn"), sent(without, "gat.0"))
    assert "Geen regel past bij" not in filled.text
    assert len(filled.all('//input[@name="regel"]')) == 3


def test_who_is_second_sees_what_differs_and_keeps_what_was_typed(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    page = petra.get(address(draft))
    theirs = stored(region, draft).replace(b'<text>"ja"</text>', b'<text>"onbekend"</text>', 1)
    now = region.act(show_draft_file, region.person(PETRA), draft, TABLE)
    region.act(save_draft_file, region.person(PETRA), draft, TABLE, theirs, now.digest)
    late = petra.post(address(draft), sent(page, "bewaren", {"cel.1.2": "true"}))
    assert late.status == 409
    assert 'Regel 1, Kinderen?: daar "onbekend", bij u "ja".' in late.text
    assert late.one('//*[@id="cel-afstemming_meldpunt-1-2"]').get("value") == "true"
    petra.post(address(draft), sent(late, "bewaren"))
    assert b'<text>"onbekend"</text>' in stored(region, draft)
    assert stored(region, draft) != theirs


def test_a_published_version_is_read_and_tried_but_not_changed(site: Site, region: Region) -> None:
    linda = site.visitor(LINDA)
    release = region.runtime
    with release.reading() as store:
        active = release.active_release(store)
    page = linda.get(address(active, "fase"))
    assert page.status == 200
    assert not page.all('//*[starts-with(@name, "cel.")]')
    last = len(page.all('//form[input[@name="tabel"]]')) - 1
    tried = linda.post(address(active, "fase"), sent(page, "proef", form=last))
    assert "past" in tried.text or "Geen uitkomst" in tried.text
    assert linda.post(address(active, "fase"), sent(page, "bewaren", form=last)).status == 403


def test_a_draft_is_not_shown_to_who_does_not_decide_about_it(site: Site, draft: str) -> None:
    assert site.visitor(LINDA).get(address(draft)).status == 403


def test_a_column_is_added_with_what_its_datum_may_hold_and_taken_out_again(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    before = stored(region, draft)
    page = petra.get(address(draft))
    wrong = petra.post(address(draft), sent(page, "kolom-erbij", {"kolom-naam": "overlst"}))
    assert wrong.status == 422
    assert "Bedoelt u 'overlast'?" in words(wrong.one('//*[@id="fouten"]'))
    added = petra.post(address(draft), sent(wrong, "kolom-erbij", {"kolom-naam": "overlast", "cel.0.0": '"nee"'}))
    assert "De kolom staat in de tabel." in added.html
    assert added.one('//*[@id="cel-afstemming_meldpunt-0-6"]').get("value") == "-"
    assert added.one('//*[@id="cel-afstemming_meldpunt-0-0"]').get("value") == '"nee"'
    assert added.all('//select[@name="proef.overlast"]')
    petra.post(address(draft), sent(added, "kolom-weg", {"kolom": "6", "cel.0.0": '"ja"'}))
    assert stored(region, draft) == before


def test_the_last_input_or_outcome_cannot_go(site: Site, draft: str) -> None:
    petra = site.visitor(PETRA)
    page = petra.get(address(draft, "bewaartermijn"))
    for place in ("0", "1", ""):
        refused = petra.post(address(draft, "bewaartermijn"), sent(page, "kolom-weg", {"kolom": place}))
        assert refused.status == 422
        assert refused.one('//*[@id="fouten"]//a').get("href") == "#kolom-weg-bewaartermijn"
