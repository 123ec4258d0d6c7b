"""List functions (DMN 1.5, 10.3.4.4, Table 76) that give a list, and ``sort`` (10.3.4.8)."""

from __future__ import annotations

from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from phu_runtime.feel.builtins.registry import builtin
from phu_runtime.feel.calls import invoke
from phu_runtime.feel.errors import Invalid
from phu_runtime.feel.run import Run
from phu_runtime.feel.values import equal, kind, less


def _place(items: list[Any], position: Decimal) -> int:
    """A position from 1, or from -1 at the end, as a Python index. Raises Invalid outside the list."""
    index = int(position)
    if index == 0 or abs(index) > len(items):
        raise Invalid("deze plaats staat niet in de lijst (de eerste is plaats 1).")
    return index - 1 if index > 0 else len(items) + index


@builtin("sublist(list: list, start position: number, length?: number)", with_run=True)
def sublist(run: Run, items: list[Any], position: Decimal, length: Decimal | None = None) -> list[Any]:
    start = _place(items, position)
    if length is None:
        return items[start:]
    if length < 1 or start + int(length) > len(items):
        raise Invalid("zoveel staan er niet in de lijst.")
    run.spend(int(length))
    return items[start : start + int(length)]


@builtin("append(list: list, item...: any)", with_run=True)
def append(run: Run, items: list[Any], *more: Any) -> list[Any]:
    run.sized(len(items) + len(more))
    return [*items, *more]


@builtin("concatenate(list...: list)", with_run=True)
def concatenate(run: Run, *lists: list[Any]) -> list[Any]:
    run.sized(sum(len(items) for items in lists))
    return [item for items in lists for item in items]


@builtin("insert before(list: list, position: number, newItem: any)", with_run=True)
def insert_before(run: Run, items: list[Any], position: Decimal, new: Any) -> list[Any]:
    place = _place(items, position)
    run.sized(len(items) + 1)
    return [*items[:place], new, *items[place:]]


@builtin("remove(list: list, position: number)", with_run=True)
def remove(run: Run, items: list[Any], position: Decimal) -> list[Any]:
    place = _place(items, position)
    run.sized(len(items))
    return [*items[:place], *items[place + 1 :]]


@builtin("list replace(list: list, position: number, newItem: any)", with_run=True)
def replace_at(run: Run, items: list[Any], position: Decimal, new: Any) -> list[Any]:
    place = _place(items, position)
    run.sized(len(items))
    return [*items[:place], new, *items[place + 1 :]]


@builtin("list replace(list: list, match: function, newItem: any)", with_run=True)
def replace_matching(run: Run, items: list[Any], match: Any, new: Any) -> list[Any]:
    run.sized(len(items))
    replaced = []
    for item in items:
        chosen = invoke(match, [item, new], run, 0)
        if type(chosen) is not bool:
            raise Invalid("de functie moet voor elk onderdeel ja of nee geven.")
        replaced.append(new if chosen else item)
    return replaced


@builtin("reverse(list: list)", with_run=True)
def reverse(run: Run, items: list[Any]) -> list[Any]:
    run.sized(len(items))
    return list(reversed(items))


@builtin("index of(list: list, match: any)", with_run=True)
def index_of(run: Run, items: list[Any], match: Any) -> list[Decimal]:
    run.sized(len(items))
    return [Decimal(index) for index, item in enumerate(items, 1) if equal(item, match, run) is True]


def _distinct(run: Run, items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        run.spend(len(kept))
        if not any(equal(item, other, run) is True for other in kept):
            kept.append(item)
    return kept


@builtin("union(list...: list)", with_run=True)
def union(run: Run, *lists: list[Any]) -> list[Any]:
    return _distinct(run, concatenate(run, *lists))


@builtin("distinct values(list: list)", with_run=True)
def distinct_values(run: Run, items: list[Any]) -> list[Any]:
    return _distinct(run, items)


@builtin("duplicate values(list: list)", with_run=True)
def duplicate_values(run: Run, items: list[Any]) -> list[Any]:
    """The values that occur more than once, each once."""
    return [item for item in _distinct(run, items) if sum(equal(item, other, run) is True for other in items) > 1]


@builtin("flatten(list: list)", with_run=True)
def flatten(run: Run, items: list[Any]) -> list[Any]:
    flat: list[Any] = []
    pending = [iter(items)]
    while pending:
        for item in pending[-1]:
            run.spend(1)
            if kind(item) == "list":
                pending.append(iter(item))
                break
            flat.append(item)
        else:
            pending.pop()
    run.sized(len(flat))
    return flat


@builtin("sort(list: list, precedes?: function)", with_run=True)
def sort(run: Run, items: list[Any], precedes: Any = None) -> list[Any]:
    run.sized(len(items))

    def before(one: Any, other: Any) -> Any:
        return less(one, other) if precedes is None else invoke(precedes, [one, other], run, 0)

    def order(one: Any, other: Any) -> int:
        run.spend(2)
        if before(one, other) is True:
            return -1
        return 1 if before(other, one) is True else 0

    return sorted(items, key=cmp_to_key(order))
