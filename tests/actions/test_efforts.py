"""The dossier of efforts: chronological, sourced, only what the asking party may see, and logged as an export (R-032)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from phu_runtime import letters
from phu_runtime.actions.export_efforts import export_efforts
from phu_runtime.errors import NotFound, NotYours
from phu_runtime.letter_layout.markdown import as_blocks
from phu_runtime.records.tables.oversight import AccessLine
from tests.region import ASSESSED, BSN, FATMA, LINDA, MARIEKE, NOOR, PETRA, PLANNED, Region


def _text(region: Region, email: str, case_id: str) -> str:
    return str(region.act(export_efforts, region.person(email), case_id).text)


def test_it_tells_in_order_who_did_what_with_its_source_and_whether_the_term_was_kept(region: Region) -> None:
    text = _text(region, LINDA, region.follow(region.start(), PLANNED))
    order = ["Bereid de melding voor", "Beslis over de casusregie", "Zoek contact met de huurder", "Besluit over voortzetting"]
    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)
    assert "binnen de termijn van" in text
    assert "- **maandag 2 maart 2026, 09.02 uur, Sociaal Wijkteam Dordrecht**: Beslis over de casusregie" in text
    assert "Bron: Casusregie, PP-B1 (2)" in text
    assert "art. 7 ST a" in text
    assert "bericht aan Trivire, Sociaal Wijkteam Dordrecht" in text


def test_it_counts_per_party_what_was_done_and_kept(region: Region) -> None:
    text = _text(region, FATMA, region.follow(region.start(), ASSESSED))
    assert "- **Sociaal Wijkteam Dordrecht**: 3 stappen, waarvan 1 keer contact gezocht; 3 van 3 termijnen gehaald" in text


def test_a_party_reads_only_what_it_may_see(region: Region) -> None:
    case_id = region.start()
    region.report(case_id)
    region.follow(case_id, ASSESSED[1:])
    assert BSN not in _text(region, LINDA, case_id)
    for email in (MARIEKE, NOOR, PETRA):
        with pytest.raises(NotYours):
            _text(region, email, case_id)
    with pytest.raises(NotFound):
        _text(region, LINDA, "onbekend")


def test_making_it_is_logged_as_an_export(region: Region) -> None:
    case_id = region.follow(region.start(), ASSESSED)
    _text(region, LINDA, case_id)
    with region.runtime.reading() as store:
        lines = [line for line in store.session.scalars(select(AccessLine)) if line.action == "E"]
    assert [(line.event, line.user_id) for line in lines] == [("inspanningendossier", region.person(LINDA).user_id)]
    assert lines[0].pseudonym == region.case(case_id).pseudonym


def test_it_can_be_drawn_as_an_accessible_pdf(region: Region) -> None:
    made = region.act(export_efforts, region.person(LINDA), region.follow(region.start(), PLANNED))
    assert letters.draw(made.letter, made.text).startswith(b"%PDF")


def test_a_long_list_runs_on_over_the_pages(region: Region) -> None:
    made = region.act(export_efforts, region.person(LINDA), region.follow(region.start(), PLANNED))
    kept_together = [block["soort"] for block in as_blocks(made.text)["blokken"][-3:]]
    assert kept_together == ["kop", "alinea", "alinea"]


def test_a_case_in_which_nothing_was_done_yet_has_its_beginning(region: Region) -> None:
    text = _text(region, LINDA, region.start())
    assert "- **Trivire**: 1 stap, waarvan 0 keer contact gezocht" in text
