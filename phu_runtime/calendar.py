"""Working days and terms as Dutch law counts them, with the sum in words.

Working days are Monday to Friday, without the days of the Algemene termijnenwet (art. 3) and without the work process's own
extra days. A term of days or longer that ends on another day runs on to the next working day (art. 1), and every term ends at
23:59:59 in Europe/Amsterdam; a term in hours ends at its own minute. All moments are time-zone aware.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from phu_runtime.errors import PhuError

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
UNITS = ("direct", "uren", "werkdagen", "dagen", "weken", "maanden")
LARGEST = 5000
_END_OF_DAY = time(23, 59, 59)
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_ONE = {"uren": "uur", "werkdagen": "werkdag", "dagen": "dag", "weken": "week", "maanden": "maand"}


class TermInvalid(PhuError):
    """A term that cannot be counted: an unknown unit, a negative or absurd amount, a moment without a time zone."""


@dataclass(frozen=True)
class Term:
    """A term that has been counted: its end, and the sum in words for who must be able to check it."""

    due: datetime
    words: str


class Calendar:
    """The working calendar. ``extra`` maps more non-working days to their names, e.g. ``{date(2026, 12, 24): "Brugdag"}``."""

    def __init__(self, extra: Mapping[date, str] | None = None) -> None:
        self._extra = dict(extra or {})

    def working_day(self, day: date) -> bool:
        """Whether ``day`` (a date, or a moment in any zone) is a working day."""
        day = local_date(day)
        return day.weekday() < 5 and not self.holiday(day)

    def holiday(self, day: date) -> str:
        """The Dutch name of the holiday or extra day, "" on an ordinary day (a Saturday is an ordinary day)."""
        return self._extra.get(day) or _holidays(day.year).get(day, "")

    def next_working_day(self, day: date) -> date:
        """``day`` itself when it is a working day, else the first one after it."""
        while not self.working_day(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, moment: date, amount: int) -> datetime:
        """The end (23:59:59) of the ``amount``-th working day after ``moment``; the day itself never counts.

        An ``amount`` of 0 gives the end of the same day, or of the next working day when that day is none; a negative one
        counts back. Raises TermInvalid on an amount that is not whole or above 5,000.
        """
        return _end_of(self._count(local_date(moment), _whole(amount, "werkdagen", -LARGEST))[0])

    def end_of_term(self, start: datetime, amount: int, unit: str, *, roll: bool = True) -> Term:
        """When a term of ``amount`` ``unit`` from ``start`` ends, with the sum in words.

        ``roll=False`` keeps an end on a day off (the retention term, PP 7.2). Raises TermInvalid with a sentence.
        """
        if start.tzinfo is None:
            raise TermInvalid("Een termijn begint op een moment zonder tijdzone. Geef de tijdzone mee, bijvoorbeeld +01:00.")
        if unit not in UNITS:
            raise TermInvalid(f"De eenheid '{unit}' van een termijn bestaat niet. Kies uit: {', '.join(UNITS)}.")
        local = start.astimezone(AMSTERDAM)
        if unit == "direct":
            return self._direct(local)
        amount = _whole(amount, unit, 0)
        span = f"{amount} {_ONE[unit] if amount == 1 else unit}"
        if unit == "uren":
            due = (start.astimezone(UTC) + timedelta(hours=amount)).astimezone(AMSTERDAM)
            return Term(due, f"{span} vanaf {short_moment(local)} → {short_moment(due, local)}")
        return self._days(local.date(), amount, unit, span, roll)

    def _direct(self, local: datetime) -> Term:
        day = self.next_working_day(local.date())
        reason = "dezelfde werkdag" if day == local.date() else "de eerste werkdag"
        return Term(_end_of(day), f"direct vanaf {short_date(local)}: {reason} → {short_date(day, local)}")

    def _days(self, first: date, amount: int, unit: str, span: str, roll: bool) -> Term:
        if unit == "werkdagen":
            last, skipped = self._count(first, amount)
            reason = f": {_listed(skipped)} {'telt' if len(skipped) == 1 else 'tellen'} niet" if skipped else ""
            return Term(_end_of(last), f"{span} vanaf {short_date(first)}{reason} → {short_date(last, first)}")
        last = add_months(first, amount) if unit == "maanden" else first + timedelta(days=amount * (7 if unit == "weken" else 1))
        rolled = self.next_working_day(last) if roll else last
        reason = ""
        if rolled != last:
            why = self.holiday(last)
            reason = f": {short_date(last, first)} is {why or 'geen werkdag'}, dan de eerstvolgende werkdag"
        return Term(_end_of(rolled), f"{span} vanaf {short_date(first)}{reason} → {short_date(rolled, first)}")

    def _count(self, day: date, amount: int) -> tuple[date, list[str]]:
        """The ``amount``-th working day after ``day``, and the names of the days that fell out of a working week."""
        if amount == 0:
            return self.next_working_day(day), []
        step = timedelta(days=1 if amount > 0 else -1)
        left, skipped = abs(amount), []
        while left:
            day += step
            if self.working_day(day):
                left -= 1
            elif day.weekday() < 5:
                skipped.append(self.holiday(day))
        return day, skipped


def add_months(day: date, months: int) -> date:
    """``day`` so many months later, on that month's last day where the day does not exist (31 January + 1 = 28 or 29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def local_date(moment: date) -> date:
    """The date in the Netherlands: of an aware moment in Europe/Amsterdam, of a date or a naive moment as it stands."""
    if isinstance(moment, datetime):
        return (moment.astimezone(AMSTERDAM) if moment.tzinfo else moment).date()
    return moment


def long_date(moment: date) -> str:
    """"donderdag 30 april 2026"."""
    day = local_date(moment)
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(moment: date, beside: date | None = None) -> str:
    """"do 30 april", with the year where it differs from that of ``beside``: "vr 1 januari 2027"."""
    day = local_date(moment)
    year = f" {day.year}" if beside is not None and local_date(beside).year != day.year else ""
    return f"{_WEEKDAYS[day.weekday()][:2]} {day.day} {_MONTHS[day.month - 1]}{year}"


def short_moment(moment: datetime, beside: date | None = None) -> str:
    """"do 30 april 14.05 uur"; the moment must be aware."""
    return f"{short_date(moment, beside)} {moment.astimezone(AMSTERDAM):%H.%M} uur"


def working_days_between(calendar: Calendar, start: date, end: date) -> Iterator[date]:
    """The working days after ``start`` up to and including ``end``."""
    day, last = local_date(start), local_date(end)
    while day < last:
        day += timedelta(days=1)
        if calendar.working_day(day):
            yield day


@lru_cache(maxsize=64)
def _holidays(year: int) -> dict[date, str]:
    """The days of the Algemene termijnenwet; "public" alone misses Good Friday and, in most years, 5 May."""
    named = holidays.NL(categories=("public", "optional"), years=year, language="nl")
    return {day: name.replace("; ", " en ") for day, name in named.items()}


def _end_of(day: date) -> datetime:
    return datetime.combine(day, _END_OF_DAY, tzinfo=AMSTERDAM)


def _whole(amount: int, unit: str, least: int) -> int:
    if int(amount) != amount or not least <= amount <= LARGEST:
        raise TermInvalid(f"Een termijn van {amount} {unit} kan niet. Geef een heel getal van {least} tot en met {LARGEST}.")
    return int(amount)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"
