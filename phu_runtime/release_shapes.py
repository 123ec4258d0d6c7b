"""The plain data of releases that actions hand to doors, beside ``shapes``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ReleaseLine:
    """A release in a list. ``status``: draft, published, withdrawn; ``active``: cases start on it now; ``used``: a case runs on it."""

    id: str
    name: str
    status: str
    note: str
    digest: str
    created: datetime
    maker: str
    published: datetime | None
    valid_from: datetime | None
    active: bool
    used: bool


@dataclass(frozen=True)
class ReleaseEventShown:
    """Who did what to which release, and when. ``release_id`` is "" when the release is gone."""

    at: datetime
    who: str
    deed: str
    detail: str
    release_id: str
    name: str


@dataclass(frozen=True)
class DemandShown:
    """``number`` people who speak for ``role`` must agree; ``given``: who did, and when."""

    role: str
    number: int
    ground: str
    given: Sequence[tuple[str, datetime]]


@dataclass(frozen=True)
class FileLine:
    """A file of a release. ``change`` against the release it follows: "", nieuw, gewijzigd, weg."""

    path: str
    change: str
    size: int


@dataclass(frozen=True)
class ReleaseShown:
    """One release. ``changes``: the difference with what it follows, in sentences; ``approve_as``: roles for which the reader may
    agree now; ``why_not``: why it cannot be published yet, "" when it can."""

    line: ReleaseLine
    follows: str
    files: Sequence[FileLine]
    changes: Sequence[str]
    demands: Sequence[DemandShown]
    events: Sequence[ReleaseEventShown]
    approve_as: Sequence[str]
    why_not: str
    may_edit: bool
    may_withdraw: bool


@dataclass(frozen=True)
class DraftFile:
    """One file of a release and its digest: what an editor starts from."""

    release: ReleaseLine
    path: str
    content: bytes
    digest: str
    may_edit: bool
