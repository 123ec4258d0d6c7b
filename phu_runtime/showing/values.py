"""A value in Dutch, as its field in the dictionary says."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from phu_runtime.calendar import AMSTERDAM, long_date

LAST_MINUTE = time(23, 59)


def in_dutch(field: Any, value: Any) -> str:
    """Codes become labels, dates are written out, amounts get two decimals. ``field`` is one of the dictionary."""
    if isinstance(value, bool):
        return "Ja" if value else "Nee"
    if isinstance(value, list):
        return ", ".join(in_dutch(field, item) for item in value)
    if field.values and str(value) in field.values:
        return str(field.values[str(value)])
    if field.kind == "bedrag":
        return "€ " + f"{float(value):,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    if field.kind in ("datum", "tijdstip"):
        return _moment(_day(value))
    return str(value)


def _moment(value: date) -> str:
    """The end of a day is the day itself: a term that runs through it."""
    if not isinstance(value, datetime):
        return long_date(value)
    clock = value.astimezone(AMSTERDAM) if value.tzinfo else value
    return long_date(value) if clock.time() >= LAST_MINUTE else f"{long_date(value)}, {clock:%H.%M} uur"


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    return datetime.fromisoformat(str(value)) if "T" in str(value) else date.fromisoformat(str(value))
