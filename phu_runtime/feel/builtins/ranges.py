"""Range functions (DMN 1.5, 10.3.4.6, Table 78) on points and ranges, and ``range()`` (Table 73).

A point is the range that holds only itself. Each end becomes a key (bound, -1 | 0 | 1) that lies just inside an end that is left
out, so that every relation of the table is one or two comparisons.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from phu_runtime.feel.builtins.registry import builtin
from phu_runtime.feel.errors import Invalid
from phu_runtime.feel.literals import read_at, read_date, read_duration, read_moment, read_time, write
from phu_runtime.feel.numbers import CONTEXT
from phu_runtime.feel.values import ORDERED, Range, equal, kind, less, order_key

_RANGE = re.compile(r"\s*([\[\](])(.*)\.\.(.*)([\]\[)])\s*", re.DOTALL)
_CALL = re.compile(r'(date|time|date and time|duration)\(\s*"([^"]*)"\s*\)|@"([^"]*)"')
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)", re.ASCII)
_TEXT = re.compile(r'"((?:[^"\\])*)"')
_READERS: dict[str, Callable[[str], Any]] = {
    "date": read_date,
    "time": read_time,
    "date and time": read_moment,
    "duration": read_duration,
}
_Key = tuple[int, Any, int]
_Relation = Callable[[tuple[_Key, _Key], tuple[_Key, _Key]], bool]


@builtin("range(from: string)")
def range_of(text: str) -> Range:
    match = _RANGE.fullmatch(text)
    if match is None:
        raise Invalid(f'"{text}" is geen bereik. Schrijf bijvoorbeeld "[1..10]".')
    low, high = _endpoint(match[2].strip()), _endpoint(match[3].strip())
    if low is None and high is None:
        raise Invalid("een bereik heeft minstens één grens.")
    included = (match[1] == "[", match[4] == "]")
    if (low is None and included[0]) or (high is None and included[1]):
        raise Invalid("een open grens hoort niet bij het bereik: gebruik een haakje ( of ).")
    if low is not None and high is not None and (kind(low) != kind(high) or less(high, low) is not False):
        raise Invalid("het bereik begint na zijn einde.")
    return Range(low, high, *included, open_ended=low is None or high is None)


def _endpoint(text: str) -> Any:
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return CONTEXT.create_decimal(text)
    quoted, call = _TEXT.fullmatch(text), _CALL.fullmatch(text)
    value = quoted[1] if quoted else None
    if call:
        value = read_at(call[3]) if call[3] is not None else _READERS[call[1]](call[2])
    if value is None:
        raise Invalid(f"de grens {text} is geen vaste waarde.")
    return value


def _ends(value: Any) -> tuple[_Key, _Key, str]:
    interval = value if isinstance(value, Range) else Range(value, value)
    of_kind = kind(interval.low if interval.low is not None else interval.high)
    if of_kind not in ORDERED:
        raise Invalid(f"{write(value)[:40]} heeft geen volgorde." if value is not None else "")
    low: _Key = (-1, 0, 0)
    high: _Key = (1, 0, 0)
    if interval.low is not None:
        low = (0, order_key(interval.low, of_kind), 0 if interval.low_included else 1)
    if interval.high is not None:
        high = (0, order_key(interval.high, of_kind), 0 if interval.high_included else -1)
    return low, high, of_kind


def _relation(name: str, relation: _Relation, kinds: tuple[str, str]) -> None:
    """Register a relation; ``kinds``: what each side may be, "point" or "range" or "any"."""
    labels = tuple(f"{'range' if part == 'range' else 'point' if part == 'point' else 'range'}" for part in kinds)

    def related(one: Any, other: Any) -> bool:
        for value, wanted in ((one, kinds[0]), (other, kinds[1])):
            if wanted == "range" and kind(value) != "range":
                raise Invalid("deze functie vraagt een bereik, bijvoorbeeld [1..10].")
        low, high, of_kind = _ends(one)
        other_low, other_high, other_kind = _ends(other)
        if of_kind != other_kind:
            raise Invalid("de twee zijn niet te vergelijken.")
        return relation((low, high), (other_low, other_high))

    first, second = (f"{labels[0]}1", f"{labels[1]}2") if labels[0] == labels[1] else labels
    builtin(f"{name}({first}: any, {second}: any)")(related)
    if kinds == ("any", "any"):
        for one, other in (("point1", "point2"), ("point", "range"), ("range", "point")):
            builtin(f"{name}({one}: any, {other}: any)")(related)


def _meets(one: tuple[_Key, _Key], other: tuple[_Key, _Key]) -> bool:
    return one[1] == other[0] and one[1][2] == 0 and one[1][0] == 0


_RELATIONS: tuple[tuple[str, _Relation, tuple[str, str]], ...] = (
    ("before", lambda a, b: a[1] < b[0], ("any", "any")),
    ("after", lambda a, b: b[1] < a[0], ("any", "any")),
    ("meets", _meets, ("range", "range")),
    ("met by", lambda a, b: _meets(b, a), ("range", "range")),
    ("overlaps", lambda a, b: not (a[1] < b[0] or b[1] < a[0]), ("range", "range")),
    ("overlaps before", lambda a, b: a[0] < b[0] and b[0] <= a[1] and a[1] <= b[1], ("range", "range")),
    ("overlaps after", lambda a, b: b[0] < a[0] and a[0] <= b[1] and b[1] <= a[1], ("range", "range")),
    ("finishes", lambda a, b: a[1] == b[1] and a[0] >= b[0], ("any", "range")),
    ("finished by", lambda a, b: a[1] == b[1] and b[0] >= a[0], ("range", "any")),
    ("includes", lambda a, b: a[0] <= b[0] and b[1] <= a[1], ("range", "any")),
    ("during", lambda a, b: b[0] <= a[0] and a[1] <= b[1], ("any", "range")),
    ("starts", lambda a, b: a[0] == b[0] and a[1] <= b[1], ("any", "range")),
    ("started by", lambda a, b: a[0] == b[0] and b[1] <= a[1], ("range", "any")),
)
for _name, _rule, _kinds in _RELATIONS:
    _relation(_name, _rule, _kinds)


@builtin("coincides(range1: any, range2: any)")
def coincides(one: Any, other: Any) -> bool:
    same = equal(one, other)
    if same is None or one is None or other is None:
        raise Invalid("de twee zijn niet te vergelijken." if one is not None and other is not None else "")
    return same


builtin("coincides(point1: any, point2: any)")(coincides)
