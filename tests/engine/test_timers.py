"""Timers: computed once, kept over restore, fired in order, on the Dutch calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from phu_runtime.engine.moments import due_moment, read_duration, read_moment
from phu_runtime.errors import NotFound, OutOfDate
from phu_runtime.feel import YearsMonths

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def test_warnings_come_one_by_one_and_their_moments_are_fixed_at_the_start(begin, world) -> None:
    case = begin("warnings")
    start = world.now
    assert case.timers == {name: start + timedelta(days=days) for name, days in (("dag_7", 7), ("dag_11", 11), ("dag_14", 14))}
    case.later(days=3)
    assert world.evaluated == [7, 14]
    assert case.later(days=4).open == ["antwoorden", "herinneren_dag_7"]
    assert case.later(days=4).open == ["antwoorden", "herinneren_dag_11", "herinneren_dag_7"]
    assert case.later(days=3).open == ["antwoorden", "herinneren_dag_11", "herinneren_dag_14", "herinneren_dag_7"]
    assert world.evaluated == [7, 14]


def test_a_timer_due_exactly_now_fires_and_one_a_second_later_does_not(begin) -> None:
    case = begin("warnings").later(days=7, seconds=-1)
    assert "herinneren_dag_7" not in case.open
    assert "herinneren_dag_7" in case.later(seconds=1).open


def test_a_task_done_in_time_takes_its_warnings_with_it(begin) -> None:
    case = begin("warnings").later(days=8).do("antwoorden")
    assert case.now.timers == []
    assert case.later(days=30).open == ["afronden", "herinneren_dag_7"]


def test_a_clock_that_jumps_fires_all_that_passed_in_order(begin) -> None:
    case = begin("warnings").later(days=100)
    assert case.passed("fired") == ["dag_7", "dag_11", "dag_14"]


def test_a_late_completion_still_raises_the_warnings_that_passed(begin, world) -> None:
    case = begin("warnings")
    world.now += timedelta(days=12)
    assert case.do("antwoorden").open == ["afronden", "herinneren_dag_11", "herinneren_dag_7"]


def test_a_term_that_interrupts_takes_the_task_away(begin, world) -> None:
    case = begin("term_interrupts")
    task = case.now.open_tasks[0]
    assert case.later(days=14).open == ["escaleren"]
    with pytest.raises(OutOfDate):
        case.run.complete(task.id, {}, world)
    assert begin("term_interrupts").do("antwoorden").now.completed


def test_completing_after_an_interrupting_term_passed_unseen_is_refused(begin, world) -> None:
    case = begin("term_interrupts")
    world.now += timedelta(days=15)
    with pytest.raises(OutOfDate):
        case.do("antwoorden")


def test_a_timer_that_starts_when_it_is_already_due_fires_in_the_same_step(begin) -> None:
    assert begin("terms_in_a_row").later(days=7).open == ["afronden"]


def test_a_moved_timer_fires_at_its_new_moment(begin, world) -> None:
    case = begin("warnings")
    moved = next(timer for timer in case.now.timers if timer.element == "dag_7")
    case.told(case.run.move_timer(moved.id, world.now + timedelta(days=9), world))
    assert case.timers["dag_7"] == world.now + timedelta(days=9)
    assert "herinneren_dag_7" not in case.later(days=8).open
    assert "herinneren_dag_7" in case.later(days=1).open
    with pytest.raises(OutOfDate):
        case.run.move_timer(moved.id, world.now, world)


def test_one_of_two_timers_of_an_event_gateway_can_be_moved(begin, world) -> None:
    case = begin("whichever_first")
    long = next(timer for timer in case.now.timers if timer.element == "lang")
    case.told(case.run.move_timer(long.id, world.now + timedelta(days=1), world))
    assert case.later(days=1).open == ["na_lang"]


def test_a_timer_of_another_case_is_unknown(begin, world) -> None:
    other = begin("warnings").now.timers[0]
    case = begin("warnings")
    with pytest.raises(NotFound):
        case.run.move_timer(other.id, world.now, world)


def test_a_boundary_timer_names_the_task_it_is_on(begin) -> None:
    case = begin("warnings")
    task = case.now.open_tasks[0]
    assert {(timer.attached_to, timer.task_id) for timer in case.now.timers} == {("antwoorden", task.id)}
    assert [timer.expression for timer in case.now.timers] == ["=over(7)", "P11D", "=over(14)"]


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("start", "text", "due"),
    [
        (_at(2026, 3, 28, 9), "P1D", _at(2026, 3, 29, 9)),
        (_at(2026, 3, 28, 9), "PT24H", _at(2026, 3, 29, 10)),
        (_at(2026, 10, 24, 9), "P1D", _at(2026, 10, 25, 9)),
        (_at(2026, 10, 24, 9), "PT24H", _at(2026, 10, 25, 8)),
        (_at(2026, 1, 31, 9), "P1M", _at(2026, 2, 28, 9)),
        (_at(2028, 1, 31, 9), "P1M", _at(2028, 2, 29, 9)),
        (_at(2026, 1, 15, 9), "P6M", _at(2026, 7, 15, 9)),
        (_at(2026, 8, 15, 9), "P1Y", _at(2027, 8, 15, 9)),
        (_at(2026, 3, 1, 9), "P2W", _at(2026, 3, 15, 9)),
        (_at(2026, 12, 31, 23, 30), "P1M1DT2H", _at(2027, 2, 1, 23, 30) + timedelta(hours=2)),
    ],
)
def test_durations_count_on_the_dutch_calendar(start: datetime, text: str, due: datetime) -> None:
    assert due_moment(text, start.astimezone(UTC)) == due.astimezone(UTC)


def test_a_day_that_lands_in_the_missing_hour_is_still_a_moment() -> None:
    assert due_moment("P1D", _at(2026, 3, 28, 2, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("process", ["month_term", "day_term", "hour_term"])
def test_a_case_begun_in_winter_fires_its_summer_timer_on_time(begin, world, process: str) -> None:
    world.now = _at(2026, 3, 28, 12).astimezone(UTC)
    due = {"month_term": _at(2026, 4, 28, 12), "day_term": _at(2026, 3, 29, 12), "hour_term": _at(2026, 3, 29, 13)}[process]
    case = begin(process)
    assert case.timers == {"wachten": due.astimezone(UTC)}
    world.now = due.astimezone(UTC) - timedelta(seconds=1)
    assert case.later(seconds=0).open == []
    assert case.later(seconds=1).open == ["afronden"]


def test_a_timer_may_be_a_date_a_moment_a_duration_or_a_text() -> None:
    now = datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert due_moment(date(2026, 7, 3), now) == datetime(2026, 7, 2, 22, tzinfo=UTC)
    assert due_moment(datetime(2026, 7, 3, 12), now) == datetime(2026, 7, 3, 10, tzinfo=UTC)  # noqa: DTZ001
    assert due_moment(timedelta(days=1, hours=2), now) == datetime(2026, 7, 2, 12, tzinfo=UTC)
    assert due_moment(YearsMonths(2), now) == datetime(2026, 9, 1, 10, tzinfo=UTC)
    assert due_moment("2026-07-03T12:00:00+02:00", now) == datetime(2026, 7, 3, 10, tzinfo=UTC)
    assert due_moment("2026-07-03", now) == datetime(2026, 7, 2, 22, tzinfo=UTC)
    assert due_moment('"P1D"', now) == datetime(2026, 7, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize("value", [None, True, 7, "morgen", "P", "PT", "P1", "2026-13-01", "", []])
def test_what_is_no_time_is_no_time(value: object) -> None:
    assert due_moment(value, datetime(2026, 7, 1, tzinfo=UTC)) is None


def test_the_shortest_a_duration_can_be_is_known() -> None:
    assert read_duration("PT59S").least_seconds() == 59  # type: ignore[union-attr]
    assert read_duration("P1D").least_seconds() == 23 * 3600  # type: ignore[union-attr]
    assert read_moment("geen") is None
