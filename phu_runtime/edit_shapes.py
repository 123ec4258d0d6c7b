"""The plain data of tables and forms while they are edited: what the deeds on them take and give, and what pages show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phu_runtime.release_shapes import DraftFile
    from phu_runtime.shapes import FormShown


@dataclass(frozen=True)
class Column:
    """A column of a decision table. ``kind``: als (an input), dan (an output) or noot (an annotation); ``name``: the expression of an
    input, the name of an output; ``values``: what it may hold, as unary tests."""

    kind: str
    name: str
    label: str
    type: str = ""
    values: str = ""
    default: str = ""

    @property
    def heading(self) -> str:
        """What stands above it."""
        return self.label or self.name or {"als": "Invoer", "dan": "Uitkomst", "noot": "Opmerking"}[self.kind]


@dataclass(frozen=True)
class Row:
    """A rule. ``origin``: its place in the file as it was read, "" when it is not there yet; ``cells``: a text per column."""

    origin: str
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """A decision of a file: a table with ``columns`` and ``rows``, or other logic whose FEEL is in ``texts``: (label, text)."""

    decision: str
    name: str
    description: str = ""
    policy: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether it has rules."""
        return bool(self.policy)


@dataclass(frozen=True)
class SheetSent:
    """What a page sends back of a decision: everything in it that can be changed by typing. ``columns``: how the page called them
    (``SheetShown.columns``), in the order of ``labels`` and of the cells of ``rows``."""

    decision: str
    description: str = ""
    policy: str = ""
    columns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A datum that a trial asks. ``kind``: keuze, ja_nee, getal, datum, tijdstip, tekst or feel (written as a FEEL value); ``start``: what
    stands there before someone chose, mostly what a new case begins with."""

    name: str
    label: str
    kind: str
    options: Sequence[tuple[str, str]] = ()
    start: str = ""


@dataclass(frozen=True)
class Tried:
    """A decision that was tried. ``rules``: numbers from 1 of the rules that hit; ``lines``: why, in sentences; ``failed``: why it
    came to nothing."""

    outputs: Sequence[tuple[str, str]] = ()
    rules: Sequence[int] = ()
    lines: Sequence[str] = ()
    failed: str = ""


@dataclass(frozen=True)
class Note:
    """Something to look at in a table that was kept: ``rules`` from 1; ``row``: the input cells of a rule to add."""

    kind: str
    sentence: str
    rules: Sequence[int] = ()
    row: Sequence[str] = ()


@dataclass(frozen=True)
class SheetShown:
    """A decision on the page. ``problems``: (row or text from 0, column or -1 for the remark) → sentence; ``notes``: what the
    analysis says of the table as it stands here; ``asked`` and ``given``: what a trial asks and was given; ``choices``: per column
    what is often written there; ``columns``: a name for each that stays its own."""

    sheet: Sheet
    notes: Sequence[Note] = ()
    problems: Mapping[tuple[int, int], str] = field(default_factory=dict)
    asked: Sequence[Asked] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    tried: Tried | None = None
    changed: bool = False
    choices: Sequence[Sequence[str]] = ()
    columns: Sequence[str] = ()


@dataclass(frozen=True)
class TableShownToEdit:
    """The page of a ``.dmn`` file. ``used_in``: (drawing, step) that ask its decisions; ``differs``: in what it was saved otherwise
    meanwhile; ``unreadable``: why the version as a whole cannot be read, so that less is checked; ``names``: of the dictionary, with
    their label."""

    file: DraftFile
    sheets: Sequence[SheetShown]
    used_in: Sequence[tuple[str, str]] = ()
    differs: Sequence[str] = ()
    unreadable: str = ""
    names: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class FormDeed:
    """A deed on a form. ``kind``: veld, tekst, deel, wijzig, op, neer or weg; ``place``: of the part, or of the group that gets one;
    ``settings``: what was filled in, as a browser sends it."""

    kind: str
    place: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PartShown:
    """A component of a form in the list. ``place``: numbers from 0 joined by dots; ``words``: what holds for it; ``settings``: what
    its editor shows: texts by name, ``types`` and ``options`` as lists; ``problems``: setting → sentence."""

    place: str
    id: str
    kind: str
    key: str
    title: str
    words: Sequence[str]
    depth: int
    settings: Mapping[str, Any]
    is_title: bool = False
    is_first: bool = False
    is_last: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """A datum of the dictionary that a form may ask. ``refused``: why it may not, with the article; "" when it may."""

    key: str
    label: str
    kind: str
    group: str
    refused: str = ""


@dataclass(frozen=True)
class GroupShared:
    """A field group at the steps of a form: who may fill it in, who may read it (role keys)."""

    key: str
    label: str
    article: str
    write: Sequence[str]
    read: Sequence[str]


@dataclass(frozen=True)
class FormPage:
    """The page of a ``.form`` file. ``uses``: (drawing, step, who) that show it; ``offers``: per group; ``groups``: (place, label) of
    its sections; ``new_datum``: the choices for a datum that the dictionary lacks: ``groups``, ``kinds``; ``chosen``: the place whose
    editor is open; ``preview``: as it will be filled in; ``unreadable``: why less can be checked."""

    file: DraftFile
    title: str
    party: str
    parts: Sequence[PartShown]
    groups: Sequence[tuple[str, str]]
    uses: Sequence[tuple[str, str, str]]
    steps: Sequence[str]
    offers: Sequence[tuple[str, Sequence[Offer]]]
    sharing: Sequence[GroupShared]
    dictionary_groups: Sequence[tuple[str, str]]
    dictionary_digest: str
    preview: FormShown | None
    chosen: str = ""
    unreadable: str = ""
