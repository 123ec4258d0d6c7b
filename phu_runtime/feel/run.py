"""One evaluation: its budget, its warnings and the frames in which names are looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from phu_runtime.feel.errors import FeelWarning, TooMuch

MOST_WARNINGS = 50


@dataclass(frozen=True)
class Budget:
    """How much one evaluation may ask, counted the same on every machine.

    ``steps``: nodes evaluated in loops and functions plus items that built-ins walk; ``depth``: functions that call
    functions; ``items``: elements of one list; ``characters``: of one text; ``pattern_seconds``: the only clock, per match.
    """

    steps: int = 150_000
    depth: int = 60
    items: int = 20_000
    characters: int = 100_000
    pattern_seconds: float = 0.05


DEFAULT = Budget()


class Run:
    """What an evaluation shares between its frames. ``context`` is asked name by name and never copied."""

    __slots__ = ("budget", "context", "depth", "functions", "steps", "warnings")

    def __init__(
        self,
        context: Mapping[str, Any],
        functions: Mapping[str, Callable[..., Any]],
        budget: Budget,
        warnings: list[FeelWarning] | None,
    ) -> None:
        self.context = context
        self.functions = functions
        self.budget = budget
        self.steps = budget.steps
        self.depth = budget.depth
        self.warnings = warnings

    def spend(self, steps: int) -> None:
        """Take ``steps`` off the budget; raises TooMuch when it is used up."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch("De expressie rekent te lang. Maak de lijst korter of de expressie eenvoudiger.")

    def enter(self) -> None:
        """One function deeper; raises TooMuch beyond the budget."""
        self.depth -= 1
        if self.depth < 0:
            raise TooMuch("Een functie roept te vaak zichzelf of een andere functie aan. Controleer wanneer zij ophoudt.")

    def sized(self, items: int) -> None:
        """A list of so many elements is about to be made."""
        self.spend(items)
        if items > self.budget.items:
            raise TooMuch(f"Een lijst zou langer worden dan {self.budget.items} elementen. Maak de lijst korter.")

    def written(self, characters: int) -> None:
        """A text of so many characters is about to be made."""
        self.spend(characters >> 6)
        if characters > self.budget.characters:
            raise TooMuch(f"Een tekst zou langer worden dan {self.budget.characters} tekens. Maak de tekst korter.")

    def warn(self, message: str, position: int, advice: str = "") -> None:
        """Report a null that comes from a mistake, once."""
        if self.warnings is None or len(self.warnings) >= MOST_WARNINGS:
            return
        warning = FeelWarning(message, position, advice)
        if warning not in self.warnings:
            self.warnings.append(warning)


class Frame:
    """The names of one scope: ``local`` is asked first, then the frames around it, then ``run.context``."""

    __slots__ = ("local", "parent", "run")

    def __init__(self, local: Mapping[str, Any], parent: Frame | None, run: Run) -> None:
        self.local = local
        self.parent = parent
        self.run = run
