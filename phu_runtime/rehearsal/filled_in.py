"""What someone filled in on a page, as a scenario would write it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from phu_runtime.calendar import local_date
from phu_runtime.formdefs import Component, Form
from phu_runtime.formdefs.answers import Known, read_all
from phu_runtime.formdefs.conditions import shown_components
from phu_runtime.formdefs.raw import as_text, given

FAR = 400


def as_answers(
    form: Form, raw: Mapping[str, Any], known: Mapping[str, Any], context: Mapping[str, Any], dictionary: Known, now: datetime
) -> dict[str, Any]:
    """The answers to the questions that are shown, without those that stood there already (``known``); what was emptied is "" or
    []. A day near ``now`` becomes ``vandaag - 3 dagen``; what cannot be used stays as it was typed."""
    read, problems = read_all(form, raw, context, dictionary)
    before, _ = read_all(form, known, context, dictionary)
    shown = shown_components(form, read, context)
    said: dict[str, Any] = {}
    for component in form.fields():
        key, datum = component.key, dictionary.fields.get(component.key)
        if datum is None or component.read_only or component.id not in shown or key in said:
            continue
        if key in problems:
            said[key] = given(raw, key)
        elif _empty(component, read.get(key)):
            if not _empty(component, before.get(key)):
                said[key] = [] if datum.kind == "meerkeuze" else ""
        elif key not in known or before.get(key) != read[key]:
            said[key] = _said(read[key], now)
    return said


def _empty(component: Component, value: Any) -> bool:
    return value is None or value in ("", []) or (value is False and component.type == "checkbox")


def _said(value: Any, now: datetime) -> Any:
    if isinstance(value, list):
        return [str(item) for item in value]
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return int(value) if value == int(value) else as_text(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return _day(value, local_date(now))
    return as_text(value)


def _day(value: date, today: date) -> str:
    days = (value - today).days
    if not days:
        return "vandaag"
    return f"vandaag {'+' if days > 0 else '-'} {abs(days)} dagen" if abs(days) <= FAR else value.isoformat()
