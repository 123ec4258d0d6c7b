"""What a block may use: the decisions and the clock while it is asked, the case's rows when it writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

Answer = tuple[Any, dict[str, Any]]


@dataclass(frozen=True)
class Asking:
    """While the engine steps. ``decide(name, context)`` gives the decision's outputs; ``moments`` are those of ``meldplicht``."""

    now: datetime
    context: Mapping[str, Any]
    decide: Callable[[str, Mapping[str, Any]], Mapping[str, Any]]
    evaluate: Callable[[str], Any]
    moments: frozenset[str]


@dataclass(frozen=True)
class Party:
    """The organisation that plays a role in this case."""

    role: str
    organisation_id: str
    name: str
    joined: datetime | None


class Notices(Protocol):
    """Notice texts of the work process: title and text by template key."""

    def text(self, key: str) -> tuple[str, str]: ...

    def lapsing(self, key: str) -> str: ...


@dataclass(frozen=True)
class Writing:
    """After the step, in its transaction. ``session`` goes to ``records`` functions only; ``seal(place, value)`` seals;
    ``elsewhere(role)`` gives the organisations of a role that nobody plays in this case; ``lapsed()`` the names of the tasks that
    lapse because the case closes."""

    session: Any
    now: datetime
    case: Any
    parties: Mapping[str, Party]
    readers: frozenset[str]
    letters: Mapping[str, Any]
    notices: Notices
    context: Mapping[str, Any]
    dossier: Mapping[str, Any]
    seal: Callable[[str, Any], bytes]
    elsewhere: Callable[[str], Sequence[Party]] = lambda _role: ()
    lapsed: Callable[[], Sequence[str]] = lambda: ()
    rows: dict[Any, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, kind: Any, row: dict[str, Any]) -> None:
        """A row for the table of ``kind``: all of a step's rows go in one statement a table, when every block has written."""
        self.rows.setdefault(kind, []).append(row)


class Block(NamedTuple):
    """The two halves of a block."""

    ask: Callable[[Any, Asking], Answer]
    write: Callable[[Any, Writing], list[str]]
