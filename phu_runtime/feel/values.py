"""FEEL's values in Python (DMN 1.5, 10.3.2): how each kind is represented, and what is equal and what comes first.

number: Decimal · string: str · boolean: bool · date, time, date and time: ``datetime``'s own, or ``temporal``'s wide ones ·
days and time duration: timedelta · years and months duration: YearsMonths · list: list · context: any Mapping · range: Range ·
function: Function · null: None. An int or float that a caller left in its context counts as the number it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from phu_runtime.feel.temporal import NANOS, WideDate, WideDateTime, WideTime, moment_key, time_key

if TYPE_CHECKING:
    from phu_runtime.feel.run import Run


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years and months duration, as a number of months (negative allowed)."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """An interval. With ``open_ended`` (written as a unary test) a bound of None means that there is none; without it, that it
    is not known (null). Open-ended with one bound twice, left out at both sides, is everything but that value: ``(!= 10)``.
    """

    low: Any
    high: Any
    low_included: bool = True
    high_included: bool = True
    open_ended: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something that can be called: ``invoke(run, arguments, position)`` with arguments in the order of ``parameters``.

    ``parameters`` is None where any positional arguments are accepted; ``by_name`` calls with named arguments where that is
    more than putting them in order.
    """

    name: str
    parameters: tuple[str, ...] | None
    invoke: Callable[[Run, list[Any], int], Any]
    by_name: Callable[[Run, Mapping[str, Any], int], Any] | None = None
    types: tuple[Any, ...] = ()
    result: Any = None


KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    int: "number",
    float: "number",
    str: "string",
    date: "date",
    WideDate: "date",
    datetime: "date and time",
    WideDateTime: "date and time",
    time: "time",
    WideTime: "time",
    timedelta: "days and time duration",
    YearsMonths: "years and months duration",
    list: "list",
    tuple: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}
DUTCH = {
    "null": "niets (null)",
    "boolean": "ja/nee (true of false)",
    "number": "een getal",
    "string": "een tekst",
    "date": "een datum",
    "date and time": "een datum met tijd",
    "time": "een tijd",
    "days and time duration": "een duur in dagen en uren",
    "years and months duration": "een duur in jaren en maanden",
    "list": "een lijst",
    "context": "een context",
    "range": "een bereik",
    "function": "een functie",
}
ORDERED = frozenset(
    ("number", "string", "date", "time", "date and time", "days and time duration", "years and months duration")
)  # fmt: skip
_WIDER: tuple[tuple[type, str], ...] = (
    (str, "string"), (Mapping, "context"), (datetime, "date and time"), (date, "date"), (time, "time"),
    (timedelta, "days and time duration"), (list, "list"), (int, "number"), (float, "number"),
)  # fmt: skip


def kind(value: Any) -> str:
    """The name of the FEEL type of ``value``, as the specification spells it ("null" for None)."""
    known = KINDS.get(type(value))
    if known is not None:
        return known
    for wider, name in _WIDER:
        if isinstance(value, wider):
            return name
    return "function" if callable(value) else "unknown"


def dutch(value: Any) -> str:
    """The kind of ``value`` in Dutch, with its article: "een getal"."""
    return DUTCH.get(kind(value), "een onbekende waarde")


def decimal(value: Any) -> Decimal:
    """The Decimal of a number that may still be an int or a float."""
    return value if type(value) is Decimal else Decimal(repr(value) if isinstance(value, float) else value)


def order_key(value: Any, name: str) -> Any:
    """A Python value that orders as ``value`` does among values of the same kind ``name``.

    Moments and times compare by whole seconds: that is the resolution of their values (10.3.2.3.4 and .6).
    """
    if name == "number":
        return decimal(value)
    if name in ("date and time", "time"):
        has_zone, nanos = moment_key(value) if name == "date and time" else time_key(value)
        return has_zone, nanos // NANOS
    if name == "date":
        return (value.year, value.month, value.day)
    return value


_PLAIN = frozenset((Decimal, str, bool, date, timedelta, YearsMonths))


def equal(left: Any, right: Any, run: Run | None = None) -> bool | None:
    """FEEL equality (Table 42): None where the kinds differ, unless one side is null."""
    kind_left = type(left)
    if kind_left is type(right) and kind_left in _PLAIN:
        return bool(left == right)
    if left is None or right is None:
        return left is right
    name = kind(left)
    if name != kind(right):
        return None
    if run is not None:
        run.spend(1)
    if name == "list":
        return len(left) == len(right) and all(equal(a, b, run) is True for a, b in zip(left, right, strict=True))
    if name == "context":
        return left.keys() == right.keys() and all(equal(left[key], right[key], run) is True for key in left)
    if name == "range":
        return _same_range(left, right)
    if name in ORDERED:
        one, other = order_key(left, name), order_key(right, name)
        return bool(one == other)
    if name == "function":
        return left is right
    return bool(left == right)


def _same_range(left: Range, right: Range) -> bool:
    return (
        equal(left.low, right.low) is True
        and equal(left.high, right.high) is True
        and left.low_included == right.low_included
        and left.high_included == right.high_included
        and left.open_ended == right.open_ended
    )


def less(left: Any, right: Any) -> bool | None:
    """``left < right`` (Table 42): None where they cannot be ordered."""
    name = kind(left)
    if name != kind(right) or name not in ORDERED:
        return None
    one, other = order_key(left, name), order_key(right, name)
    if name in ("date and time", "time") and one[0] != other[0]:
        return None
    return bool(one < other)


def compare(operator: str, left: Any, right: Any, run: Run | None = None) -> bool | None:
    """One of ``= != < <= > >=`` in three-valued logic."""
    if operator == "=":
        return equal(left, right, run)
    if operator == "!=":
        same = equal(left, right, run)
        return None if same is None else not same
    if operator == "<":
        return less(left, right)
    if operator == ">":
        return less(right, left)
    other = less(right, left) if operator == "<=" else less(left, right)
    return None if other is None else not other


def within(value: Any, interval: Range) -> bool | None:
    """Whether ``value`` lies in ``interval``; None where they cannot be compared."""
    if not interval.open_ended and (interval.low is None or interval.high is None):
        return None
    if interval.low is not None and interval.high is not None and interval.open_ended and not interval.low_included:
        return compare("!=", value, interval.low)
    result: bool | None = True
    if interval.low is not None:
        result = compare(">=" if interval.low_included else ">", value, interval.low)
    if result and interval.high is not None:
        result = compare("<=" if interval.high_included else "<", value, interval.high)
    return result


def contains(value: Any, candidate: Any, run: Run | None = None) -> bool | None:
    """``value in candidate`` for a value, a range or a list of them (Table 55)."""
    if type(candidate) is Range:
        return equal(value, candidate) is True if type(value) is Range else within(value, candidate)
    if kind(candidate) == "list":
        if run is not None:
            run.spend(len(candidate))
        if kind(value) == "list":
            return equal(value, candidate, run) is True or any(equal(value, item, run) is True for item in candidate)
        return any(contains(value, item, run) is True for item in candidate)
    return equal(value, candidate, run)
