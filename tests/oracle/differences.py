"""Where feelin 8.2 and we differ and the specification (DMN 1.5) gives us right.

A difference counts as explained when the expression holds an operation that is listed here, on operands for which feelin departs from
the paragraph named. Everything else is open and makes the oracle fail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from phu_runtime.feel import FeelError, kind, syntax
from phu_runtime.feel.compiler import Compiler
from phu_runtime.feel.expressions import compile_expression
from phu_runtime.feel.run import DEFAULT, Frame, Run
from phu_runtime.feel.values import ORDERED

UNKNOWN: Any = object()
ValueOf = Callable[[syntax.Node], Any]
DOUBLE = 15
_ORDER = frozenset(("<", "<=", ">", ">="))


def explained(text: str, context: Mapping[str, Any]) -> str:
    """The paragraph that decides, "" when none of the known ones does."""

    def value_of(node: syntax.Node) -> Any:
        try:
            return Compiler().compile(node)(Frame(context, None, Run(context, {}, DEFAULT, None)))
        except (FeelError, KeyError, AttributeError, TypeError):
            return UNKNOWN

    try:
        pending: list[syntax.Node] = [compile_expression(text).node]
    except FeelError:
        return ""
    while pending:
        node = pending.pop()
        for rule in _RULES.get(type(node), ()):
            reason = rule(node, value_of)
            if reason:
                return reason
        pending.extend(syntax.children(node))
    return ""


def _binary(node: syntax.Binary, value_of: ValueOf) -> str:
    left, right = value_of(node.left), value_of(node.right)
    if left is UNKNOWN or right is UNKNOWN:
        return ""
    kinds = {kind(left), kind(right)}
    if node.operator in "*/" and kinds & {"days and time duration", "years and months duration"}:
        return "10.3.2.3.7-8, Table 53: a duration times (or divided by) a number is a duration"
    if node.operator in ("=", "!=") and kinds == {"list"}:
        return "10.3.2.3.9, Table 42: lists of another length are not equal: false, not null"
    if node.operator in ("=", "!=") and len(kinds) > 1 and "null" not in kinds:
        return "10.3.2.3, Table 42: values of different kinds are neither equal nor unequal: null"
    if node.operator in ("+", "-") and kinds == {"date", "days and time duration"}:
        return "10.3.2.3.5, Table 52: a date and a duration give a date, not a date and time"
    if node.operator in _ORDER and not kinds <= ORDERED:
        return "10.3.2.3, Table 42: only numbers, texts, dates, times and durations have an order: else null"
    if node.operator in _ORDER and len(kinds) > 1:
        return "10.3.2.3, Table 42: values of different kinds have no order: null"
    return ""


def _call(node: syntax.Call, value_of: ValueOf) -> str:
    if not isinstance(node.function, syntax.Name):
        return ""
    name = node.function.name
    given = [value_of(argument) for argument in node.arguments]
    if any(one is UNKNOWN for one in given):
        return ""
    if name in ("substring", "sublist", "remove", "insert before") and _outside(given):
        return f"10.3.4, domain of '{name}': a position outside the text or list is null"
    if name == "modulo" and any(kind(one) == "number" and one != int(one) for one in given):
        return "10.3.4.5: modulo is exact in decimals; feelin's doubles round the quotient"
    if name == "years and months duration":
        return "10.3.4.1, Table 73: a years and months duration has no days"
    if name == "replace" and "$" in str(given[2]):
        return "XPath 3.1, 5.6.4 (by 10.3.4.3): $N without an Nth group is the empty text"
    if name in ("min", "max") and isinstance(given[0], list) and any(isinstance(one, str) for one in given[0]):
        return f"10.3.4.4: '{name}' takes any values that can be ordered, texts too"
    if name == "string" and kind(given[0]) == "number" and len(given[0].normalize().as_tuple().digits) > DOUBLE:
        return "10.3.2.3.1: numbers have 34 digits; feelin writes a double"
    if name in ("median", "mode", "stddev"):
        return f"10.3.4.4: '{name}' orders numbers by their value, smallest first; feelin by their text"
    return ""


def _between(node: syntax.Between, value_of: ValueOf) -> str:
    low, high = value_of(node.low), value_of(node.high)
    if low is UNKNOWN or high is UNKNOWN:
        return ""
    if low is None or high is None:
        return "10.3.2.7, Table 55: 'between' is an 'and' of two comparisons: false and null is false"
    if kind(low) == kind(high) == "number" and low > high:
        return "10.3.2.7, Table 55: 'between' with its bounds the wrong way round holds for nothing"
    return ""


def _iteration(node: syntax.Iteration, value_of: ValueOf) -> str:
    if node.end is None:
        return ""
    return "10.3.2.14: an iteration goes down when its end is below its start, and through zero"


def _outside(given: list[Any]) -> bool:
    """Whether a position (and length) lies outside what it points into."""
    source = given[0] if isinstance(given[0], list | str) else [given[0]]
    size, position = len(source), given[1]
    if kind(position) != "number" or position == 0 or abs(position) > size:
        return True
    start = int(position) - 1 if position > 0 else size + int(position)
    return len(given) > 2 and kind(given[2]) == "number" and start + int(given[2]) > size


_RULES: dict[type, tuple[Callable[[Any, ValueOf], str], ...]] = {
    syntax.Binary: (_binary,),
    syntax.Call: (_call,),
    syntax.Between: (_between,),
    syntax.Iteration: (_iteration,),
}
