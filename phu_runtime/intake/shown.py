"""What a reader sees of a file: kinds of file, and what its rows would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from phu_runtime.intake.faults import Fault
from phu_runtime.intake.rows import Row
from phu_runtime.workprocess.intakes import Intake


@dataclass(frozen=True)
class Looked:
    """A row that can be taken in: where it belongs, whether it was taken in before, and how many other open cases and rows of this
    file have its address."""

    row: Row
    municipality: str
    known: bool
    others: int


@dataclass(frozen=True)
class Preview:
    """A file that was looked at; nothing is kept of it. ``carried``: the file, sealed for this reader, to take in what was shown."""

    intake: Intake
    rows: Sequence[Looked]
    faults: Sequence[Fault]
    carried: str = ""

    @property
    def new(self) -> Sequence[Looked]:
        """What would be taken in: nothing at all while one row is wrong."""
        return [] if self.faults else [looked for looked in self.rows if not looked.known]

    @property
    def known(self) -> int:
        """How many rows were taken in before."""
        return sum(looked.known for looked in self.rows)


@dataclass(frozen=True)
class TakenIn:
    """A row that became a case; ``number`` "" when it had one already."""

    line: int
    case_id: str
    number: str
