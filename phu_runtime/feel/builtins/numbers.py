"""Numeric functions (DMN 1.5, 10.3.4.5, Table 77)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal

from phu_runtime.feel.builtins.registry import builtin
from phu_runtime.feel.errors import Invalid
from phu_runtime.feel.numbers import CONTEXT, LARGEST_SCALE, ROUNDINGS, rounded
from phu_runtime.feel.values import YearsMonths


def _rounding(name: str) -> Callable[..., Decimal]:
    rounding = ROUNDINGS[name]

    def round_number(number: Decimal, scale: Decimal | None = None) -> Decimal:
        digits = 0 if scale is None else int(scale)
        if not -LARGEST_SCALE + 65 <= digits <= LARGEST_SCALE:
            raise Invalid(f"het aantal decimalen ligt tussen -{LARGEST_SCALE - 65} en {LARGEST_SCALE}.")
        return rounded(number, digits, rounding)

    return round_number


for _name in ROUNDINGS:
    if _name in ("floor", "ceiling"):
        builtin(f"{_name}(n: number)")(_rounding(_name))
    builtin(f"{_name}(n: number, scale: number)")(_rounding(_name))


@builtin("abs(n: number)")
def absolute(number: Decimal) -> Decimal:
    return abs(number)


@builtin("abs(n: days and time duration)")
def absolute_days(duration: timedelta) -> timedelta:
    return abs(duration)


@builtin("abs(n: years and months duration)")
def absolute_months(duration: YearsMonths) -> YearsMonths:
    return YearsMonths(abs(duration.months))


@builtin("modulo(dividend: number, divisor: number)")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    if divisor == 0:
        raise Invalid("delen door nul kan niet.")
    quotient = CONTEXT.divide(dividend, divisor).to_integral_value(ROUND_FLOOR)
    return CONTEXT.subtract(dividend, CONTEXT.multiply(divisor, quotient))


@builtin("sqrt(number: number)")
def square_root(number: Decimal) -> Decimal:
    return number.sqrt(CONTEXT)


@builtin("log(number: number)")
def logarithm(number: Decimal) -> Decimal:
    if number <= 0:
        raise Invalid("een logaritme bestaat alleen van een getal boven nul.")
    return number.ln(CONTEXT)


@builtin("exp(number: number)")
def exponential(number: Decimal) -> Decimal:
    return number.exp(CONTEXT)


@builtin("odd(number: number)")
def odd(number: Decimal) -> bool:
    return _whole_half(number) == 1


@builtin("even(number: number)")
def even(number: Decimal) -> bool:
    return _whole_half(number) == 0


def _whole_half(number: Decimal) -> Decimal:
    if abs(number).adjusted() > CONTEXT.prec:
        return Decimal(0)
    return abs(CONTEXT.remainder(number, Decimal(2)))
