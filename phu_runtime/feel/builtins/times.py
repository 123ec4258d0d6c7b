"""Date and time functions (DMN 1.5, 10.3.4.9) and ``now``, ``today``, ``is`` (10.3.4.11)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from phu_runtime.feel import temporal
from phu_runtime.feel.builtins.registry import builtin
from phu_runtime.feel.literals import write_zone
from phu_runtime.feel.temporal import AnyDate, AnyDateTime
from phu_runtime.feel.values import equal, kind

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@builtin("day of year(date: moment)")
def day_of_year(moment: AnyDate | AnyDateTime) -> Decimal:
    day = temporal.date_of(moment)
    return Decimal(temporal.ordinal(day) - temporal.ordinal(temporal.make_date(day.year, 1, 1)) + 1)


@builtin("day of week(date: moment)")
def day_of_week(moment: AnyDate | AnyDateTime) -> str:
    return _DAYS[temporal.weekday(temporal.date_of(moment)) - 1]


@builtin("month of year(date: moment)")
def month_of_year(moment: AnyDate | AnyDateTime) -> str:
    return _MONTHS[moment.month - 1]


@builtin("week of year(date: moment)")
def week_of_year(moment: AnyDate | AnyDateTime) -> Decimal:
    """The week of ISO 8601: the one that holds the year's first Thursday is week 1."""
    day = temporal.date_of(moment)
    thursday = temporal.from_ordinal(temporal.ordinal(day) - temporal.weekday(day) + 4)
    first = temporal.ordinal(temporal.make_date(thursday.year, 1, 1))
    return Decimal((temporal.ordinal(thursday) - first) // 7 + 1)


@builtin("now()")
def now() -> datetime:
    return datetime.now(UTC)


@builtin("today()")
def today() -> AnyDate:
    return datetime.now(UTC).astimezone().date()


@builtin("is(value1?: any, value2?: any)")
def same(one: Any = None, other: Any = None) -> bool:
    """The same value in the domain of its kind: moments also in the same zone."""
    if kind(one) != kind(other):
        return False
    if kind(one) in ("time", "date and time"):
        return temporal.nanos_of(one) == temporal.nanos_of(other) and write_zone(one) == write_zone(other) and equal(one, other) is True
    return equal(one, other) is True
