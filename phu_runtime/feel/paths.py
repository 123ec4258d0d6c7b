"""``value.name`` and ``value[condition]`` (DMN 1.5, 10.3.1.4, 10.3.2.5, Table 65)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from phu_runtime.feel import syntax, temporal
from phu_runtime.feel.mistakes import suggest
from phu_runtime.feel.run import Frame, Run
from phu_runtime.feel.values import dutch, kind

if TYPE_CHECKING:
    from phu_runtime.feel.compiler import Closure, Compiler


def member(value: Any, name: str, run: Run, start: int) -> Any:
    """The member ``name`` of any value; of a list, the list of its items' members."""
    of_kind = kind(value)
    if of_kind == "context":
        try:
            return value[name]
        except KeyError:
            run.warn(f"Deze context heeft geen onderdeel '{name}'.", start, suggest(name, value) if run.warnings is not None else "")
            return None
    if of_kind == "list":
        run.sized(len(value))
        return [item[name] if type(item) is dict and name in item else member(item, name, run, start) for item in value]
    properties = _PROPERTIES.get(of_kind)
    if properties is not None and name in properties:
        return properties[name](value)
    if value is not None:
        advice = suggest(name, properties or ())
        run.warn(f"{dutch(value)[:1].upper()}{dutch(value)[1:]} heeft geen onderdeel '{name}'.", start, advice)
    return None


def _clock(divisor: int, modulus: int) -> Callable[[Any], Decimal]:
    return lambda value: Decimal(temporal.nanos_of(value) // (divisor * temporal.NANOS) % modulus)


def _span(divisor: int, modulus: int) -> Callable[[timedelta], Decimal]:
    def part(value: timedelta) -> Decimal:
        size = abs(value) // timedelta(seconds=1) // divisor
        if modulus:
            size %= modulus
        return Decimal(-size if value < timedelta(0) else size)

    return part


def _part_of_months(divisor: int, modulus: int) -> Callable[[Any], Decimal]:
    def part(value: Any) -> Decimal:
        size = abs(value.months) // divisor
        if modulus:
            size %= modulus
        return Decimal(-size if value.months < 0 else size)

    return part


def _midnight_zero(value: Any) -> Decimal:
    return Decimal(0)


_DATE: dict[str, Callable[[Any], Any]] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(temporal.date_of(value).day),
    "weekday": lambda value: Decimal(temporal.weekday(temporal.date_of(value))),
}
_TIME: dict[str, Callable[[Any], Any]] = {
    "hour": _clock(3600, 24),
    "minute": _clock(60, 60),
    "second": _clock(1, 60),
    "time offset": temporal.offset_of,
    "timezone": lambda value: temporal.zone_name(value.tzinfo),
}
_PROPERTIES: dict[str, dict[str, Callable[[Any], Any]]] = {
    "date": {
        **_DATE,
        "hour": _midnight_zero,
        "minute": _midnight_zero,
        "second": _midnight_zero,
        "time offset": lambda value: timedelta(0),
    },
    "time": _TIME,
    "date and time": {**_DATE, **_TIME},
    "days and time duration": {
        "days": _span(86_400, 0),
        "hours": _span(3600, 24),
        "minutes": _span(60, 60),
        "seconds": _span(1, 60),
    },
    "years and months duration": {"years": _part_of_months(12, 0), "months": _part_of_months(1, 12)},
    "range": {
        "start": lambda value: value.low,
        "end": lambda value: value.high,
        "start included": lambda value: value.low_included,
        "end included": lambda value: value.high_included,
    },
}
MEMBERS = frozenset(name for properties in _PROPERTIES.values() for name in properties)


def compile_filter(compiler: Compiler, node: syntax.Filter) -> Closure:
    """``source[condition]``: by position for a number, else the items for which the condition holds.

    Inside the condition ``item`` is the item, and an item's own members go by their names.
    """
    source, start = compiler.compile(node.source), node.start
    position = _constant(node.condition)
    if position is not None:
        number = position
        return lambda frame: _at(source(frame), number, frame.run, start)
    condition = compiler.within(None, node.condition)
    price = syntax.weight(node.condition)
    by_name = "item" in syntax.names_in(node.condition)
    fresh = syntax.captures(node.condition)

    def names_of(item: Any) -> Any:
        if kind(item) != "context":
            return {"item": item}
        return _Item(item) if by_name else item

    def filtered(frame: Frame) -> Any:
        value, run = source(frame), frame.run
        items = value if kind(value) == "list" else ([] if value is None else [value])
        if not items:
            run.spend(price)
            return None if kind(condition(Frame({"item": None}, frame, _silent(run)))) == "number" else []
        kept: list[Any] = []
        run.spend(price * len(items))
        inner = Frame({}, frame, run)
        for index, item in enumerate(items):
            inner = Frame({}, frame, run) if fresh else inner
            inner.local = item if type(item) is dict and not by_name else names_of(item)
            holds = condition(inner)
            if holds is True:
                kept.append(item)
            elif index == 0 and kind(holds) == "number":
                return _at(items, holds, run, start)
            elif holds is not None and holds is not False:
                run.warn(f"De voorwaarde van een filter is {dutch(holds)} in plaats van ja of nee.", start)
        return kept

    return filtered


class _Item(dict[str, Any]):
    """The names inside a filter for an item that is a context: its members, and ``item`` unless it has a member so called."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        super().__init__(item=item)
        self._item = item

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self._item[name]
        except KeyError:
            return super().get(name, default)


def _silent(run: Run) -> Run:
    """The same evaluation without warnings: a condition tried on an empty list tells nothing."""
    quiet = Run(run.context, run.functions, run.budget, None)
    quiet.steps, quiet.depth = run.steps, run.depth
    return quiet


def _constant(node: syntax.Node) -> Decimal | None:
    if isinstance(node, syntax.Literal) and type(node.value) is Decimal:
        return node.value
    if isinstance(node, syntax.Negation):
        inside = _constant(node.operand)
        return None if inside is None else -inside
    return None


def _at(value: Any, position: Decimal, run: Run, start: int) -> Any:
    """The item at a position from 1, or from -1 at the end; null outside the list."""
    items = value if kind(value) == "list" else ([] if value is None else [value])
    index = int(position)
    if index != position or index == 0:
        run.warn("Een plaats in een lijst is een heel getal vanaf 1 (of vanaf -1 achteraan).", start)
        return None
    if abs(index) > len(items):
        return None
    return items[index - 1 if index > 0 else index]
