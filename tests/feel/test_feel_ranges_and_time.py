"""Ranges relate as Table 78 says, and dates hold where Python's own end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phu_runtime.feel import YearsMonths, compile_expression, equal, temporal, to_text
from phu_runtime.feel.literals import read_at

TRUE = """
before(1, 10); before(1, (1..10]); before([1..10), 10); before([1..10], [15..20]); before([1..10), [10..20]); before([1..10], (10..20])
after(10, 5); after(12, [1..10]); after(10, [1..10)); after([11..20], [1..10]); after((10..20], [1..10])
meets([1..5], [5..10]); met by([5..10], [1..5]); overlaps([1..5], [3..8]); overlaps([3..8], [1..5]); overlaps([1..8], [3..5])
overlaps([1..5], [5..8]); overlaps before([1..5], [3..8]); overlaps before([1..5), (1..5]); overlaps before([1..5], (1..5])
overlaps after([3..8], [1..5]); overlaps after((1..5], [1..5)); finishes(10, [1..10]); finishes([5..10], [1..10])
finishes((1..10], [1..10]); finished by([1..10], 10); finished by([1..10], (5..10]); includes([1..10], 5); includes([1..10], [1..10))
includes((1..10], (1..10]); during(5, [1..10]); during([4..6], [1..10)); during((1..5], (1..10]); starts(1, [1..10])
starts([1..5], [1..10]); starts([1..10), [1..10]); started by([1..10], 1); started by([1..10], [1..10)); coincides(5, 5)
coincides([1..5], [1..5]); overlaps((< 5), [1..2]); during([@"2026-01-01"..@"2026-02-01"], [@"2026-01-01"..@"2026-12-31"])
"""
FALSE = """
before(10, 1); before(1, [1..10]); before([1..10], 10); before([1..10], [10..20]); after(5, 10); after(10, [1..10])
meets([1..5), [5..10]); meets([1..5], (5..10]); met by([5..10], [1..5)); overlaps([1..5], [6..8]); overlaps([1..5), [5..8])
overlaps before([1..5], [1..5]); overlaps before([1..5), [1..5]); overlaps before([1..5], [1..5)); overlaps after([1..5], [1..5])
overlaps after((1..5], [1..6]); overlaps after((1..5], (1..5]); overlaps after((1..5], [2..5]); finishes(10, [1..10))
finishes([5..10), [1..10]); includes([1..10), 10); includes([1..10), [1..10]); during([1..10], [1..10)); starts(1, (1..10])
starts((1..5], [1..10]); starts([1..5], (1..10]); starts(2, [1..10]); coincides((1..5), [1..5]); coincides(3, 4)
"""
NULL = 'before(1, "a"); meets(1, [1..2]); overlaps([1..2], ["a".."b"]); coincides(1, "a"); during(null, [1..2]); includes(5, [1..2])'


def listed(texts: str) -> list[str]:
    return [one.strip() for one in texts.replace("\n", ";").split(";") if one.strip()]


@pytest.mark.parametrize(
    ("text", "value"), [(one, value) for texts, value in ((TRUE, True), (FALSE, False), (NULL, None)) for one in listed(texts)]
)
def test_ranges_and_points_relate_as_specified(text: str, value: bool | None) -> None:
    assert compile_expression(text).evaluate({}) is value


@given(st.dates())
def test_days_are_numbered_as_python_numbers_them(day: date) -> None:
    wide = temporal.WideDate(day.year, day.month, day.day)
    assert temporal.ordinal(wide) == day.toordinal()
    assert temporal.from_ordinal(day.toordinal()) == day
    assert temporal.weekday(wide) == day.isoweekday()


@given(st.integers(-365_000_000_000, 365_000_000_000))
def test_every_day_of_nine_digit_years_comes_back(number: int) -> None:
    assert temporal.ordinal(temporal.from_ordinal(number)) == number


@given(st.datetimes(), st.timedeltas(timedelta(days=-40_000), timedelta(days=40_000)))
def test_moments_add_as_python_adds_them(moment: datetime, span: timedelta) -> None:
    later = temporal.add_span(moment, span)
    try:
        expected = moment + span
    except OverflowError:
        assert isinstance(later, temporal.WideDateTime)
        return
    assert later == expected


@given(st.one_of(st.dates(), st.datetimes(), st.times(), st.timedeltas(), st.integers(-10_000, 10_000).map(YearsMonths)))
def test_what_is_written_is_read_back(value: object) -> None:
    assert equal(read_at(to_text(value)), value) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("999999999-12-31")', "999999999-12-31"),
        ('date("-999999999-12-31") - @"P1D"', "-999999999-12-30"),
        ('date("9999999999-01-01")', "null"),
        ('date("0000-02-29")', "0000-02-29"),
        ('@"9999-12-31T23:59:59" + @"PT1S"', "10000-01-01T00:00:00"),
        ('@"-0005-06-01T10:00:00@Europe/Amsterdam" + @"P1M"', "-0005-07-01T10:00:00@Europe/Amsterdam"),
        ('@"10000-06-01T10:00:00+02:00" - @"10000-06-01T10:00:00Z"', "-PT2H"),
        ('time("10:00:00.123456789")', "10:00:00.123456789"),
        ('time("23:30:00") + @"PT1H"', "00:30:00"),
        ('date and time(@"2026-11-24", time("24:00:00"))', "null"),
        ('@"2026-11-24T24:00:00"', "2026-11-25T00:00:00"),
        ('@"2026-10-25T02:30:00@Europe/Amsterdam" - @"2026-10-25T01:30:00@Europe/Amsterdam"', "PT1H"),
        ('string(@"PT0.000001S")', "PT0.000001S"),
        ('duration("P1Y2M3D")', "null"),
        ('@"P1Y" / @"P6M"', "2"),
        ('@"P3D" / 0', "null"),
    ],
)
def test_dates_and_durations_beyond_python(text: str, expected: str) -> None:
    assert to_text(compile_expression(text).evaluate({})) == expected


def test_the_week_of_a_year_is_that_of_iso_8601() -> None:
    for year in range(1999, 2040):
        for month, day in ((1, 1), (1, 3), (1, 4), (12, 28), (12, 31)):
            text = f"week of year(date({year}, {month}, {day}))"
            assert compile_expression(text).evaluate({}) == Decimal(date(year, month, day).isocalendar()[1])
