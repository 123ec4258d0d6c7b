"""What is wrong with a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from phu_runtime.errors import PhuError


@dataclass(frozen=True, order=True)
class Fault:
    """One reason why a file cannot be taken in. ``line`` as an editor counts them (0 = the whole file, 1 = the names of the columns),
    ``column`` by its name ("" = the whole line), ``message`` in Dutch, without anything that stands in the file."""

    line: int
    column: str
    message: str


class FileInvalid(PhuError):
    """A file of which no row can be read; ``faults`` says why, a line each."""

    status = 422

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("Dit bestand kan niet worden ingelezen.")
        self.faults = sorted(faults)
