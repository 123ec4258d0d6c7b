"""FEEL values written as text and read back: ISO 8601 dates, times and durations, numbers, and ``string()``'s form."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phu_runtime.feel import temporal
from phu_runtime.feel.temporal import NANOS, AnyDate, AnyDateTime, AnyTime
from phu_runtime.feel.values import Function, Range, YearsMonths, decimal, kind

if TYPE_CHECKING:
    from phu_runtime.feel.run import Run

_DATE = re.compile(r"(-?(?!0\d{4})\d{4,9})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"T?(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(Z|z|[+-]\d\d:\d\d(?::\d\d)?|@[\w/+-]{1,60})?", re.ASCII)
_MONTHS = re.compile(r"(-)?P(?=\d)(?:(\d{1,12})Y)?(?:(\d{1,12})M)?", re.ASCII)
_DAYS = re.compile(
    r"(-)?P(?=\d|T\d)(?:(\d{1,12})D)?(?:T(?=\d)(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,15})(?:\.(\d{0,30}))?S)?)?", re.ASCII
)
_MOMENT = re.compile(r"-?\d{4,9}-\d\d-\d\dT", re.ASCII)
_WIDEST_OFFSET = 14 * 3600
_PLAIN_KEY = re.compile(r"[^\W\d]\w*(?: \w+)*")


def read_date(text: str) -> AnyDate | None:
    """A date from ``yyyy-mm-dd``, None when it is none."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return temporal.make_date(int(match[1]), int(match[2]), int(match[3]))
    except (ValueError, OverflowError):
        return None


def read_zone(text: str | None) -> tzinfo | None:
    """A zone from ``Z``, ``+01:00`` or ``@Europe/Amsterdam``. Raises ValueError when it does not exist."""
    if not text:
        return None
    if text in "Zz":
        return UTC
    if text[0] == "@":
        try:
            return ZoneInfo(text[1:])
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError("no such zone") from error
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    total = hours * 3600 + minutes * 60 + (seconds[0] if seconds else 0)
    if total > _WIDEST_OFFSET or minutes > 59:
        raise ValueError("no such offset")
    return timezone(timedelta(seconds=total if text[0] == "+" else -total)) if total else UTC


