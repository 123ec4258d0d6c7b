"""Letters as they were sent: kept as they were shown, drawn only when someone opens them, never half filled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from phu_runtime import letters
from phu_runtime.actions.letter_pdf import letter_pdf
from phu_runtime.actions.preview_letter import preview_letter
from phu_runtime.actions.show_case import show_case
from phu_runtime.actions.show_task import show_task
from phu_runtime.actions.start_case import start_case
from phu_runtime.errors import NotFound, NotYours
from phu_runtime.letters import LetterInvalid
from phu_runtime.records.tables.cases import Letter
from phu_runtime.steps.runtime import Runtime
from phu_runtime.workprocess import WorkProcess
from tests.region import ASSESSED, FATMA, LINDA, MARIEKE, NOOR, RELEASE, TENANT, Region


def report_form(region: Region, **more: Any) -> dict[str, Any]:
    return region.example("melding", "alleen achterstand", **{**TENANT, **more})


def kept(region: Region, case_id: str) -> list[Any]:
    with region.runtime.reading() as store:
        return list(store.session.scalars(select(Letter).where(Letter.case_id == case_id)))


def test_the_kept_letter_is_what_was_shown_before_it_was_sent(region: Region) -> None:
    case_id = region.start()
    task_id = region.open_tasks(case_id)["melding"].id
    linda = region.person(LINDA)
    page = region.act(show_task, linda, task_id).letter
    preview = region.act(preview_letter, linda, task_id, report_form(region))
    assert page == preview.text
    region.report(case_id)
    (row,) = kept(region, case_id)
    sent = region.act(letter_pdf, linda, case_id, row.id)
    assert sent.text == preview.text
    assert "Voorbeeldsen" in sent.text
    assert "Sociaal Wijkteam Dordrecht" in sent.text
    assert "{{" not in sent.text


def test_a_preview_follows_what_stands_in_the_form(region: Region) -> None:
    case_id = region.start()
    task_id = region.open_tasks(case_id)["melding"].id
    preview = region.act(preview_letter, region.person(LINDA), task_id, report_form(region, achternaam="Veranderdsen"))
    assert "Veranderdsen" in preview.text
    half = region.act(preview_letter, region.person(LINDA), task_id, {"achternaam": "Half"})
    assert "Voorbeeldsen" in half.text


def test_a_kept_letter_never_changes_with_the_dossier(region: Region) -> None:
    case_id = region.start()
    region.report(case_id)
    (row,) = kept(region, case_id)
    before = region.act(letter_pdf, region.person(LINDA), case_id, row.id).text
    region.clock.move(days=3)
    region.do(case_id, "casusregie", FATMA, region.example("casusregie", "team neemt aan"))
    assert region.act(letter_pdf, region.person(FATMA), case_id, row.id).text == before


def test_a_letter_is_drawn_as_pdf_outside_any_transaction(any_region: Region) -> None:
    region = any_region
    case_id = region.start()
    region.report(case_id)
    (row,) = kept(region, case_id)
    letter = region.act(letter_pdf, region.person(LINDA), case_id, row.id)
    with region.runtime.database.count_statements() as seen:
        pdf = letters.draw(letter.letter, letter.text)
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 5_000
    assert seen.texts == []
    with region.runtime.transaction():
        pass  # the database is free: nothing was held while the letter was drawn


def test_a_letter_that_misses_a_value_says_which_and_the_step_is_not_taken(region: Region, shipped: WorkProcess) -> None:
    case_id = region.start()
    letter = shipped.letters["laatste_bericht"]
    needing = replace(letter, text=letter.text + "\nUw klantnummer is {{deurwaarder_kenmerk}}.\n")
    work = replace(shipped, letters={**shipped.letters, "laatste_bericht": needing})
    runtime = region.runtime
    house = Region(Runtime(runtime.settings, runtime.database, runtime.keys, region.clock, read={RELEASE: work}), region.clock)
    revision = region.case(case_id).revision
    with pytest.raises(LetterInvalid, match="Vul eerst in: deurwaarder kenmerk"):
        house.report(case_id)
    assert region.case(case_id).revision == revision
    assert kept(region, case_id) == []
    assert list(region.open_tasks(case_id)) == ["melding"]
    assert "Vul eerst in" in house.act(show_task, region.person(LINDA), region.open_tasks(case_id)["melding"].id).letter
    region.report(case_id)
    assert len(kept(region, case_id)) == 1


def test_a_letter_is_only_for_who_may_see_the_case(region: Region) -> None:
    case_id = region.start()
    region.report(case_id)
    (row,) = kept(region, case_id)
    with pytest.raises(NotYours):
        region.act(letter_pdf, region.person(NOOR), case_id, row.id)
    with pytest.raises(NotFound):
        region.act(letter_pdf, region.person(LINDA), case_id, "0" * 32)
    assert [letter[0] for letter in region.act(show_case, region.person(FATMA), case_id).letters] == [row.id]


def test_a_task_without_a_letter_has_no_preview(region: Region) -> None:
    case_id = region.start()
    region.report(case_id)
    task_id = region.open_tasks(case_id)["casusregie"].id
    with pytest.raises(NotFound, match="geen brief"):
        region.act(preview_letter, region.person(FATMA), task_id)


def request_of(region: Region) -> str:
    """A tenant's request that Trivire answers itself; the case's id."""
    given = region.example("verzoek", "eigen gegevens")
    return str(region.act(start_case, region.person(LINDA), "verzoek", given).case_id)


def answered(region: Region, case_id: str, **more: str) -> None:
    now = f"{region.clock.now:%d-%m-%Y}"
    region.do(case_id, "verzoek_besluit", LINDA, {"verzoek_uitkomst": "deels", "verzoek_beantwoord_op": now, **more})


def test_the_answer_to_a_request_is_kept_in_words_and_not_in_codes(region: Region) -> None:
    case_id = request_of(region)
    raw = {"verzoek_uitkomst": "deels", "verzoek_reden": "rechten_anderen", "verzoek_beantwoord_op": f"{region.clock.now:%d-%m-%Y}"}
    preview = region.act(preview_letter, region.person(LINDA), region.open_tasks(case_id)["verzoek_besluit"].id, raw)
    answered(region, case_id, verzoek_reden="rechten_anderen")
    (row,) = kept(region, case_id)
    text = region.act(letter_pdf, region.person(LINDA), case_id, row.id).text
    assert preview.text == text
    assert "Uw verzoek is: Deels toegewezen." in text
    assert "Het raakt de rechten van een ander" in text
    assert "rechten_anderen" not in text
    assert (row.role, row.template) == ("partij", "antwoord_op_verzoek")


def test_an_answer_that_cannot_be_filled_leaves_the_request_open_with_the_reason(region: Region, shipped: WorkProcess) -> None:
    case_id = request_of(region)
    letter = shipped.letters["antwoord_op_verzoek"]
    needing = replace(letter, text=letter.text + "\nUw klantnummer is {{deurwaarder_kenmerk}}.\n")
    work = replace(shipped, letters={**shipped.letters, "antwoord_op_verzoek": needing})
    runtime = region.runtime
    house = Region(Runtime(runtime.settings, runtime.database, runtime.keys, region.clock, read={RELEASE: work}), region.clock)
    with pytest.raises(LetterInvalid, match="Vul eerst in: deurwaarder kenmerk"):
        answered(house, case_id, verzoek_reden="rechten_anderen")
    assert kept(region, case_id) == []
    task_id = region.open_tasks(case_id)["verzoek_besluit"].id
    assert "Vul eerst in" in house.act(show_task, region.person(LINDA), task_id).letter


def test_a_reminder_goes_out_once_however_often_contact_is_sought(region: Region) -> None:
    given = region.example("signaal", "twee maanden", gemeente="Gorinchem", **TENANT)
    case_id = str(region.act(start_case, region.person(MARIEKE), "signaal", given).case_id)
    region.do(case_id, "contact_wgs", MARIEKE, region.example("contact_wgs", "nog geen herinnering"))
    assert kept(region, case_id) == []
    for more in ({"gewezen_op_schuldhulp": "nee"}, {"gewezen_op_schuldhulp": "ja"}):
        region.do(case_id, "contact_wgs", MARIEKE, region.example("contact_wgs", "alles gedaan", **more))
        assert [row.template for row in kept(region, case_id)] == ["eerste_herinnering"]


def test_who_is_helped_gets_the_information_and_the_confirmation_of_closing(region: Region) -> None:
    case_id = region.follow(region.start(), ASSESSED)
    region.tell(case_id, "oplossing", LINDA, region.example("oplossing", "betaald"))
    region.do(case_id, "afsluiten", LINDA, region.example("afsluiten", "klaar"))
    assert [row.template for row in kept(region, case_id)] == ["laatste_bericht", "gegevens_en_rechten", "bevestiging_afsluiten"]
