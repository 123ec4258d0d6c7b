"""How often and how long each element of a diagram took, per subregion, with small cells suppressed (domain.md §6).

A cell under ``LEAST`` is not told, and neither is a second one from which it could be counted back with the total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LEAST = 5


@dataclass(frozen=True)
class Heat:
    """One element in one subregion ("" = all together). ``count`` None when it is suppressed; then the rest is too. ``median`` is a
    duration class; ``kept`` the share of terms that was kept in per cent, None when fewer than ``LEAST`` had a term."""

    element: str
    subregion: str
    count: int | None
    median: str = ""
    kept: int | None = None


@dataclass
class Cell:
    """What was counted for one element in one subregion."""

    durations: Counter[str] = field(default_factory=Counter)
    terms: int = 0
    kept: int = 0

    @property
    def count(self) -> int:
        """How often it was passed."""
        return sum(self.durations.values())


def heat(cells: Mapping[tuple[str, str], Cell], classes: Sequence[str]) -> list[Heat]:
    """``cells``: (element, subregion) → what was counted. A row per element and subregion, and one for all together."""
    found: list[Heat] = []
    for element in sorted({element for element, _ in cells}):
        parts = {subregion: cell for (here, subregion), cell in cells.items() if here == element}
        together = Cell()
        for cell in parts.values():
            together.durations += cell.durations
            together.terms, together.kept = together.terms + cell.terms, together.kept + cell.kept
        secret = hidden({subregion: cell.count for subregion, cell in parts.items()})
        found.append(_heat(element, "", together, classes, hidden=together.count < LEAST))
        found += [_heat(element, subregion, cell, classes, hidden=subregion in secret) for subregion, cell in sorted(parts.items())]
    return found


def hidden(counts: Mapping[str, int]) -> set[str]:
    """The small cells of a row with a total; a single one takes the smallest other with it."""
    found = {subregion for subregion, count in counts.items() if 0 < count < LEAST}
    rest = sorted((count, subregion) for subregion, count in counts.items() if subregion not in found and count)
    if len(found) == 1 and rest:
        found.add(rest[0][1])
    return found


def _heat(element: str, subregion: str, cell: Cell, classes: Sequence[str], *, hidden: bool) -> Heat:
    if hidden or not cell.count:
        return Heat(element, subregion, None if hidden else 0)
    share = (
        round(100 * cell.kept / cell.terms)
        if cell.terms >= LEAST and min(cell.kept, cell.terms - cell.kept) not in range(1, LEAST)
        else None
    )
    return Heat(element, subregion, cell.count, _median(cell.durations, classes), share)


def _median(durations: Mapping[str, int], classes: Sequence[str]) -> str:
    """The class in which the middle one lies."""
    half, seen = sum(durations.values()) / 2, 0
    for name in classes:
        seen += durations.get(name, 0)
        if seen >= half:
            return name
    return ""
