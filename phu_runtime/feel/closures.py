"""The operators with two operands as closures: the common case first, all else through the tables.

Most operands are a variable or a fixed value. For those there is a closure that does without calling another one: an expression of a
table or a gateway is mostly made of them.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal, Overflow
from typing import Any

from phu_runtime.feel.numbers import CONTEXT
from phu_runtime.feel.operators import arithmetic
from phu_runtime.feel.run import Frame, Run
from phu_runtime.feel.values import compare, dutch, equal, kind

Closure = Callable[[Frame], Any]
_Fast = Callable[[Any, Any], Any]
_Slow = Callable[[Any, Any, Frame], Any]
_SIMPLE = frozenset((Decimal, str, bool))
NOT_FIXED: Any = object()


def _numbers(fast: _Fast, slow: _Slow, left: Closure, right: Closure, fixed: Any) -> Closure:
    """An operation that is ``fast`` on two numbers; ``fixed`` is the right operand when it is a fixed number."""
    if type(fixed) is Decimal:

        def with_fixed(frame: Frame) -> Any:
            one = left(frame)
            if type(one) is Decimal:
                try:
                    return fast(one, fixed)
                except Overflow:
                    pass
            return slow(one, fixed, frame)

        return with_fixed

    def with_both(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if type(one) is Decimal and type(other) is Decimal:
            try:
                return fast(one, other)
            except Overflow:
                pass
        return slow(one, other, frame)

    return with_both


def _arithmetic(sign: str, fast: _Fast) -> Callable[[Closure, Closure, int, Any], Closure]:
    def build(left: Closure, right: Closure, start: int, fixed: Any) -> Closure:
        def slow(one: Any, other: Any, frame: Frame) -> Any:
            return arithmetic(sign, one, other, frame.run, start)

        return _numbers(fast, slow, left, right, fixed)

    return build


def _order(sign: str, fast: _Fast) -> Callable[[Closure, Closure, int, Any], Closure]:
    def build(left: Closure, right: Closure, start: int, fixed: Any) -> Closure:
        def slow(one: Any, other: Any, frame: Frame) -> Any:
            return ordered(sign, one, other, frame.run, start)

        return _numbers(fast, slow, left, right, fixed)

    return build


def _same(negated: bool) -> Callable[[Closure, Closure, int, Any], Closure]:
    fast: _Fast = operator.ne if negated else operator.eq

    def build(left: Closure, right: Closure, start: int, fixed: Any) -> Closure:
        def slow(one: Any, other: Any, frame: Frame) -> bool | None:
            same = equal(one, other, frame.run)
            if same is None:
                _warn_kinds(one, other, frame.run, start)
                return None
            return same is not negated

        of_type = type(fixed)
        if of_type in _SIMPLE:

            def with_fixed(frame: Frame) -> Any:
                one = left(frame)
                return fast(one, fixed) if type(one) is of_type else slow(one, fixed, frame)

            return with_fixed

        def with_both(frame: Frame) -> Any:
            one, other = left(frame), right(frame)
            kind_of = type(one)
            if kind_of is type(other) and kind_of in _SIMPLE:
                return fast(one, other)
            return slow(one, other, frame)

        return with_both

    return build


BINARY: dict[str, Callable[[Closure, Closure, int, Any], Closure]] = {
    "+": _arithmetic("+", CONTEXT.add),
    "-": _arithmetic("-", CONTEXT.subtract),
    "*": _arithmetic("*", CONTEXT.multiply),
    "=": _same(negated=False),
    "!=": _same(negated=True),
    "<": _order("<", operator.lt),
    ">": _order(">", operator.gt),
    "<=": _order("<=", operator.le),
    ">=": _order(">=", operator.ge),
}


def between(value: Closure, low: Any, high: Any, slow: Closure) -> Closure:
    """``value between low and high`` for two fixed numbers; ``slow`` does it for any other value."""

    def closure(frame: Frame) -> Any:
        tested = value(frame)
        return low <= tested <= high if type(tested) is Decimal else slow(frame)

    return closure


def among(value: Closure, members: frozenset[Any], of_type: type, slow: Callable[[Any, Frame], Any]) -> Closure:
    """``value in (a, b, c)`` for fixed texts, or fixed numbers; ``slow`` does it for a value of another type."""

    def closure(frame: Frame) -> Any:
        tested = value(frame)
        return tested in members if type(tested) is of_type else slow(tested, frame)

    return closure


def ordered(sign: str, left: Any, right: Any, run: Run, start: int) -> bool | None:
    """A comparison of order; null with a warning for values of different kinds (null alone is no mistake)."""
    result = compare(sign, left, right, run)
    if result is None and left is not None and right is not None:
        _warn_kinds(left, right, run, start)
    return result


def _warn_kinds(left: Any, right: Any, run: Run, start: int) -> None:
    if run.warnings is None:
        return
    one, other = dutch(left), dutch(right)
    if kind(left) == kind(right):
        run.warn(f"Van {one} en {other} is niet te zeggen welke groter is.", start)
        return
    numeric = {kind(left), kind(right)} == {"number", "string"}
    advice = "Maak er hetzelfde soort van, bijvoorbeeld met number(…) of string(…)." if numeric else ""
    run.warn(f"{one[:1].upper()}{one[1:]} en {other} zijn niet met elkaar te vergelijken.", start, advice)
