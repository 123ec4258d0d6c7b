"""Arithmetic (DMN 1.5, 10.3.2.3, Tables 50–54): one function per pair of kinds; any other pair is null with a warning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from decimal import Decimal, DecimalException
from typing import Any

from phu_runtime.feel import temporal
from phu_runtime.feel.errors import Invalid
from phu_runtime.feel.numbers import CONTEXT, ONE
from phu_runtime.feel.run import Run
from phu_runtime.feel.values import YearsMonths, decimal, dutch, kind

_N, _S = "number", "string"
_D, _DT, _T = "date", "date and time", "time"
_DD, _YM = "days and time duration", "years and months duration"
LONGEST_MONTHS = 12 * 10**12


def _difference(left: Any, right: Any) -> timedelta:
    """Between two moments or dates; a date counts as its midnight in UTC, unless the other is a local moment (then: none)."""
    if kind(left) == kind(right) == _D:
        return timedelta(days=temporal.ordinal(left) - temporal.ordinal(right))
    one, other = (temporal.midnight(value, UTC) if kind(value) == _D else value for value in (left, right))
    start, end = temporal.moment_key(one), temporal.moment_key(other)
    if start[0] != end[0]:
        raise Invalid("Van een moment met tijdzone kunt u geen moment zonder tijdzone aftrekken.")
    return temporal.span(start[1] - end[1])


def _between_times(left: Any, right: Any) -> timedelta:
    start, end = temporal.time_key(left), temporal.time_key(right)
    if start[0] != end[0]:
        raise Invalid("Van een tijd met tijdzone kunt u geen tijd zonder tijdzone aftrekken.")
    return temporal.span(start[1] - end[1])


def _months(count: Decimal | int) -> YearsMonths:
    if not -LONGEST_MONTHS <= count <= LONGEST_MONTHS:
        raise OverflowError
    return YearsMonths(int(count))


def _micros(value: timedelta) -> Decimal:
    return Decimal(value // timedelta(microseconds=1))


def _scaled(value: timedelta, factor: Decimal) -> timedelta:
    return timedelta(microseconds=int(CONTEXT.multiply(_micros(value), factor)))


def _power(left: Any, right: Any) -> Decimal:
    return ONE if right == 0 else CONTEXT.power(decimal(left), decimal(right))


def _joined(left: Any, right: Any) -> str:
    return str(left) + str(right)


_Operation = Callable[[Any, Any], Any]
_TABLE: dict[tuple[str, str, str], _Operation] = {
    ("+", _N, _N): lambda a, b: CONTEXT.add(decimal(a), decimal(b)),
    ("-", _N, _N): lambda a, b: CONTEXT.subtract(decimal(a), decimal(b)),
    ("*", _N, _N): lambda a, b: CONTEXT.multiply(decimal(a), decimal(b)),
    ("/", _N, _N): lambda a, b: CONTEXT.divide(decimal(a), decimal(b)),
    ("**", _N, _N): _power,
    ("+", _S, _S): _joined,
    ("+", _DD, _DD): lambda a, b: a + b,
    ("-", _DD, _DD): lambda a, b: a - b,
    ("+", _YM, _YM): lambda a, b: _months(a.months + b.months),
    ("-", _YM, _YM): lambda a, b: _months(a.months - b.months),
    ("*", _DD, _N): lambda a, b: _scaled(a, decimal(b)),
    ("*", _N, _DD): lambda a, b: _scaled(b, decimal(a)),
    ("/", _DD, _N): lambda a, b: timedelta(microseconds=int(CONTEXT.divide(_micros(a), decimal(b)))),
    ("/", _DD, _DD): lambda a, b: CONTEXT.divide(_micros(a), _micros(b)),
    ("*", _YM, _N): lambda a, b: _months(CONTEXT.multiply(Decimal(a.months), decimal(b))),
    ("*", _N, _YM): lambda a, b: _months(CONTEXT.multiply(Decimal(b.months), decimal(a))),
    ("/", _YM, _N): lambda a, b: _months(CONTEXT.divide(Decimal(a.months), decimal(b))),
    ("/", _YM, _YM): lambda a, b: CONTEXT.divide(Decimal(a.months), Decimal(b.months)),
    ("-", _D, _D): _difference,
    ("-", _DT, _DT): _difference,
    ("-", _D, _DT): _difference,
    ("-", _DT, _D): _difference,
    ("-", _T, _T): _between_times,
    ("+", _T, _DD): temporal.add_to_time,
    ("+", _DD, _T): lambda a, b: temporal.add_to_time(b, a),
    ("-", _T, _DD): lambda a, b: temporal.add_to_time(a, -b),
}
for _kind in (_D, _DT):
    _TABLE["+", _kind, _DD] = temporal.add_span
    _TABLE["+", _DD, _kind] = lambda a, b: temporal.add_span(b, a)
    _TABLE["-", _kind, _DD] = lambda a, b: temporal.add_span(a, -b)
    _TABLE["+", _kind, _YM] = lambda a, b: temporal.add_months(a, b.months)
    _TABLE["+", _YM, _kind] = lambda a, b: temporal.add_months(b, a.months)
    _TABLE["-", _kind, _YM] = lambda a, b: temporal.add_months(a, -b.months)
_VERBS = {"+": "optellen", "-": "aftrekken", "*": "vermenigvuldigen", "/": "delen", "**": "tot een macht verheffen"}


def arithmetic(operator: str, left: Any, right: Any, run: Run, position: int) -> Any:
    """``left operator right`` for any values; null (with a warning when it is a mistake) where the specification says so."""
    if left is None or right is None:
        return None
    operation = _TABLE.get((operator, kind(left), kind(right)))
    if operation is None:
        what = f"{_capital(dutch(left))} en {dutch(right)} kunt u niet {_VERBS[operator]} (met '{operator}')."
        run.warn(what, position, _advice(left, right))
        return None
    if operation is _joined:
        run.written(len(left) + len(right))
    try:
        return operation(left, right)
    except Invalid as error:
        run.warn(error.reason, position)
    except (DecimalException, OverflowError, ValueError, ZeroDivisionError):
        zero = operator == "/" and kind(right) == _N and decimal(right) == 0
        run.warn("Delen door nul kan niet." if zero else "De uitkomst van deze berekening past niet of bestaat niet.", position)
    return None


def negative(value: Any, run: Run, position: int) -> Any:
    """Arithmetic minus."""
    name = kind(value)
    if name == _N:
        return CONTEXT.minus(decimal(value))
    if name == _DD:
        return -value
    if name == _YM:
        return YearsMonths(-value.months)
    if value is not None:
        run.warn(f"Van {dutch(value)} bestaat geen negatieve waarde.", position)
    return None


def _advice(left: Any, right: Any) -> str:
    kinds = {kind(left), kind(right)}
    if kinds == {_N, _S}:
        return "Maak er eerst een tekst van met string(…), of een getal met number(…)."
    if "string" in kinds and kinds & {_D, _DT, _T, _DD, _YM}:
        return 'Schrijf een vaste datum of duur als @"2026-11-24" of @"P14D".'
    return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
