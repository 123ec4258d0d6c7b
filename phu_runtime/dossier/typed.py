"""A datum has one form in storage (JSON) and one in expressions (FEEL): dates and amounts are text there, values here."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

KINDS = (
    "tekst",
    "lange_tekst",
    "getal",
    "bedrag",
    "datum",
    "tijdstip",
    "ja_nee",
    "keuze",
    "meerkeuze",
    "bsn",
    "postcode",
    "telefoon",
    "email",
    "lijst",
)
CHOICES = ("keuze", "meerkeuze")


def to_json(value: Any) -> Any:
    """What JSON can hold: dates and moments as ISO text, whole numbers as int, other numbers as text with a decimal point."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and value.as_tuple().exponent == 0 else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    return value


def to_typed(kind: str, value: Any) -> Any:
    """The value as an expression sees it: Decimal, date or datetime for those kinds, else as it is. Unreadable text stays text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    try:
        if kind in ("getal", "bedrag"):
            return Decimal(str(value))
        if kind == "datum" and isinstance(value, str):
            return date.fromisoformat(value)
        if kind == "tijdstip" and isinstance(value, str):
            return datetime.fromisoformat(value)
    except (ValueError, InvalidOperation):
        return value
    return value


def empty(kind: str) -> Any:
    """The value of a kind when nothing is known, so that no table meets null: False, 0, [] or "". Dates: None."""
    return {"ja_nee": False, "getal": 0, "bedrag": 0, "meerkeuze": [], "lijst": [], "datum": None, "tijdstip": None}.get(kind, "")
