"""All values of an input, cut into parts on which no test of its column changes: the analysis is exact because of this.

A part is a value that is named somewhere, the open stretch between two neighbouring values, or "any other text". One value stands
for its part. Declared input values limit the parts; null takes part only where the column or its values mention it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from phu_runtime.decisions.constants import NotFixed, compared_with
from phu_runtime.feel import UnaryTests, YearsMonths, kind, temporal
from phu_runtime.feel.values import order_key

_OTHER_TEXT = "\u0000een andere tekst"
_MOST_VALUES = 400


@dataclass(frozen=True)
class Part:
    """A part of a domain. ``value`` stands for it; ``point`` tells whether it is only that value; ``low`` and ``high`` bound a
    stretch (None: unbounded)."""

    value: Any
    point: bool
    low: Any = None
    high: Any = None
    whatever: bool = False


@dataclass(frozen=True)
class Domain:
    """The parts of one input, in order. ``declared``: the input says itself which values it can have."""

    label: str
    parts: Sequence[Part]
    declared: bool


class Undetermined(Exception):  # noqa: N818
    """A column that cannot be judged; the text says why, in Dutch."""


def domain_of(label: str, of_type: str, values: UnaryTests | None, cells: Sequence[UnaryTests]) -> Domain:
    """The domain of a column. Raises Undetermined."""
    named: list[Any] = []
    for number, tests in enumerate([*([values] if values else []), *cells]):
        try:
            named += compared_with(tests.node)
        except NotFixed:
            place = "de toegestane waarden" if values and number == 0 else f"'{tests.text}'"
            raise Undetermined(f"kolom '{label}': {place} hangt af van meer dan deze invoer") from None
    if len(named) > _MOST_VALUES:
        raise Undetermined(f"kolom '{label}' noemt meer dan {_MOST_VALUES} waarden")
    kinds = _kinds(of_type, named, label)
    parts: list[Part] = []
    for one in sorted(kinds):
        parts += _MAKERS[one]([value for value in named if kind(value) == one])
    if any(value is None for value in named):
        parts.append(Part(None, True))
    if not parts:
        parts = [Part(None, True, whatever=True)]
    if values is not None and not values.always:
        parts = [part for part in parts if values.matches(part.value)]
    return Domain(label, parts, values is not None and not values.always)


def _kinds(of_type: str, named: Sequence[Any], label: str) -> set[str]:
    """The kinds of value that the column can meet: the declared one, else those of the values it names."""
    declared = _TYPES.get(of_type.rpartition(":")[2])
    kinds = {declared} if declared else {kind(value) for value in named if value is not None}
    wrong = [one for one in kinds if one not in _MAKERS]
    if wrong:
        raise Undetermined(f"kolom '{label}' gaat over waarden die niet op een rij te zetten zijn")
    return kinds


_TYPES = {
    "string": "string",
    "boolean": "boolean",
    "number": "number",
    "integer": "number",
    "long": "number",
    "double": "number",
    "date": "date",
    "time": "time",
    "dateTime": "date and time",
    "date and time": "date and time",
    "dayTimeDuration": "days and time duration",
    "days and time duration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "years and months duration": "years and months duration",
}


def _texts(values: list[Any]) -> list[Part]:
    return [*(Part(value, True) for value in dict.fromkeys(values)), Part(_OTHER_TEXT, False)]


def _booleans(values: list[Any]) -> list[Part]:
    return [Part(True, True), Part(False, True)]


def _line(name: str, between: Callable[[Any, Any], Any]) -> Callable[[list[Any]], list[Part]]:
    """Parts of an ordered kind. ``between`` gives a value strictly between two neighbours (None: no end), or None."""

    def parts(values: list[Any]) -> list[Part]:
        points: dict[Any, Any] = {order_key(value, name): value for value in values}
        ordered = [points[key] for key in sorted(points)]
        made: list[Part] = []
        for low, high in zip([None, *ordered], [*ordered, None], strict=True):
            inside = between(low, high)
            if inside is not None:
                made.append(Part(inside, False, low, high))
            if high is not None:
                made.append(Part(high, True))
        return made

    return parts


def _between_numbers(low: Decimal | None, high: Decimal | None) -> Decimal:
    if low is None:
        return Decimal(0) if high is None else Decimal(high) - 1
    return Decimal(low) + 1 if high is None else (Decimal(low) + Decimal(high)) / 2


def _stepper(least: Any, add: Callable[[Any, int], Any], key: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """``between`` for a kind that goes by whole steps (days, seconds, months)."""

    def between(low: Any, high: Any) -> Any:
        if low is None:
            return least if high is None else add(high, -1)
        inside = add(low, 1)
        return inside if inside is not None and (high is None or key(inside) < key(high)) else None

    return between


def _next_second(clock: Any, step: int) -> Any:
    nanos = temporal.nanos_of(clock) + step * temporal.NANOS
    return temporal.make_time(nanos, clock.tzinfo) if 0 <= nanos < temporal.DAY else None


def _between_spans(low: timedelta | None, high: timedelta | None) -> timedelta | None:
    if low is None:
        return timedelta(0) if high is None else high - timedelta(seconds=1)
    if high is None:
        return low + timedelta(seconds=1)
    inside = low + (high - low) / 2
    return inside if low < inside < high else None


_MAKERS: dict[str, Callable[[list[Any]], list[Part]]] = {
    "string": _texts,
    "boolean": _booleans,
    "number": _line("number", _between_numbers),
    "date": _line(
        "date",
        _stepper(temporal.make_date(2000, 1, 1), lambda day, step: temporal.add_span(day, timedelta(days=step)), temporal.ordinal),
    ),
    "time": _line("time", _stepper(temporal.make_time(0, None), _next_second, temporal.time_key)),
    "date and time": _line(
        "date and time",
        _stepper(
            temporal.midnight(temporal.make_date(2000, 1, 1), None),
            lambda moment, step: temporal.add_span(moment, timedelta(seconds=step)),
            temporal.moment_key,
        ),
    ),
    "days and time duration": _line("days and time duration", _between_spans),
    "years and months duration": _line(
        "years and months duration",
        _stepper(YearsMonths(0), lambda span, step: YearsMonths(span.months + step), lambda span: span.months),
    ),
}
