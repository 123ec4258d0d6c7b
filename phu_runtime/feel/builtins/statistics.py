"""Functions that make one value of a list (DMN 1.5, 10.3.4.4, Table 76): each also takes its items as separate arguments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import reduce
from typing import Any

from phu_runtime.feel.builtins.registry import builtin
from phu_runtime.feel.errors import Invalid
from phu_runtime.feel.numbers import CONTEXT, ZERO
from phu_runtime.feel.operators import arithmetic
from phu_runtime.feel.run import Run
from phu_runtime.feel.values import decimal, dutch, equal, kind, less

_Reduction = Callable[[Run, list[Any]], Any]
_SUMMABLE = frozenset(("number", "days and time duration", "years and months duration"))


def _over_items(name: str, reduction: _Reduction) -> None:
    """Register ``name(list)`` and ``name(item, item, …)``."""

    def of_list(run: Run, items: list[Any]) -> Any:
        run.spend(len(items))
        return reduction(run, items)

    def of_items(run: Run, *items: Any) -> Any:
        return of_list(run, list(items))

    builtin(f"{name}(list: list)", with_run=True)(of_list)
    builtin(f"{name}(n...: any)", with_run=True)(of_items)


def _numbers(items: list[Any]) -> list[Decimal]:
    for item in items:
        if kind(item) != "number":
            raise Invalid(f"de lijst bevat {dutch(item)} in plaats van een getal." if item is not None else "")
    return [decimal(item) for item in items]


def _extreme(smallest: bool) -> _Reduction:
    def extreme(run: Run, items: list[Any]) -> Any:
        if not items:
            return None
        best = items[0]
        for item in items:
            before = less(item, best) if smallest else less(best, item)
            if before is None:
                raise Invalid("de lijst bevat waarden die niet te vergelijken zijn." if None not in items else "")
            if before:
                best = item
        return best

    return extreme


def _sum(run: Run, items: list[Any]) -> Any:
    if not items:
        return None
    if set(map(type, items)) == {Decimal}:
        return reduce(CONTEXT.add, items)
    wanted = kind(items[0])
    if wanted not in _SUMMABLE or any(kind(item) != wanted for item in items):
        raise Invalid("de lijst bevat iets dat niet op te tellen is." if None not in items else "")
    total = items[0]
    for item in items[1:]:
        total = arithmetic("+", total, item, run, 0)
    return decimal(total) if wanted == "number" and total is not None else total


def _mean(run: Run, items: list[Any]) -> Any:
    return arithmetic("/", _sum(run, items), Decimal(len(items)), run, 0) if items else None


def _product(run: Run, items: list[Any]) -> Any:
    numbers = _numbers(items)
    if not numbers:
        return None
    total = numbers[0]
    for number in numbers[1:]:
        total = CONTEXT.multiply(total, number)
    return total


def _median(run: Run, items: list[Any]) -> Any:
    if not items:
        return None
    if all(isinstance(item, timedelta) for item in items):
        spans = sorted(items)
        middle = len(spans) // 2
        return spans[middle] if len(spans) % 2 else (spans[middle - 1] + spans[middle]) / 2
    numbers = sorted(_numbers(items))
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return CONTEXT.divide(CONTEXT.add(numbers[middle - 1], numbers[middle]), Decimal(2))


def _deviation(run: Run, items: list[Any]) -> Any:
    """The sample standard deviation."""
    numbers = _numbers(items)
    if len(numbers) < 2:
        raise Invalid("er zijn minstens twee getallen nodig.")
    count = Decimal(len(numbers))
    total = ZERO
    for number in numbers:
        total = CONTEXT.add(total, number)
    mean = CONTEXT.divide(total, count)
    squares = ZERO
    for number in numbers:
        distance = CONTEXT.subtract(number, mean)
        squares = CONTEXT.add(squares, CONTEXT.multiply(distance, distance))
    return CONTEXT.divide(squares, count - 1).sqrt(CONTEXT)


def _mode(run: Run, items: list[Any]) -> Any:
    counts: dict[Decimal, int] = {}
    for number in _numbers(items):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


def _logical(decisive: bool) -> _Reduction:
    def logical(run: Run, items: list[Any]) -> bool | None:
        if any(item is decisive for item in items):
            return decisive
        if all(type(item) is bool for item in items):
            return not decisive
        wrong = next((item for item in items if item is not None and type(item) is not bool), None)
        raise Invalid("" if wrong is None else f"de lijst bevat {dutch(wrong)} in plaats van ja of nee.")

    return logical


@builtin("count(list: list)")
def count(items: list[Any]) -> Decimal:
    return Decimal(len(items))


@builtin("list contains(list: list, element: any)", with_run=True)
def list_contains(run: Run, items: list[Any], element: Any) -> bool:
    run.spend(len(items))
    return any(equal(item, element, run) is True for item in items)


for _name, _reduction in (
    ("min", _extreme(True)),
    ("max", _extreme(False)),
    ("sum", _sum),
    ("mean", _mean),
    ("product", _product),
    ("median", _median),
    ("stddev", _deviation),
    ("mode", _mode),
    ("all", _logical(False)),
    ("any", _logical(True)),
):
    _over_items(_name, _reduction)
