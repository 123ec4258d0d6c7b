"""Dates, times and durations (DMN 1.5, 10.3.2.3.5–8; ISO 8601), also where Python's own types end.

A value is Python's ``date``, ``time`` or ``datetime`` whenever these can hold it. Years outside 1–9999 (FEEL allows nine
digits) and fractions finer than a microsecond live in ``WideDate``, ``WideTime`` and ``WideDateTime``. Every computation here
takes both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

NANOS = 1_000_000_000
DAY = 86_400 * NANOS
LARGEST_YEAR = 999_999_999
_LAST_ORDINAL = date.max.toordinal()
_SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class WideDate:
    """A date with a year outside 1–9999 (proleptic Gregorian, year 0 exists)."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class WideDateTime:
    """A moment that ``datetime`` cannot hold: ``nanos`` since midnight of ``day``, in ``zone``."""

    day: date | WideDate
    nanos: int
    zone: tzinfo | None

    @property
    def year(self) -> int:
        return self.day.year

    @property
    def month(self) -> int:
        return self.day.month

    @property
    def tzinfo(self) -> tzinfo | None:
        return self.zone


@dataclass(frozen=True, slots=True)
class WideTime:
    """A time of day finer than a microsecond."""

    nanos: int
    zone: tzinfo | None

    @property
    def tzinfo(self) -> tzinfo | None:
        return self.zone


AnyDate = date | WideDate
AnyTime = time | WideTime
AnyDateTime = datetime | WideDateTime


def ordinal(day: AnyDate) -> int:
    """Days since 31 December of the year 0 (1 January of year 1 is 1), negative before."""
    if isinstance(day, WideDate):
        shifted = day.year - (day.month <= 2)
        era, of_era = divmod(shifted, 400)
        of_year = (153 * (day.month + (-3 if day.month > 2 else 9)) + 2) // 5 + day.day - 1
        return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 305
    return day.toordinal()


