"""Numbers: decimal128 arithmetic (DMN 1.5, 10.3.2.3.1): 34 digits, half-even; what overflows or is not defined is null."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

DIGITS = 34
LARGEST_SCALE = 6176
CONTEXT = Context(
    prec=DIGITS, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[DivisionByZero, InvalidOperation, Overflow]
)  # fmt: skip
_EXACT = Context(prec=2 * LARGEST_SCALE + DIGITS, Emin=-20_000, Emax=20_000, traps=[InvalidOperation, Overflow])
ROUNDINGS = {
    "decimal": ROUND_HALF_EVEN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
    "round up": ROUND_UP,
    "round down": ROUND_DOWN,
    "round half up": ROUND_HALF_UP,
    "round half down": ROUND_HALF_DOWN,
}
ZERO = Decimal(0)
ONE = Decimal(1)


def rounded(number: Decimal, scale: int, rounding: str) -> Decimal:
    """``number`` to ``scale`` decimals (negative: tens, hundreds …)."""
    result = number.quantize(ONE.scaleb(-scale, context=_EXACT), rounding=rounding, context=_EXACT)
    return CONTEXT.plus(result) if len(result.as_tuple().digits) > DIGITS else result
