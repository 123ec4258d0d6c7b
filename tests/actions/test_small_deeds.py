"""Concepts, notices, the frame and the clock of a practice environment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from phu_runtime.actions.claim_task import claim_task
from phu_runtime.actions.mark_notices_read import mark_notices_read
from phu_runtime.actions.move_clock import move_clock
from phu_runtime.actions.preview_task import preview_task
from phu_runtime.actions.release_task import release_task
from phu_runtime.actions.save_concept import save_concept
from phu_runtime.actions.show_event import show_event
from phu_runtime.actions.show_frame import show_frame
from phu_runtime.actions.show_kept import show_kept
from phu_runtime.actions.show_notices import show_notices
from phu_runtime.actions.show_start import show_start
from phu_runtime.actions.start_case import start_case
from phu_runtime.errors import FormInvalid, NotFound, NotYours, OutOfDate, PhuError
from phu_runtime.records import facts
from phu_runtime.steps.runtime import Runtime
from tests.region import ACCEPTED, ESRA, FATMA, LINDA, MARK, NOOR, PETRA, TENANT, Region


def values(form: object) -> dict[str, object]:
    return {field.key: field.value for part in form.fields for field in (part, *part.fields)}  # type: ignore[attr-defined]


def test_a_start_form_that_is_sent_twice_begins_one_case(any_region: Region) -> None:
    region = any_region
    raw, linda = region.example("aanleiding", "regeling niet nagekomen", gemeente="Dordrecht", **TENANT), region.person(LINDA)
    first = region.act(start_case, linda, "aanleiding", raw, "sleutel")
    again = region.act(start_case, linda, "aanleiding", raw, "sleutel")
    assert again.case_id == first.case_id
    assert "niets dubbel" in again.sentence
    other = region.act(start_case, region.person(MARK), "aanleiding", {**raw, "huisnummer": "14"}, "sleutel")
    assert other.case_id != first.case_id
    with pytest.raises(FormInvalid):
        region.act(start_case, linda, "aanleiding", {**raw, "gemeente": ""}, "tweede")
    assert region.act(start_case, linda, "aanleiding", {**raw, "huisnummer": "16"}, "tweede").case_id != first.case_id


def test_two_start_forms_with_one_key_at_once_begin_one_case(any_region: Region) -> None:
    region = any_region
    raw, linda = region.example("aanleiding", "regeling niet nagekomen", gemeente="Dordrecht", **TENANT), region.person(LINDA)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: region.act(start_case, linda, "aanleiding", raw, "tegelijk"), range(4)))
    assert len({each.case_id for each in done}) == 1


def test_a_concept_of_a_start_form_comes_back_and_goes_when_the_case_starts(region: Region) -> None:
    linda = region.person(LINDA)
    region.act(save_concept, linda, "start:aanleiding", {"achternaam": "Halverwege"})
    assert values(region.act(show_start, linda))["achternaam"] == "Halverwege"
    assert values(region.act(show_start, region.person(MARK)))["achternaam"] in (None, "")
    region.start()
    assert values(region.act(show_start, linda))["achternaam"] in (None, "")


def test_a_concept_of_an_event_comes_back_and_goes_when_it_is_sent(region: Region) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    linda, place = region.person(LINDA), f"gebeurtenis:{case_id}:nieuw_feit"
    region.act(save_concept, linda, place, {"toelichting_feit": "Half"})
    assert values(region.act(show_event, linda, case_id, "nieuw_feit")[1])["toelichting_feit"] == "Half"
    region.tell(case_id, "nieuw_feit", LINDA, region.example("nieuw_feit", "betaling"))
    assert values(region.act(show_event, linda, case_id, "nieuw_feit")[1])["toelichting_feit"] != "Half"


@pytest.mark.parametrize(("place", "refusal"), [("taak:0", NotFound), ("start:plan", NotFound), ("elders:1", NotFound)])
def test_a_concept_has_no_other_places(region: Region, place: str, refusal: type[PhuError]) -> None:
    with pytest.raises(refusal):
        region.act(save_concept, region.person(LINDA), place, {})


def test_a_concept_at_a_task_of_another_is_refused(region: Region) -> None:
    case_id = region.start()
    with pytest.raises(NotYours):
        region.act(save_concept, region.person(ESRA), f"taak:{region.open_tasks(case_id)['melding'].id}", {})


def test_only_a_corporation_starts_a_case(region: Region) -> None:
    for email in (FATMA, NOOR, PETRA):
        with pytest.raises(NotYours):
            region.act(start_case, region.person(email), "aanleiding", {})
    with pytest.raises(NotFound):
        region.act(start_case, region.person(LINDA), "plan", {})
    with pytest.raises(FormInvalid) as refused:
        region.act(start_case, region.person(LINDA), "aanleiding", {**TENANT, "gemeente": "Amsterdam"})
    assert "gemeente" in refused.value.problems


def test_a_task_is_claimed_given_back_and_claimed_by_a_colleague(region: Region) -> None:
    case_id = region.start()
    task_id, linda, mark = region.open_tasks(case_id)["melding"].id, region.person(LINDA), region.person(MARK)
    region.act(claim_task, linda, task_id)
    with pytest.raises(OutOfDate, match="Linda de Groot"):
        region.act(claim_task, mark, task_id)
    region.act(release_task, linda, task_id)
    with pytest.raises(OutOfDate, match="al vrijgegeven"):
        region.act(release_task, linda, task_id)
    region.act(claim_task, mark, task_id)
    assert region.open_tasks(case_id)["melding"].claimed_by == mark.user_id


def test_a_preview_shows_what_an_answer_opens_and_stores_nothing(region: Region) -> None:
    case_id = region.start()
    task_id, linda = region.open_tasks(case_id)["melding"].id, region.person(LINDA)
    before = region.case(case_id).revision
    for answer, opens in (("ja", True), ("nee", False)):
        form = region.act(preview_task, linda, task_id, {"twijfel": answer})
        assert {field.key: field.shown for part in form.fields for field in part.fields}["twijfel_reden"] is opens
    assert region.case(case_id).revision == before


def test_what_could_not_be_sent_is_shown_with_the_words_of_its_form(region: Region) -> None:
    kept = region.act(show_kept, region.person(LINDA), "melding", {"achternaam": "Getypt"})
    assert values(kept)["achternaam"] == "Getypt"
    gone = region.act(show_kept, region.person(LINDA), "bestaat_niet", {"iets": "waarde"})
    assert [(field.label, field.value) for field in gone.fields] == [("Iets", "waarde")]


def test_a_notice_is_counted_until_it_is_read(region: Region) -> None:
    region.report(region.start())
    fatma = region.person(FATMA)
    assert region.act(show_frame, fatma).counts["berichten"] == 1
    (notice,) = region.act(show_notices, fatma)[0]
    assert region.act(mark_notices_read, region.person(ESRA), [notice.notice_id]) == 0
    assert region.act(mark_notices_read, fatma, [notice.notice_id]) == 1
    assert region.act(mark_notices_read, fatma) == 0
    assert region.act(show_frame, fatma).counts["berichten"] == 0


def test_the_clock_of_the_demo_moves_for_everyone_and_never_back(region: Region) -> None:
    linda = region.person(LINDA)
    before = region.act(show_frame, linda).now
    region.act(move_clock, linda, days=3, hours=2)
    assert region.act(show_frame, region.person(FATMA)).now - before == timedelta(days=3, hours=2)
    for step in ({"days": -1}, {"hours": 0}, {"days": 371}):
        with pytest.raises(FormInvalid):
            region.act(move_clock, linda, **step)


def test_the_clock_of_a_real_site_stands(region: Region) -> None:
    runtime = region.runtime
    with runtime.transaction() as store:
        facts.put_fact(store.session, "mode", "real")
    real = Runtime(replace(runtime.settings, demo=False), runtime.database, runtime.keys, region.clock)
    with pytest.raises(PhuError, match="oefenomgeving"), real.transaction() as store:
        move_clock(store, None, days=1)
