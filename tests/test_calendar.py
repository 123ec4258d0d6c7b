"""Working days and terms: the law's days, months that end right, and the sum in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phu_runtime.calendar import AMSTERDAM, Calendar, TermInvalid, add_months, long_date, short_date, working_days_between

CALENDAR = Calendar()


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)


def test_the_days_of_the_termijnenwet_are_no_working_days() -> None:
    days = [(1, 1), (4, 3), (4, 6), (4, 27), (5, 5), (5, 14), (5, 25), (12, 25)]
    assert [CALENDAR.working_day(date(2026, month, day)) for month, day in days] == [False] * 8
    assert CALENDAR.working_day(date(2026, 5, 4))
    assert not CALENDAR.working_day(date(2026, 5, 2))


def test_a_term_in_working_days_names_the_holiday_it_skips() -> None:
    term = CALENDAR.end_of_term(at(2026, 4, 30, 10), 3, "werkdagen")
    assert term.words == "3 werkdagen vanaf do 30 april: Bevrijdingsdag telt niet → wo 6 mei"
    assert term.due == at(2026, 5, 6, 23, 59, 59)


def test_an_extra_day_of_the_work_process_counts_as_a_holiday() -> None:
    calendar = Calendar({date(2026, 5, 15): "Brugdag"})
    term = calendar.end_of_term(at(2026, 5, 13, 9), 1, "werkdagen")
    assert term.words == "1 werkdag vanaf wo 13 mei: Hemelvaartsdag en Brugdag tellen niet → ma 18 mei"


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due", "words"),
    [
        (at(2026, 4, 30, 9), 2, "weken", at(2026, 5, 15, 23, 59, 59),
         "2 weken vanaf do 30 april: do 14 mei is Hemelvaartsdag, dan de eerstvolgende werkdag → vr 15 mei"),
        (at(2026, 1, 31, 9), 1, "maanden", at(2026, 3, 2, 23, 59, 59),
         "1 maand vanaf za 31 januari: za 28 februari is geen werkdag, dan de eerstvolgende werkdag → ma 2 maart"),
        (at(2024, 1, 31, 9), 1, "maanden", at(2024, 2, 29, 23, 59, 59), "1 maand vanaf wo 31 januari → do 29 februari"),
        (at(2026, 11, 24, 9), 4, "dagen", at(2026, 11, 30, 23, 59, 59),
         "4 dagen vanaf di 24 november: za 28 november is geen werkdag, dan de eerstvolgende werkdag → ma 30 november"),
        (at(2026, 12, 31, 9), 1, "dagen", at(2027, 1, 4, 23, 59, 59),
         "1 dag vanaf do 31 december: vr 1 januari 2027 is Nieuwjaarsdag, dan de eerstvolgende werkdag → ma 4 januari 2027"),
        (at(2026, 11, 24, 15, 30), 24, "uren", at(2026, 11, 25, 15, 30),
         "24 uren vanaf di 24 november 15.30 uur → wo 25 november 15.30 uur"),
        (at(2026, 11, 24, 15, 30), 0, "direct", at(2026, 11, 24, 23, 59, 59),
         "direct vanaf di 24 november: dezelfde werkdag → di 24 november"),
        (at(2026, 11, 28, 15, 30), 0, "direct", at(2026, 11, 30, 23, 59, 59),
         "direct vanaf za 28 november: de eerste werkdag → ma 30 november"),
    ],
)  # fmt: skip
def test_terms_end_where_the_law_says(start: datetime, amount: int, unit: str, due: datetime, words: str) -> None:
    term = CALENDAR.end_of_term(start, amount, unit)
    assert (term.due, term.words) == (due, words)


def test_retention_does_not_roll_forward() -> None:
    assert CALENDAR.end_of_term(at(2026, 1, 31), 1, "maanden", roll=False).due == at(2026, 2, 28, 23, 59, 59)


def test_hours_are_real_hours_when_the_clock_changes() -> None:
    term = CALENDAR.end_of_term(at(2026, 3, 28, 12), 24, "uren")
    assert term.due.astimezone(UTC) - at(2026, 3, 28, 12).astimezone(UTC) == timedelta(hours=24)
    assert term.words.endswith("→ zo 29 maart 13.00 uur")


def test_days_end_at_the_end_of_the_local_day_in_summer_and_winter() -> None:
    assert CALENDAR.end_of_term(datetime(2026, 3, 20, 23, 30, tzinfo=UTC), 2, "weken").due.isoformat() == "2026-04-07T23:59:59+02:00"
    assert CALENDAR.add_working_days(at(2026, 10, 23), 1).isoformat() == "2026-10-26T23:59:59+01:00"


def test_a_moment_late_at_night_in_utc_belongs_to_the_dutch_day() -> None:
    assert CALENDAR.add_working_days(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), 1) == at(2026, 11, 25, 23, 59, 59)


@pytest.mark.parametrize(("amount", "unit"), [(1, "jaren"), (-1, "dagen"), (5001, "weken"), (1.5, "dagen")])
def test_a_term_that_cannot_be_counted_says_what_can(amount: int, unit: str) -> None:
    with pytest.raises(TermInvalid, match="Kies uit|Geef een heel getal"):
        CALENDAR.end_of_term(at(2026, 1, 1), amount, unit)


def test_a_start_without_time_zone_is_refused() -> None:
    with pytest.raises(TermInvalid, match="tijdzone"):
        CALENDAR.end_of_term(datetime(2026, 1, 1), 1, "dagen")  # noqa: DTZ001


def test_dates_in_words() -> None:
    assert long_date(at(2026, 4, 30, 9)) == "donderdag 30 april 2026"
    assert short_date(date(2027, 1, 1), date(2026, 12, 31)) == "vr 1 januari 2027"


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_adding_working_days_counts_exactly_that_many(start: date, amount: int) -> None:
    end = CALENDAR.add_working_days(start, amount)
    days = list(working_days_between(CALENDAR, start, end))
    assert len(days) == amount
    assert days[-1] == end.date()


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 40))
def test_adding_months_keeps_the_day_or_takes_the_last(start: date, months: int) -> None:
    later = add_months(start, months)
    assert (later.year * 12 + later.month) - (start.year * 12 + start.month) == months
    assert later.day == start.day or (later + timedelta(days=1)).day == 1
