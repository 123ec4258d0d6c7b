"""Terms through the clock: what falls on which day, once, and moves together when a party extends it (art. 7 ST b and e, WC b)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from phu_runtime.calendar import AMSTERDAM, local_date
from phu_runtime.errors import FormInvalid
from phu_runtime.records.tables.messages import Notice
from tests.region import ACCEPTED, ASSESSED, FATMA, LINDA, SPOKEN


def assessing(region: Any) -> str:
    """Reported on Monday 2 March; the team seeks contact."""
    return str(region.follow(region.start(), ACCEPTED))


def at(region: Any, day: str) -> None:
    """The clock ticks at this Dutch moment of 2026, twice: what is due happens once."""
    region.clock.now = datetime.fromisoformat(f"2026-{day}").replace(tzinfo=AMSTERDAM)
    region.tick()
    region.tick()


def told(region: Any, case_id: str, event: str) -> int:
    """How often an event was told in a case, to whomever."""
    with region.runtime.reading() as store:
        counted = select(func.count()).select_from(Notice).where(Notice.case_id == case_id, Notice.event == event)
        return int(store.session.execute(counted).scalar_one())


def due(region: Any, case_id: str, element: str) -> str:
    """The day on which a drawn timer falls."""
    return local_date(next(timer.due for timer in region.timers(case_id) if timer.element == element)).isoformat()


def test_the_first_assessment_warns_on_day_7_asks_on_day_11_and_ends_on_day_14(any_region: Any) -> None:
    region = any_region
    case_id = assessing(region)
    at(region, "03-09 07:59")
    assert "termijn_nadert" not in region.told(FATMA)
    at(region, "03-09 08:01")
    assert region.told(FATMA).count("termijn_nadert") == 1
    at(region, "03-13 07:59")
    assert "termijn_niet_gehaald" not in region.open_tasks(case_id)
    at(region, "03-13 08:01")
    assert region.open_tasks(case_id)["termijn_niet_gehaald"].organisation_id == region.person(FATMA).organisation_id
    at(region, "03-16 23:59")
    assert "termijn_verstreken" not in region.told(LINDA)
    at(region, "03-17 00:00")
    assert (region.told(LINDA).count("termijn_verstreken"), region.told(FATMA).count("termijn_verstreken")) == (1, 1)


def test_a_clock_that_stood_still_catches_up_in_one_tick(region: Any) -> None:
    case_id = assessing(region)
    at(region, "03-20 09:00")
    assert region.told(LINDA).count("termijn_verstreken") == 1
    assert {"termijn_niet_gehaald", "contactpoging"} <= set(region.open_tasks(case_id))


def test_a_warning_that_no_diagram_draws_comes_from_the_table_once(region: Any) -> None:
    case_id = assessing(region)
    row = region.open_tasks(case_id)["contactpoging"]
    assert local_date(row.due).isoformat() == "2026-03-16"
    ladder = [timer for timer in region.timers(case_id) if timer.kind == "warning"]
    assert [(timer.task_id, local_date(timer.due).isoformat()) for timer in ladder] == [(row.id, "2026-03-12")]
    region.do(case_id, "contactpoging", FATMA, region.example("contactpoging", "geen reactie op telefoon"))
    at(region, "03-09 08:01")
    before = told(region, case_id, "termijn_nadert")
    at(region, "03-12 08:01")
    assert told(region, case_id, "termijn_nadert") == before + 1
    assert [timer for timer in region.timers(case_id) if timer.kind == "warning"] == []


def test_a_task_that_is_done_warns_no_more(region: Any) -> None:
    case_id = region.start()
    region.report(case_id)
    assert [timer.element for timer in region.timers(case_id) if timer.kind == "warning"] == ["beslis_casusregie"]
    region.do(case_id, "casusregie", FATMA, region.example("casusregie", "team neemt aan"))
    assert [timer.element for timer in region.timers(case_id) if timer.kind == "warning"] == ["zoek_contact"]


def test_an_extension_moves_the_row_and_the_drawn_timer_and_nothing_else(region: Any) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    assert (due(region, case_id, "dag_14"), due(region, case_id, "dag_11")) == ("2026-03-16", "2026-03-13")
    region.days(7)
    region.tell(case_id, "termijn_verlengen", FATMA, region.example("termijn_verlengen", "eerste beoordeling"))
    row = region.open_tasks(case_id)["eerste_beoordeling"]
    assert local_date(row.due).isoformat() == "2026-03-23"
    assert row.term_words == "verlengd tot en met maandag 23 maart 2026"
    assert due(region, case_id, "dag_14") == "2026-03-23"
    assert local_date(region.case(case_id).pause_until).isoformat() == "2026-03-16"
    assert region.told(LINDA).count("termijn_verlengd") == 1
    at(region, "03-17 00:01")
    assert "termijn_verstreken" not in region.told(LINDA)
    at(region, "03-24 00:01")
    assert region.told(LINDA).count("termijn_verstreken") == 1


def test_an_extension_moves_the_warnings_of_the_table(region: Any) -> None:
    case_id = assessing(region)
    region.tell(
        case_id, "termijn_verlengen", FATMA,
        {"verlenging_termijn": "contactpogingen_periode", "vertraging_reden": "geen_contact", "nieuwe_datum": "2026-03-25"},
    )  # fmt: skip
    row = region.open_tasks(case_id)["contactpoging"]
    assert local_date(row.due).isoformat() == "2026-03-25"
    ladder = [timer.due for timer in region.timers(case_id) if timer.kind == "warning"]
    assert [local_date(moment).isoformat() for moment in ladder] == ["2026-03-23"]


def test_a_term_of_another_party_cannot_be_extended(region: Any) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    with pytest.raises(FormInvalid) as refused:
        region.tell(case_id, "termijn_verlengen", LINDA, region.example("termijn_verlengen", "eerste beoordeling"))
    assert "uw organisatie" in refused.value.problems["verlenging_termijn"]
    assert due(region, case_id, "dag_14") == "2026-03-16"


def test_the_row_tells_how_its_term_was_counted(region: Any) -> None:
    case_id = region.start()
    region.report(case_id)
    words = region.open_tasks(case_id)["casusregie"].term_words
    assert words == "2 werkdagen vanaf ma 2 maart → wo 4 maart"


def test_the_collection_pause_ends_with_the_answer(region: Any) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    pause = region.case(case_id).pause_until
    assert local_date(pause).isoformat() == "2026-03-16"
    region.follow(case_id, ASSESSED[2:])
    assert region.case(case_id).pause_until is None
    assert region.known(case_id)["incassopauze"] is False


def test_the_collection_pause_ends_with_the_term_when_no_answer_comes(region: Any) -> None:
    case_id = assessing(region)
    at(region, "03-16 23:50")
    assert region.known(case_id)["incassopauze"] is True
    at(region, "03-17 00:01")
    assert region.known(case_id)["incassopauze"] is False
    assert region.case(case_id).pause_until is None


def test_an_extended_collection_pause_runs_to_its_new_end(region: Any) -> None:
    case_id = assessing(region)
    region.tell(
        case_id, "termijn_verlengen", LINDA,
        {"verlenging_termijn": "incassopauze", "vertraging_reden": "wacht_op_partij", "nieuwe_datum": "2026-03-20"},
    )  # fmt: skip
    assert local_date(region.case(case_id).pause_until).isoformat() == "2026-03-20"
    at(region, "03-19 12:00")
    assert region.known(case_id)["incassopauze"] is True
    at(region, "03-21 12:00")
    assert region.known(case_id)["incassopauze"] is False