def read_time(text: str) -> AnyTime | None:
    """A time from ``hh:mm:ss`` with an optional fraction and zone, None when it is none."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    if hour > 23 or minute > 59 or second > 59:
        return None
    nanos = ((hour * 60 + minute) * 60 + second) * NANOS + int(((match[4] or "") + "0" * 9)[:9])
    try:
        return temporal.make_time(nanos, read_zone(match[5]))
    except ValueError:
        return None


def read_moment(text: str) -> AnyDateTime | None:
    """A date and time from ``yyyy-mm-ddThh:mm:ss…``, or midnight of a date alone; None when it is none."""
    head, separator, tail = text.partition("T")
    day = read_date(head)
    if day is None:
        return None
    if not separator:
        return temporal.midnight(day, None)
    if tail.startswith("24:00:00"):
        return _end_of_day(day, tail[len("24:00:00") :])
    clock = read_time(tail) if not tail.startswith("T") else None
    return None if clock is None else temporal.make_moment(day, temporal.nanos_of(clock), clock.tzinfo)


def _end_of_day(day: AnyDate, zone: str) -> AnyDateTime | None:
    """ISO 8601 lets a day end at 24:00:00: the midnight after it."""
    start = read_time("00:00:00" + zone)
    if start is None:
        return None
    return temporal.make_moment(temporal.from_ordinal(temporal.ordinal(day) + 1), 0, start.tzinfo)


def read_duration(text: str) -> timedelta | YearsMonths | None:
    """A duration from ``P1Y2M`` or ``P3DT4H5M6.7S``, None when it is none (the two kinds do not mix)."""
    match = _MONTHS.fullmatch(text)
    if match is not None:
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearsMonths(-months if match[1] else months)
    match = _DAYS.fullmatch(text)
    if match is None:
        return None
    seconds = ((int(match[2] or 0) * 24 + int(match[3] or 0)) * 60 + int(match[4] or 0)) * 60 + int(match[5] or 0)
    micros = seconds * 1_000_000 + int(((match[6] or "") + "0" * 6)[:6])
    try:
        return timedelta(microseconds=-micros if match[1] else micros)
    except OverflowError:
        return None


def read_at(text: str) -> Any:
    """The value of an ``@"…"`` literal, None when the text is none of the kinds."""
    if text.lstrip("-").startswith("P"):
        return read_duration(text)
    if _MOMENT.match(text):
        return read_moment(text)
    return read_date(text) or read_time(text)


def write_number(value: Any) -> str:
    """A number without exponent and without trailing zeros."""
    number = decimal(value)
    if not number.is_finite():
        return "null"
    plain = format(number, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain


def write_zone(value: AnyTime | AnyDateTime) -> str:
    """``Z``, ``+01:00``, ``@Europe/Amsterdam`` or "" for a local value."""
    zone = value.tzinfo
    if zone is None:
        return ""
    name = temporal.zone_name(zone)
    if name is not None:
        return "@" + name
    offset = temporal.offset_of(value)
    seconds = 0 if offset is None else int(offset.total_seconds())
    if seconds == 0:
        return "Z"
    size = abs(seconds)
    tail = f":{size % 60:02}" if size % 60 else ""
    return f"{'-' if seconds < 0 else '+'}{size // 3600:02}:{size // 60 % 60:02}{tail}"


def write_date(day: AnyDate) -> str:
    """``yyyy-mm-dd``, the year with at least four digits."""
    sign, year = ("-", -day.year) if day.year < 0 else ("", day.year)
    return f"{sign}{year:04}-{day.month:02}-{day.day:02}"


def write_time(value: AnyTime | AnyDateTime) -> str:
    """``hh:mm:ss`` with fraction and zone."""
    seconds, nanos = divmod(temporal.nanos_of(value), NANOS)
    fraction = f".{nanos:09}".rstrip("0") if nanos else ""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}{write_zone(value)}"


def write_days(value: timedelta) -> str:
    """A days and time duration in ISO 8601, ``PT0S`` for nothing."""
    micros = abs(value) // timedelta(microseconds=1)
    seconds, micros = divmod(micros, 1_000_000)
    days, hours, minutes, left = seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60, seconds % 60
    fraction = f".{micros:06}".rstrip("0") if micros else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + (f"{left}{fraction}S" if left or micros else "")
    if not days and not clock:
        return "PT0S"
    sign = "-" if value < timedelta(0) else ""
    return sign + "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


def write_months(value: YearsMonths) -> str:
    """A years and months duration in ISO 8601, ``P0M`` for nothing."""
    years, months = divmod(abs(value.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    return ("-" if value.months < 0 else "") + "P" + text


_WRITERS: dict[str, Any] = {
    "null": lambda value: "null",
    "boolean": lambda value: "true" if value else "false",
    "number": write_number,
    "date": write_date,
    "time": write_time,
    "date and time": lambda value: f"{write_date(temporal.date_of(value))}T{write_time(value)}",
    "days and time duration": write_days,
    "years and months duration": write_months,
    "function": lambda value: f"function {value.name}" if isinstance(value, Function) else "function",
}


def write(value: Any, run: Run | None = None, *, quoted: bool = False) -> str:
    """``value`` as FEEL's ``string()`` writes it; ``quoted`` puts texts between quotation marks, as inside lists."""
    name = kind(value)
    if run is not None:
        run.spend(1)
    if name == "string":
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' if quoted else str(value)
    if name == "list":
        return "[" + ", ".join(write(item, run, quoted=True) for item in value) + "]"
    if name == "context":
        return "{" + ", ".join(f"{_key(key)}: {write(value[key], run, quoted=True)}" for key in value) + "}"
    if name == "range":
        return _write_range(value, run)
    writer = _WRITERS.get(name)
    return writer(value) if writer else str(value)


def _write_range(value: Range, run: Run | None) -> str:
    low, high = ("" if bound is None else write(bound, run, quoted=True) for bound in (value.low, value.high))
    return f"{'[' if value.low_included else '('}{low}..{high}{']' if value.high_included else ')'}"


def _key(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else '"' + key.replace('"', '\\"') + '"'


def to_feel(value: Any) -> Any:
    """A FEEL value of Python or JSON data: numbers become Decimal, tuples lists; dates and durations stay what they are.

    Mappings and lists are converted throughout; a mapping that is not a dict (a lazy context) is left as it is.
    """
    name = type(value)
    if name in (str, bool, Decimal) or value is None:
        return value
    if isinstance(value, int | float):
        return decimal(value) if value == value and abs(value) != float("inf") else None
    if name is dict:
        return {str(key): to_feel(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [to_feel(part) for part in value]
    if isinstance(value, set | frozenset):
        return [to_feel(part) for part in sorted(value)]
    return value


def from_feel(value: Any) -> Any:
    """JSON data of a FEEL value: whole numbers become int, others float; dates, times and durations ISO texts.

    A number that a float cannot hold exactly to 15 digits is rounded to the nearest float; functions become None.
    """
    name = kind(value)
    if name in ("null", "boolean", "string"):
        return value
    if name == "number":
        number = decimal(value)
        return int(number) if number == number.to_integral_value() and abs(number) < Decimal("1e15") else float(number)
    if name == "list":
        return [from_feel(item) for item in value]
    if name == "context":
        return {key: from_feel(part) for key, part in value.items()}
    return None if name == "function" else write(value)

