"""Tables of counts with a column for all together, in which no small number stands or can be counted back (domain.md §6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from phu_runtime.workprocess.heat import LEAST, hidden

TOGETHER = "Samen"


@dataclass(frozen=True)
class Figures:
    """``rows``: (name, one value for each of ``columns``); a value is None when it is too small to be told. ``unit``: "" or %."""

    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int | None]]]
    unit: str = ""


def counts_by(title: str, names: Mapping[str, str], columns: Sequence[str], counts: Mapping[tuple[str, str], int]) -> Figures:
    """``names``: row → its name, in order; ``counts``: (row, column) → how many. What never happened has no row."""
    rows: list[tuple[str, Sequence[int | None]]] = []
    for row, name in names.items():
        found = {column: counts.get((row, column), 0) for column in columns}
        secret, total = hidden(found), sum(found.values())
        if not total:
            continue
        told = [None if column in secret else count for column, count in found.items()]
        rows.append((name, [None if 0 < total < LEAST else total, *told]))
    return Figures(title, [TOGETHER, *columns], rows)


def shares_by(title: str, names: Mapping[str, str], columns: Sequence[str], terms: Mapping[tuple[str, str], tuple[int, int]]) -> Figures:
    """``terms``: (row, column) → (kept, all); the share that was kept, in per cent. None when there were few, or few were late."""
    rows = []
    for row, name in names.items():
        found = [terms.get((row, column), (0, 0)) for column in columns]
        together = (sum(kept for kept, _ in found), sum(number for _, number in found))
        rows.append((name, [_share(*each) for each in (together, *found)]))
    return Figures(title, [TOGETHER, *columns], rows, "%")


def _share(kept: int, number: int) -> int | None:
    if number < LEAST or 0 < kept < LEAST or 0 < number - kept < LEAST:
        return None
    return round(100 * kept / number)
