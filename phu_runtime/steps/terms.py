"""Terms of a case: what the table ``termijnen`` says, counted on the calendar, with the arithmetic in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from phu_runtime.calendar import AMSTERDAM, Term, local_date, long_date
from phu_runtime.decisions import DecisionFailed
from phu_runtime.engine import OpenTask
from phu_runtime.errors import CaseStuck, PhuError
from phu_runtime.workprocess import WorkProcess

NONE = "geen"
AT_ACTIVATION = "activering"
MORNING = time(8)
END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True)
class Counted:
    """One term: its end, kind (uiterlijk, richtlijn, wettelijk), arithmetic in words, and the moments of its warnings."""

    key: str
    start: datetime
    due: datetime
    kind: str
    words: str
    warnings: tuple[datetime, ...]


def count_term(work: WorkProcess, key: str, context: Mapping[str, Any], activated: datetime, since: datetime | None = None) -> Counted:
    """The term ``key`` for this case's municipality, from the event its column ``start`` names, else from ``activated``.

    ``since`` overrides the start. Raises DecisionFailed when the table does not know the key.
    """
    row = work.decisions.evaluate("termijnen", {"termijn": key, "gemeente": context["gemeente"]}).outputs
    start = since or _start(str(row.get("start") or AT_ACTIVATION), context, activated)
    amount, unit = int(row["aantal"]), str(row["eenheid"])
    term = _extended(key, start, context) or work.calendar.end_of_term(start, amount, unit)
    warnings = tuple(_warning(work, str(text), start, term.due) for text in row.get("waarschuwing") or [])
    return Counted(key, start, term.due, str(row["soort"]), term.words, warnings)


def term_of(work: WorkProcess, task: OpenTask, context: Mapping[str, Any]) -> Counted | None:
    """The term of an open task; None when it has none. Raises CaseStuck at the task when its term cannot be counted."""
    key = task.properties.get("termijn", NONE)
    try:
        return None if key == NONE else count_term(work, key, context, task.opened)
    except DecisionFailed as failed:  # its sentence shows answers of the case
        raise CaseStuck(task.element, task.name, f"de tabel 'termijnen' heeft geen uitkomst voor '{key}'.") from failed
    except PhuError as error:
        raise CaseStuck(task.element, task.name, error.message) from error


def _extended(key: str, start: datetime, context: Mapping[str, Any]) -> Term | None:
    """The end that a party gave the running term with a reason (derived variable ``verlengingen``); an extension of an
    earlier run of the same term, before ``start``, does not count."""
    given = [row for row in context["verlengingen"] or () if row["termijn"] == key and row["moment"] >= start]
    if not given:
        return None
    due = datetime.combine(given[-1]["tot"], END_OF_DAY, AMSTERDAM)
    return Term(due, f"verlengd tot en met {long_date(due)}")


def _start(event: str, context: Mapping[str, Any], activated: datetime) -> datetime:
    """The moment an event was last told, else the day that a datum of this name holds (a request that came in by post)."""
    if event == AT_ACTIVATION:
        return activated
    mark = (context.get("gebeurtenissen") or {}).get(event)
    if mark:
        moment = mark["laatste"]
        return moment if isinstance(moment, datetime) else datetime.fromisoformat(str(moment))
    day = context.get(event)
    return datetime.combine(day, time(), AMSTERDAM) if isinstance(day, date) and not isinstance(day, datetime) else activated


def _warning(work: WorkProcess, text: str, start: datetime, due: datetime) -> datetime:
    """``7 dagen`` counts from the start, ``-1 werkdagen`` back from the end; days fall at eight in the morning."""
    amount_text, _, unit = text.strip().partition(" ")
    try:
        amount = int(amount_text)
    except ValueError:
        raise PhuError(f"Waarschuwing '{text}' in de tabel termijnen: schrijf een getal en een eenheid, bijvoorbeeld '7 dagen'.") from None
    origin = start if amount >= 0 else due
    if unit == "uren":
        return origin + timedelta(hours=amount)
    if unit == "werkdagen":
        return _morning(work.calendar.add_working_days(origin, amount))
    if unit in ("dagen", "weken"):
        return _morning(origin + timedelta(days=amount * (7 if unit == "weken" else 1)))
    if unit == "maanden":
        return _morning(work.calendar.end_of_term(origin, amount, unit, roll=False).due)
    raise PhuError(f"Waarschuwing '{text}' in de tabel termijnen: gebruik uren, werkdagen, dagen, weken of maanden.")


def _morning(moment: datetime) -> datetime:
    return datetime.combine(local_date(moment), MORNING, AMSTERDAM)
