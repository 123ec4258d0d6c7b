"""Which rules of a table hold, without trying them one by one.

A cell that compares its input with fixed values only is the same function of the input in every case. So a column remembers, for a
value it has seen (for a number: for the stretch between two named numbers), the set of rules that accept it, as bits of an int.
One look-up and one ``and`` a column leave the rules that hold; cells that depend on more are tried afterwards, for those rules.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from phu_runtime.decisions.constants import NotFixed, compared_with
from phu_runtime.feel import FeelWarning, UnaryTests, kind
from phu_runtime.feel.run import DEFAULT, Frame, Run
from phu_runtime.feel.values import decimal

MOST_REMEMBERED = 2000
_Seen = tuple[int, bool, tuple[FeelWarning, ...]]


class ColumnIndex:
    """One input column: its fixed cells by rule (bit number), and its input values."""

    def __init__(self, cells: Sequence[tuple[int, UnaryTests]], everything: int, allowed: UnaryTests | None) -> None:
        self.cells: dict[str, tuple[UnaryTests, int]] = {}
        self.always = everything
        for rule, tests in cells:
            self.always &= ~(1 << rule)
            known = self.cells.get(tests.text)
            self.cells[tests.text] = (tests, (known[1] if known else 0) | 1 << rule)
        self.allowed = allowed
        self.points = sorted({decimal(value) for value in self._named() if kind(value) == "number"})
        self._seen: dict[type, dict[Any, _Seen]] = {}

    def _named(self) -> Iterable[Any]:
        for tests, _ in self.cells.values():
            yield from compared_with(tests.node)
        if self.allowed is not None:
            yield from compared_with(self.allowed.node)

    def rules_for(self, value: Any) -> _Seen:
        """The rules whose cell accepts ``value``, whether the value is allowed here, and the warnings of finding out."""
        of_type = type(value)
        if of_type is Decimal:
            key: Any = (bisect_left(self.points, value), bisect_right(self.points, value))
        elif of_type is str or of_type is bool or value is None or of_type is date:
            key = value
        else:
            return self._find(value)
        seen = self._seen.get(of_type)
        if seen is None:
            seen = self._seen[of_type] = {}
        known = seen.get(key)
        if known is None:
            known = self._find(value)
            if len(seen) < MOST_REMEMBERED:
                seen[key] = known
        return known

    def _find(self, value: Any) -> _Seen:
        warnings: list[FeelWarning] = []
        frame = Frame({}, None, Run({}, {}, DEFAULT, warnings))
        mask = self.always
        for tests, rules in self.cells.values():
            if tests.holds(value, frame):
                mask |= rules
        well = self.allowed is None or value is None or self.allowed.holds(value, frame)
        return mask, well, tuple(warnings)


def fixed(tests: UnaryTests) -> bool:
    """Whether a cell compares its input with fixed values only."""
    try:
        compared_with(tests.node)
    except NotFixed:
        return False
    return True
