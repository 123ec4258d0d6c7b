"""The plain data of releases that actions hand to doors, beside ``shapes``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from phu_runtime.errors import Finding


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
    agree now; ``why_not``: why it cannot be published yet, "" when it can; ``whole``: the whole check; ``problems``: what the latest
    look found, None when nobody looked; ``asked``: approval was asked for these files; ``change_note``: as published; ``lacks``:
    everything that publishing waits for; ``may_ask``: the maker can ask for approval now."""

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
    may_copy: bool
    may_see_road: bool
    whole: WholeCheck
    problems: int | None
    asked: bool
    change_note: str
    may_ask: bool = False
    lacks: Sequence[str] = ()
    steps: Sequence[StepShown] = ()


@dataclass(frozen=True)
class StepShown:
    """One step of the road of a release. ``key``: concept, controle, proef, effect, akkoord, publiceren, migratie; ``state``: klaar,
    bezig, fout, nu (comes next), straks, kan (helps, but nothing waits for it), later."""

    key: str
    title: str
    state: str
    sentence: str


@dataclass(frozen=True)
class DraftFile:
    """One file of a release and its digest: what an editor starts from."""

    release: ReleaseLine
    path: str
    content: bytes
    digest: str
    may_edit: bool


@dataclass(frozen=True)
class OutlineItem:
    """An element of a diagram in text. ``kind`` in Dutch; ``lane`` the label it stands under; ``inside``: what a sub-process holds and
    what sits on its edge."""

    id: str
    kind: str
    name: str
    lane: str
    form: str = ""
    term: str = ""
    requirement: str = ""
    inside: Sequence[OutlineItem] = ()


@dataclass(frozen=True)
class OutlineGroup:
    """The elements of one lane in reading order; ``lane`` "" in a drawing without lanes."""

    lane: str
    items: Sequence[OutlineItem]


@dataclass(frozen=True)
class EditField:
    """One field of an element. ``kind``: text, area, feel, select, suggest (a text with suggestions); ``options``: value and label."""

    key: str
    label: str
    help: str
    kind: str
    value: str
    options: Sequence[tuple[str, str]] = ()
    problem: str = ""


@dataclass(frozen=True)
class EditGroup:
    """Fields that belong together; ``title`` "" for the first."""

    title: str
    fields: Sequence[EditField]


@dataclass(frozen=True)
class DeedShown:
    """What can be done with an element besides changing its fields. ``why_not``: why it cannot be done here, "" when it can."""

    deed: str
    title: str
    text: str
    button: str
    fields: Sequence[EditField] = ()
    why_not: str = ""


@dataclass(frozen=True)
class ElementShown:
    """The element that the reader chose. ``before`` and ``after``: (id, label, the answer that leads there) of its neighbours;
    ``files``: (label, path) of what it uses."""

    id: str
    kind: str
    name: str
    lane: str
    groups: Sequence[EditGroup]
    deeds: Sequence[DeedShown] = ()
    before: Sequence[tuple[str, str, str]] = ()
    after: Sequence[tuple[str, str, str]] = ()
    files: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class DiagramPage:
    """One diagram of a release beside its outline."""

    file: DraftFile
    key: str
    name: str
    documentation: str
    outline: Sequence[OutlineGroup]
    chosen: ElementShown | None


@dataclass(frozen=True)
class ToCheck:
    """What a door gives to the gate after its transaction: the files of a release (path → content), and their digest."""

    release_id: str
    digest: str
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class WholeCheck:
    """The whole gate on exactly these files. ``state``: "" (never asked), waiting, running, done, stopped (``doing`` says why);
    ``doing``: what it does now; ``outdated``: an earlier version of the program checked, so it does not count."""

    state: str = ""
    percentage: int = 0
    doing: str = ""
    asked: datetime | None = None
    asked_by: str = ""
    ended: datetime | None = None
    findings: Sequence[Finding] = ()
    notes: Sequence[str] = ()
    outdated: bool = False

    @property
    def green(self) -> bool:
        """Whether these files may be published, as far as the gate is concerned."""
        return self.state == "done" and not self.findings and not self.outdated

    @property
    def busy(self) -> bool:
        """Whether it still has to say what it finds."""
        return self.state in ("waiting", "running")


@dataclass(frozen=True)
class CheckShown:
    """What the gate says of a release. ``findings``: of the latest look, a whole check before a look on saving; None when these
    files were not checked yet; ``checked``: when that look was; ``may_check``: whether the reader may ask for the whole check."""

    line: ReleaseLine
    checked: datetime | None
    findings: Sequence[Finding] | None
    notes: Sequence[str]
    whole: WholeCheck
    may_check: bool
    paths: frozenset[str] = frozenset()
