"""Conversion functions (DMN 1.5, 10.3.4.1, Table 73)."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone
from decimal import Decimal
from typing import Any

from phu_runtime.feel import temporal
from phu_runtime.feel.builtins.registry import builtin
from phu_runtime.feel.errors import Invalid
from phu_runtime.feel.literals import read_date, read_duration, read_moment, read_time, write
from phu_runtime.feel.numbers import CONTEXT
from phu_runtime.feel.run import Run
from phu_runtime.feel.temporal import NANOS, AnyDate, AnyDateTime, AnyTime
from phu_runtime.feel.values import YearsMonths, kind

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def whole(number: Decimal, name: str) -> int:
    """A whole number as an int. Raises Invalid."""
    if number != number.to_integral_value():
        raise Invalid(f"{name} moet een heel getal zijn.")
    return int(number)


@builtin("date(from: string)")
def date_from_text(text: str) -> AnyDate:
    day = read_date(text)
    if day is None:
        raise Invalid(f'"{text}" is geen datum. Schrijf jaar-maand-dag, bijvoorbeeld "2026-11-24".')
    return day


@builtin("date(from: moment)")
def date_from_moment(moment: AnyDate | AnyDateTime) -> AnyDate:
    return temporal.date_of(moment)


@builtin("date(year: number, month: number, day: number)")
def date_from_parts(year: Decimal, month: Decimal, day: Decimal) -> AnyDate:
    return temporal.make_date(whole(year, "Het jaar"), whole(month, "De maand"), whole(day, "De dag"))


@builtin("time(from: string)")
def time_from_text(text: str) -> AnyTime:
    clock = read_time(text)
    if clock is None:
        raise Invalid(f'"{text}" is geen tijd. Schrijf uren:minuten:seconden, bijvoorbeeld "14:30:00".')
    return clock


@builtin("time(from: time)")
def time_from_time(clock: AnyTime) -> AnyTime:
    return clock


@builtin("time(from: moment)")
def time_from_moment(moment: AnyDate | AnyDateTime) -> AnyTime:
    return temporal.make_time(0, UTC) if kind(moment) == "date" else temporal.time_of(moment)  # type: ignore[arg-type]


@builtin("time(hour: number, minute: number, second: number, offset?: days and time duration)")
def time_from_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | None = None) -> AnyTime:
    hours, minutes = whole(hour, "Het uur"), whole(minute, "De minuut")
    if not 0 <= hours < 24 or not 0 <= minutes < 60 or not 0 <= second < 60:
        raise Invalid("deze tijd bestaat niet.")
    nanos = (hours * 60 + minutes) * 60 * NANOS + int(second * NANOS)
    return temporal.make_time(nanos, None if offset is None else timezone(offset))


@builtin("date and time(from: string)")
def moment_from_text(text: str) -> AnyDateTime:
    moment = read_moment(text)
    if moment is None:
        raise Invalid(f'"{text}" is geen datum met tijd. Schrijf bijvoorbeeld "2026-11-24T14:30:00".')
    return moment


@builtin("date and time(from: date and time)")
def moment_from_moment(moment: AnyDateTime) -> AnyDateTime:
    return moment


@builtin("date and time(date: moment, time: time)")
def moment_from_parts(day: AnyDate | AnyDateTime, clock: AnyTime) -> AnyDateTime:
    return temporal.make_moment(temporal.date_of(day), temporal.nanos_of(clock), clock.tzinfo)


@builtin("duration(from: string)")
def duration_from_text(text: str) -> timedelta | YearsMonths:
    duration = read_duration(text)
    if duration is None:
        raise Invalid(f'"{text}" is geen duur. Schrijf bijvoorbeeld "P14D", "PT24H" of "P1Y6M".')
    return duration


@builtin("duration(from: duration)")
def duration_from_duration(duration: timedelta | YearsMonths) -> timedelta | YearsMonths:
    return duration


@builtin("years and months duration(from: moment, to: moment)")
def months_between(start: AnyDate | AnyDateTime, end: AnyDate | AnyDateTime) -> YearsMonths:
    one, other = temporal.date_of(start), temporal.date_of(end)
    months = (other.year - one.year) * 12 + other.month - one.month
    if months > 0 and other.day < one.day:
        months -= 1
    elif months < 0 and other.day > one.day:
        months += 1
    return YearsMonths(months)


@builtin("string(from)", with_run=True)
def string(run: Run, value: Any) -> str | None:
    if value is None:
        return None
    text = write(value, run)
    run.written(len(text))
    return text


@builtin("number(from: string, grouping separator?: string, decimal separator?: string)")
def number(text: str, grouping: str | None = None, point: str | None = None) -> Decimal:
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (grouping is not None and grouping == point):
        raise Invalid('als scheidingsteken kan " ", "," of "." en de twee moeten verschillen.')
    plain = text.replace(grouping, "") if grouping else text
    if point == ",":
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise Invalid(f'"{text}" is geen getal.')
    return CONTEXT.create_decimal(plain)


@builtin("number(from: number)")
def number_from_number(value: Decimal) -> Decimal:
    return value


@builtin("not(negand: boolean)")
def negation(value: bool) -> bool:
    return not value
