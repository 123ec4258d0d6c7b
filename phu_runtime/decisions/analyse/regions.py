"""Which rules can hold together, exactly: sets of rules as bit masks, pushed through the columns part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Region = tuple[tuple[int, ...], ...]


class TooLarge(Exception):  # noqa: N818
    """The table has more distinct combinations than the bound."""


@dataclass(frozen=True)
class Grid:
    """``masks[column][part]``: the rules (bits) that accept that part; ``rules``: how many rules there are."""

    masks: Sequence[Sequence[int]]
    rules: int
    bound: int

    def together(self) -> set[int]:
        """Every set of rules that holds for some input and no larger: one mask per distinct combination. Raises TooLarge."""
        reached = {(1 << self.rules) - 1}
        for column in self.masks:
            distinct = set(column)
            if len(reached) * len(distinct) > self.bound * 8:
                raise TooLarge
            reached = {live & mask for live in reached for mask in distinct}
            if len(reached) > self.bound:
                raise TooLarge
        return reached

    def gaps(self, most: int) -> Iterator[Region]:
        """Disjoint regions (parts per column) where no rule holds; together they are all of them. Raises TooLarge."""
        covering = self._covering()
        full = self._full(covering)
        yield from _limited(self._walk(0, (1 << self.rules) - 1, (), full, covering), most)

    def _covering(self) -> list[int]:
        """For each column, the rules that accept everything from there on."""
        covering = [(1 << self.rules) - 1]
        for column in reversed(self.masks):
            everything = covering[-1]
            for mask in column:
                everything &= mask
            covering.append(everything)
        return list(reversed(covering))

    def _full(self, covering: Sequence[int]) -> dict[tuple[int, int], bool]:
        """Whether the rules left at a column cover all that follows, for every set of rules that can be left there."""
        steps = [{(1 << self.rules) - 1}]
        for column in self.masks:
            reached = {live & mask for live in steps[-1] for mask in set(column)}
            if len(reached) > self.bound:
                raise TooLarge
            steps.append(reached)
        full = {(len(self.masks), live): live != 0 for live in steps[-1]}
        for index in range(len(self.masks) - 1, -1, -1):
            masks = set(self.masks[index])
            for live in steps[index]:
                full[index, live] = bool(live & covering[index]) or all(full[index + 1, live & mask] for mask in masks)
        return full

    def _walk(
        self, index: int, live: int, chosen: Region, full: dict[tuple[int, int], bool], covering: Sequence[int]
    ) -> Iterator[Region]:
        if full[index, live]:
            return
        if live == 0 or index == len(self.masks):
            yield chosen + tuple(tuple(range(len(column))) for column in self.masks[index:])
            return
        groups: dict[int, list[int]] = {}
        for part, mask in enumerate(self.masks[index]):
            groups.setdefault(live & mask, []).append(part)
        for left, parts in groups.items():
            yield from self._walk(index + 1, left, (*chosen, tuple(parts)), full, covering)

    def overlap(self, one: int, other: int) -> Region | None:
        """Where two rules (numbers from 0) hold together, None when nowhere."""
        both = (1 << one) | (1 << other)
        shared = tuple(tuple(part for part, mask in enumerate(column) if mask & both == both) for column in self.masks)
        return shared if all(shared) else None


def _limited(regions: Iterator[Region], most: int) -> Iterator[Region]:
    for count, region in enumerate(regions):
        if count >= most:
            return
        yield region