def from_ordinal(days: int) -> AnyDate:
    """The date of an ordinal. Raises OverflowError beyond nine-digit years."""
    if 1 <= days <= _LAST_ORDINAL:
        return date.fromordinal(days)
    era, of_era_day = divmod(days + 305, 146_097)
    of_era = (of_era_day - of_era_day // 1460 + of_era_day // 36_524 - of_era_day // 146_096) // 365
    of_year = of_era_day - (365 * of_era + of_era // 4 - of_era // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return make_date(of_era + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1)


def month_length(year: int, month: int) -> int:
    """Days in a month of any year."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def make_date(year: int, month: int, day: int) -> AnyDate:
    """A date of any year of at most nine digits. Raises ValueError or OverflowError when there is no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        raise ValueError("no such day")
    if abs(year) > LARGEST_YEAR:
        raise OverflowError("year of more than nine digits")
    return date(year, month, day) if 1 <= year <= 9999 else WideDate(year, month, day)


def make_time(nanos: int, zone: tzinfo | None) -> AnyTime:
    """A time of day from nanoseconds since midnight."""
    if nanos % 1000:
        return WideTime(nanos, zone)
    seconds, fraction = divmod(nanos, NANOS)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, fraction // 1000, tzinfo=zone)


def make_moment(day: AnyDate, nanos: int, zone: tzinfo | None) -> AnyDateTime:
    """A date and time from a date and nanoseconds since its midnight."""
    if isinstance(day, WideDate) or nanos % 1000:
        return WideDateTime(day, nanos, zone)
    clock = make_time(nanos, zone)
    assert isinstance(clock, time)
    return datetime.combine(day, clock)


def nanos_of(clock: AnyTime | AnyDateTime) -> int:
    """Nanoseconds since midnight."""
    if isinstance(clock, WideTime | WideDateTime):
        return clock.nanos
    return (clock.hour * 3600 + clock.minute * 60 + clock.second) * NANOS + clock.microsecond * 1000


def date_of(moment: AnyDateTime | AnyDate) -> AnyDate:
    """The date part."""
    if isinstance(moment, WideDateTime):
        return moment.day
    return moment.date() if isinstance(moment, datetime) else moment


def time_of(moment: AnyDateTime) -> AnyTime:
    """The time part, with its zone."""
    return moment.timetz() if isinstance(moment, datetime) else make_time(moment.nanos, moment.zone)


def offset_of(value: AnyTime | AnyDateTime) -> timedelta | None:
    """The offset from UTC, None for a local value. A named zone needs a date: a time in one gets today's rule of 2000."""
    if isinstance(value, datetime):
        return value.utcoffset()
    zone = value.tzinfo
    if zone is None:
        return None
    day: AnyDate = value.day if isinstance(value, WideDateTime) else _SOME_DAY
    return zone.utcoffset(_python_moment(day, nanos_of(value), zone))


def _python_moment(day: AnyDate, nanos: int, zone: tzinfo | None) -> datetime:
    """The moment, or for a year outside Python's the one in the nearest year, for the rules of a named zone."""
    year = min(max(day.year, 2), 9998)
    near = date(year, day.month, min(day.day, month_length(year, day.month)))
    return datetime.combine(near, time.min, tzinfo=zone) + timedelta(microseconds=nanos // 1000)


def moment_key(moment: AnyDateTime) -> tuple[bool, int]:
    """(has a zone, nanoseconds on one line): orders moments that both have a zone, or both have none."""
    offset = offset_of(moment)
    total = ordinal(date_of(moment)) * DAY + nanos_of(moment)
    return (False, total) if offset is None else (True, total - span_nanos(offset))


def time_key(clock: AnyTime) -> tuple[bool, int]:
    """As ``moment_key``, for times of day."""
    offset = offset_of(clock)
    return (False, nanos_of(clock)) if offset is None else (True, nanos_of(clock) - span_nanos(offset))


def span_nanos(span: timedelta) -> int:
    """A duration in nanoseconds."""
    return (span.days * 86_400 + span.seconds) * NANOS + span.microseconds * 1000


def span(nanos: int) -> timedelta:
    """A duration of so many nanoseconds, cut to microseconds. Raises OverflowError beyond a thousand million days."""
    return timedelta(microseconds=nanos // 1000 if nanos >= 0 else -(-nanos // 1000))


def add_span(moment: AnyDateTime | AnyDate, duration: timedelta) -> AnyDateTime | AnyDate:
    """A moment (or a date, from its midnight) so much later on the line of time, in the same zone."""
    nanos = span_nanos(duration)
    if not isinstance(moment, datetime | WideDateTime):
        return from_ordinal(ordinal(moment) + nanos // DAY)
    has_zone, start = moment_key(moment)
    days, rest = divmod(start + nanos, DAY)
    if not has_zone:
        return make_moment(from_ordinal(days), rest, None)
    return _in_zone(days, rest, moment.tzinfo)


def _in_zone(days: int, rest: int, zone: tzinfo | None) -> AnyDateTime:
    """The wall clock in ``zone`` at a moment given in UTC."""
    assert zone is not None
    utc = make_moment(from_ordinal(days), rest, UTC)
    if isinstance(utc, datetime) and 2 <= utc.year <= 9998:
        return utc.astimezone(zone)
    near = _python_moment(from_ordinal(days), rest, UTC).astimezone(zone)
    offset = near.utcoffset() or timedelta(0)
    local_days, local_rest = divmod(days * DAY + rest + span_nanos(offset), DAY)
    return make_moment(from_ordinal(local_days), local_rest, zone)


def add_months(moment: AnyDateTime | AnyDate, months: int) -> AnyDateTime | AnyDate:
    """So many months later, on the last day of the month where the day does not exist; same wall clock."""
    day = date_of(moment)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    later = make_date(year, month + 1, min(day.day, month_length(year, month + 1)))
    if isinstance(moment, datetime | WideDateTime):
        return make_moment(later, nanos_of(moment), moment.tzinfo)
    return later


def add_to_time(clock: AnyTime, duration: timedelta) -> AnyTime:
    """A time of day so much later, past midnight back to zero."""
    return make_time((nanos_of(clock) + span_nanos(duration)) % DAY, clock.tzinfo)


def midnight(day: AnyDate, zone: tzinfo | None = UTC) -> AnyDateTime:
    """The start of a day (in UTC unless said otherwise: 10.3.2.3.6)."""
    return make_moment(day, 0, zone)


def weekday(day: AnyDate) -> int:
    """1 for Monday to 7 for Sunday."""
    return (ordinal(day) - 1) % 7 + 1


def zone_name(zone: tzinfo | None) -> str | None:
    """The name of an IANA zone, None for an offset."""
    return zone.key if isinstance(zone, ZoneInfo) else None
