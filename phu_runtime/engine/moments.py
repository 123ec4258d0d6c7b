"""Moments and durations as BPMN writes them (ISO 8601), with our own arithmetic in Europe/Amsterdam.

SpiffWorkflow freezes the local offset at import and adds months as days; so every date here is ours.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_DURATION = re.compile(
    r"P(?!$)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Duration:
    """An ISO 8601 duration. Months and days count on the calendar (the wall clock), seconds are exact."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    def least_seconds(self) -> int:
        """The shortest it can be, in seconds: a month of 28 days, a day of 23 hours (summer time starts)."""
        return self.months * 28 * 86400 + self.days * 86400 - (3600 if self.days or self.months else 0) + self.seconds

    def after(self, start: datetime) -> datetime:
        """``start`` plus this duration. ``start`` is aware; the result is in UTC. 31 January + P1M is the last of February."""
        local = start.astimezone(AMSTERDAM).replace(tzinfo=None)
        month = local.month - 1 + self.months
        year, month = local.year + month // 12, month % 12 + 1
        day = min(local.day, monthrange(year, month)[1])
        wall = local.replace(year=year, month=month, day=day) + timedelta(days=self.days)
        if wall == local:
            return start.astimezone(UTC) + timedelta(seconds=self.seconds)
        return _aware(wall).astimezone(UTC) + timedelta(seconds=self.seconds)


def _aware(wall: datetime) -> datetime:
    return wall if wall.tzinfo else wall.replace(tzinfo=AMSTERDAM)


def read_duration(text: str) -> Duration | None:
    """``P14D``, ``PT2H``, ``P1M`` …; None when the text is no ISO 8601 duration. Fractions and signs are not accepted."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        return None
    part = {name: int(value or 0) for name, value in found.groupdict().items()}
    return Duration(
        part["years"] * 12 + part["months"],
        part["weeks"] * 7 + part["days"],
        part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"],
    )


def read_moment(text: str) -> datetime | None:
    """An ISO 8601 date (its first moment) or date-time, in UTC; without an offset it is Dutch time. None when it is neither."""
    text = text.strip()
    try:
        if _DATE.fullmatch(text):
            return _aware(datetime.combine(date.fromisoformat(text), time())).astimezone(UTC)
        return _aware(datetime.fromisoformat(text)).astimezone(UTC) if _DATE.match(text) else None
    except ValueError:
        return None


def due_moment(value: Any, now: datetime) -> datetime | None:
    """When a timer is due (UTC), from its text or from what its FEEL expression gave; None when it can't be read as a time.

    ``value``: date-time, date, duration (``timedelta``, or anything with ``months``) or ISO 8601 text.
    """
    if isinstance(value, str):
        duration = read_duration(value.strip().strip('"'))
        return duration.after(now) if duration else read_moment(value.strip().strip('"'))
    if isinstance(value, datetime):
        return _aware(value).astimezone(UTC)
    if isinstance(value, date):
        return _aware(datetime.combine(value, time())).astimezone(UTC)
    if isinstance(value, timedelta):
        return Duration(days=value.days, seconds=value.seconds).after(now)
    months = getattr(value, "months", None)
    if isinstance(months, int | Decimal):
        return Duration(months=int(months)).after(now)
    return None
