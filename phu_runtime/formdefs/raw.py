"""Answers as a browser sends them, and the same the other way round: a stored value as a control shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from phu_runtime.formdefs.values import AMSTERDAM

PARTS = ("dag", "maand", "jaar")


def given(raw: Mapping[str, Any], key: str) -> str:
    """The text of a field: its last value, or its date parts joined."""
    value = raw.get(key)
    if value is None:
        parts = [given(raw, f"{key}.{part}") for part in PARTS] if any(f"{key}.{part}" in raw for part in PARTS) else []
        day = "-".join(parts) if any(parts) else ""
        clock = given(raw, f"{key}.tijd") if f"{key}.tijd" in raw else ""
        return f"{day} {clock}".strip()
    if isinstance(value, list | tuple):
        value = value[-1] if value else ""
    return as_text(value).strip()


def given_list(raw: Mapping[str, Any], key: str) -> list[str]:
    """All values of a field with more than one; empty ones left out."""
    value = raw.get(key)
    values = value if isinstance(value, list | tuple) else [] if value is None else [value]
    return [text for item in values if (text := as_text(item).strip())]


def as_text(value: Any) -> str:
    """A stored or clean value as someone would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return f"{value.astimezone(AMSTERDAM):%d-%m-%Y %H.%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, Decimal | int | float):
        return str(value).replace(".", ",")
    return str(value)


def for_control(kind: str, raw: Mapping[str, Any], key: str) -> Any:
    """What the control of a field shows: text; a list of codes (meerkeuze); ``{dag, maand, jaar}`` for a date, with ``tijd``
    for a moment. What someone typed stays as typed, also when it is wrong."""
    if kind == "meerkeuze":
        return given_list(raw, key)
    if kind in ("datum", "tijdstip"):
        return _parts(kind, raw, key)
    text = given(raw, key)
    return _amount(text) if kind == "bedrag" else text


def _parts(kind: str, raw: Mapping[str, Any], key: str) -> dict[str, str]:
    if raw.get(key) is None and any(f"{key}.{part}" in raw for part in PARTS):
        parts = {part: given(raw, f"{key}.{part}") for part in PARTS}
        return {**parts, "tijd": given(raw, f"{key}.tijd")} if kind == "tijdstip" else parts
    text = given(raw, key)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        day, _, clock = text.partition(" ")
        pieces = (day.split("-") + ["", "", ""])[:3]
    else:
        moment = moment.astimezone(AMSTERDAM) if moment.tzinfo else moment
        pieces, clock = [str(moment.day), str(moment.month), str(moment.year)], f"{moment:%H.%M}"
    shown = dict(zip(PARTS, (pieces[0].lstrip("0"), pieces[1].lstrip("0"), pieces[2]), strict=True))
    return {**shown, "tijd": clock} if kind == "tijdstip" else shown


def _amount(text: str) -> str:
    """``1250.50`` from storage becomes ``1.250,50``; what someone typed otherwise stays."""
    bare = text.replace(",", ".")
    try:
        value = Decimal(bare)
    except ArithmeticError:
        return text
    if bare.count(".") > 1 or not value.is_finite():
        return text
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
