"""The operators with two operands as closures: the common case first, all else through the tables."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, Overflow
from typing import Any

from phu_runtime.feel.numbers import CONTEXT
from phu_runtime.feel.operators import arithmetic
from phu_runtime.feel.run import Frame, Run
from phu_runtime.feel.values import compare, dutch, equal, kind

_Closure = Callable[[Frame], Any]
_SIMPLE = frozenset((Decimal, str, bool))
_UNEQUAL_KINDS = "{} en {} zijn niet met elkaar te vergelijken."


def _add(left: _Closure, right: _Closure, start: int) -> _Closure:
    plus = CONTEXT.add

    def add(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            try:
                return plus(one, other)
            except Overflow:
                pass
        return arithmetic("+", one, other, frame.run, start)

    return add


def _subtract(left: _Closure, right: _Closure, start: int) -> _Closure:
    minus = CONTEXT.subtract

    def subtract(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            try:
                return minus(one, other)
            except Overflow:
                pass
        return arithmetic("-", one, other, frame.run, start)

    return subtract


def _multiply(left: _Closure, right: _Closure, start: int) -> _Closure:
    times = CONTEXT.multiply

    def multiply(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            try:
                return times(one, other)
            except Overflow:
                pass
        return arithmetic("*", one, other, frame.run, start)

    return multiply


def _equals(left: _Closure, right: _Closure, start: int) -> _Closure:
    def equals(frame: Frame) -> bool | None:
        one, other = left(frame), right(frame)
        of_kind = type(one)
        if of_kind is type(other) and of_kind in _SIMPLE:
            return bool(one == other)
        same = equal(one, other, frame.run)
        if same is None:
            _warn_kinds(one, other, frame.run, start)
        return same

    return equals


def _differs(left: _Closure, right: _Closure, start: int) -> _Closure:
    def differs(frame: Frame) -> bool | None:
        one, other = left(frame), right(frame)
        of_kind = type(one)
        if of_kind is type(other) and of_kind in _SIMPLE:
            return bool(one != other)
        same = equal(one, other, frame.run)
        if same is None:
            _warn_kinds(one, other, frame.run, start)
            return None
        return not same

    return differs


def _less(left: _Closure, right: _Closure, start: int) -> _Closure:
    def less(frame: Frame) -> bool | None:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            return bool(one < other)
        return ordered("<", one, other, frame.run, start)

    return less


def _greater(left: _Closure, right: _Closure, start: int) -> _Closure:
    def greater(frame: Frame) -> bool | None:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            return bool(one > other)
        return ordered(">", one, other, frame.run, start)

    return greater


def _at_most(left: _Closure, right: _Closure, start: int) -> _Closure:
    def at_most(frame: Frame) -> bool | None:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            return bool(one <= other)
        return ordered("<=", one, other, frame.run, start)

    return at_most


def _at_least(left: _Closure, right: _Closure, start: int) -> _Closure:
    def at_least(frame: Frame) -> bool | None:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            return bool(one >= other)
        return ordered(">=", one, other, frame.run, start)

    return at_least


BINARY: dict[str, Callable[[_Closure, _Closure, int], _Closure]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "=": _equals,
    "!=": _differs,
    "<": _less,
    ">": _greater,
    "<=": _at_most,
    ">=": _at_least,
}


def ordered(operator: str, left: Any, right: Any, run: Run, start: int) -> bool | None:
    """A comparison of order; null with a warning for values of different kinds (null alone is no mistake)."""
    result = compare(operator, left, right, run)
    if result is None and left is not None and right is not None:
        _warn_kinds(left, right, run, start)
    return result


def _warn_kinds(left: Any, right: Any, run: Run, start: int) -> None:
    if run.warnings is None:
        return
    if kind(left) == kind(right):
        run.warn(f"Van {dutch(left)} en {dutch(right)} is niet te zeggen welke groter is.", start)
        return
    one, other = dutch(left), dutch(right)
    numeric = {kind(left), kind(right)} == {"number", "string"}
    advice = "Maak er hetzelfde soort van, bijvoorbeeld met number(…) of string(…)." if numeric else ""
    run.warn(_UNEQUAL_KINDS.format(one[:1].upper() + one[1:], other), start, advice)
