"""What a scenario says in words: days from today, how far the clock goes, answers as a browser would send them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from phu_runtime.calendar import AMSTERDAM, Calendar, add_months, local_date

_SPAN = re.compile(r"([+-])\s*(\d+)\s+(uur|uren|dag|dagen|werkdag|werkdagen|week|weken|maand|maanden)")
_PLAIN = {"uur": "uren", "dag": "dagen", "werkdag": "werkdagen", "week": "weken", "maand": "maanden"}


def later(now: datetime, text: str) -> datetime | None:
    """``+7 dagen`` from ``now``, at the same time of day; an ISO moment as it stands (Dutch time); None when it is neither."""
    span = _SPAN.fullmatch(text.strip())
    if span is None:
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            return None
        return moment.replace(tzinfo=AMSTERDAM) if moment.tzinfo is None else moment
    amount = int(span[2]) * (1 if span[1] == "+" else -1)
    unit = _PLAIN.get(span[3], span[3])
    if unit == "uren":
        return now + timedelta(hours=amount)
    local = now.astimezone(AMSTERDAM)
    return datetime.combine(_day(local.date(), amount, unit), local.time(), AMSTERDAM)


def _day(day: date, amount: int, unit: str) -> date:
    if unit == "werkdagen":
        return local_date(Calendar().add_working_days(day, amount))
    if unit == "maanden":
        return add_months(day, amount)
    return day + timedelta(days=amount * (7 if unit == "weken" else 1))


def raw_answers(answers: Mapping[str, Any], now: datetime) -> dict[str, str | list[str]]:
    """Answers as text; ``vandaag`` and ``vandaag - 3 dagen`` become a date."""
    return {key: [_text(item, now) for item in value] if isinstance(value, list) else _text(value, now) for key, value in answers.items()}


def _text(value: Any, now: datetime) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    text = str(value)
    if not text.startswith("vandaag"):
        return text
    rest = text.removeprefix("vandaag").strip()
    moment = later(now, rest) if rest else now
    return local_date(moment).isoformat() if moment else text


def as_said(value: Any) -> Any:
    """A value of the case as a scenario would write it: ja and nee, whole numbers, days, lists."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if value is None:
        return "leeg"
    if isinstance(value, datetime | date):
        return local_date(value).isoformat()
    if isinstance(value, Decimal):
        return str(int(value)) if value == value.to_integral_value() else str(value)
    if isinstance(value, list | tuple):
        return [as_said(item) for item in value]
    return str(value)
