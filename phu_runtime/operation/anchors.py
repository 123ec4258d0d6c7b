"""The head of the access log, kept outside the database: a file a day. A log whose tail was cut off contradicts it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from phu_runtime.errors import PhuError
from phu_runtime.records.log_chain import Head

NAME = "logboek-{day}.txt"
LINE = re.compile(r"([0-9]{1,12}):([0-9a-f]{64})")


@dataclass(frozen=True)
class Anchor:
    """The log's last line on one day: its number and seal."""

    day: date
    number: int
    seal: str


def keep_head(folder: Path, day: date, head: Head) -> Anchor:
    """Writes the head of this day, once: what was kept earlier on the day stays, and is returned. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME.format(day=day.isoformat())
    try:
        with path.open("x") as file:
            file.write(f"{head.number}:{head.seal}\n")
    except FileExistsError:
        return _read(path, day)
    return Anchor(day, head.number, head.seal)


def read_anchors(folder: Path) -> list[Anchor]:
    """Every day that was kept, oldest first; none when there is no such map. Raises PhuError for a file that was damaged."""
    found = []
    for path in sorted(folder.glob(NAME.format(day="*"))):
        try:
            day = date.fromisoformat(path.stem.removeprefix("logboek-"))
        except ValueError:
            continue
        found.append(_read(path, day))
    return found


def read_seal(text: str) -> tuple[int, str]:
    """A seal as a mail tells it, ``1234:ab12…``. Raises PhuError."""
    found = LINE.fullmatch("".join(text.split()))
    if found is None:
        raise PhuError("Een zegel ziet eruit als 1234:0f3a… (nummer van de regel, dubbele punt, 64 tekens). Neem het over uit de mail.")
    return int(found[1]), found[2]


def expected(anchors: Sequence[Anchor], restored: str | None) -> dict[int, str]:
    """Number → seal that the log must have. ``restored``: "number day" of a backup that was put back: lines after it are gone
    and their numbers were given out again, so that what was kept of them until that day no longer holds."""
    number, _, day = (restored or "").partition(" ")
    until = (int(number), date.fromisoformat(day)) if number else None
    return {each.number: each.seal for each in anchors if until is None or each.number <= until[0] or each.day > until[1]}


def _read(path: Path, day: date) -> Anchor:
    try:
        return Anchor(day, *read_seal(path.read_text()))
    except (PhuError, UnicodeDecodeError):
        raise PhuError(f"{path.name} in de map met zegels is geen zegel meer. Vergelijk met de mail van die dag.") from None
