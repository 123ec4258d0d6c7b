"""Two releases beside each other, file by file: what is new, gone, changed or moved in a drawing, a table, a form or a text.

``difference`` tells the same in sentences; this is what a page shows beside them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

import yaml

from phu_runtime.decisions import read_models
from phu_runtime.decisions.model import Decision, Table
from phu_runtime.engine import Diagram, Element, Flow, read_drawn
from phu_runtime.engine.xml import parse_xml
from phu_runtime.errors import ReleaseInvalid
from phu_runtime.letters import read_letters
from phu_runtime.workprocess.difference import FIELD_PARTS, Change, difference
from phu_runtime.workprocess.drawing.sheet import DI

NEW, GONE, CHANGED, MOVED, SAME = "nieuw", "weg", "gewijzigd", "verplaatst", ""
AROUND = 2


@dataclass(frozen=True)
class Mark:
    """One element or arrow of a drawing that differs. ``state``: nieuw, weg, gewijzigd, verplaatst."""

    element: str
    name: str
    state: str


@dataclass(frozen=True)
class DrawingPair:
    """A drawing before and after; ``before``/``after`` False when it was not there. ``stem``: the name of its file."""

    stem: str
    before: bool
    after: bool
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Cell:
    """A text before and after; equal when nothing changed."""

    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


@dataclass(frozen=True)
class Row:
    """One rule. ``number``: its place now, or where it was when it is gone."""

    state: str
    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class TablePair:
    """A decision table before and after; a formula is one row of one cell, and then ``columns`` is empty."""

    key: str
    title: str
    state: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Row]


@dataclass(frozen=True)
class FieldPair:
    """A part of a form. ``parts``: (what, before, after) of what changed."""

    key: str
    label: str
    state: str
    parts: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Line:
    """A line of a text; ``state`` "" for one that stands there only to read the others; "…" where lines are left out."""

    state: str
    text: str


@dataclass(frozen=True)
class FilePair:
    """One file that differs: its title, the sentences, and what kind of thing it is to show."""

    path: str
    kind: str
    title: str
    state: str
    changes: Sequence[Change]
    drawing: DrawingPair | None = None
    tables: Sequence[TablePair] = ()
    fields: Sequence[FieldPair] = ()
    lines: Sequence[Line] = ()


def side_by_side(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[FilePair]:
    """Every file that differs, drawings first, then tables, forms, letters and the rest, each by path. What cannot be read is
    told in its sentence only."""
    changes: dict[str, list[Change]] = {}
    for change in difference(old, new):
        changes.setdefault(change.file, []).append(change)
    pairs = [_pair(path, old.get(path), new.get(path), found) for path, found in changes.items()]
    order = {kind: number for number, (kind, _) in enumerate(_KINDS.values())}
    return sorted(pairs, key=lambda pair: (order.get(pair.kind, len(order)), pair.path))


def _pair(path: str, before: bytes | None, after: bytes | None, changes: Sequence[Change]) -> FilePair:
    kind, show = next((found for start, found in _KINDS.items() if path.startswith(start) or path.endswith(start)), ("Bestand", _texts))
    state = NEW if before is None else GONE if after is None else CHANGED
    bare = FilePair(path, kind, path.rpartition("/")[2].rpartition(".")[0].replace("_", " "), state, changes)
    try:
        return show(bare, before, after)
    except (ReleaseInvalid, ValueError, yaml.YAMLError):
        return bare


# ---- drawings


def _drawing(pair: FilePair, before: bytes | None, after: bytes | None) -> FilePair:
    old, new = (read_drawn(pair.path, content) if content is not None else None for content in (before, after))
    known, now = _parts(old), _parts(new)
    places, here = _places(pair.path, before), _places(pair.path, after)
    marks = []
    for key in [*now, *(key for key in known if key not in now)]:
        part = now.get(key) or known[key]
        same = key in known and key in now and known[key] == now[key]
        moved = same and places.get(key) != here.get(key)
        state = NEW if key not in known else GONE if key not in now else SAME if same else CHANGED
        if state or moved:
            marks.append(Mark(key, _name(part, new or old), state or MOVED))
    drawn = DrawingPair(pair.path.rpartition("/")[2].removesuffix(".bpmn"), old is not None, new is not None, marks)
    title = next((each.name for each in (new, old) if each is not None), pair.title)
    return replace(pair, title=title, drawing=drawn if old is not None and new is not None else replace(drawn, marks=()))


def _parts(diagram: Diagram | None) -> dict[str, Element | Flow]:
    """Elements and arrows by id; an element without its arrows, which are compared on their own."""
    elements = diagram.elements if diagram is not None else ()
    flows = {flow.id: flow for element in elements for flow in element.flows}
    return {**{element.id: replace(element, flows=()) for element in elements}, **flows}


def _name(part: Element | Flow, diagram: Diagram | None) -> str:
    if isinstance(part, Element):
        return part.name or part.id
    ends = (diagram.by_id.get(key) if diagram is not None else None for key in (part.source, part.target))
    return "pijl " + " → ".join(f"{end.name or end.id}" if end is not None else "?" for end in ends)


def _places(path: str, content: bytes | None) -> dict[str, tuple[str, ...]]:
    """Where each element and arrow is drawn."""
    if content is None:
        return {}
    root = parse_xml(path, content)
    return {
        str(node.get("bpmnElement")): tuple(value for part in node for value in part.attrib.values())
        for tag in ("BPMNShape", "BPMNEdge")
        for node in root.iter(DI + tag)
    }


# ---- tables


def _tables(pair: FilePair, before: bytes | None, after: bytes | None) -> FilePair:
    old, new = _decisions(pair.path, before), _decisions(pair.path, after)
    keys = [*new, *(key for key in old if key not in new)]
    tables = [_table(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]
    name = next(iter({**old, **new}.values())).label if len(keys) == 1 else pair.title
    return replace(pair, title=_words(name), tables=tables)


def _decisions(path: str, content: bytes | None) -> dict[str, Decision]:
    models = read_models({path: content}).models if content is not None else []
    return {decision.id: decision for model in models for decision in model.decisions}


def _table(key: str, old: Decision | None, new: Decision | None) -> TablePair:
    decision = new or old
    assert decision is not None
    title = _words(decision.label or key)
    state = NEW if old is None else GONE if new is None else CHANGED
    before, after = (each.logic if each is not None else None for each in (old, new))
    tables = [each for each in (before, after) if isinstance(each, Table)]
    if not tables or any(each is not None and not isinstance(each, Table) for each in (before, after)):
        cell = Cell(*(getattr(each, "text", "") for each in (before, after)))
        return TablePair(key, title, state, (), [Row(state, 1, [cell])] if cell.changed else [])
    one, other = (each if isinstance(each, Table) else None for each in (before, after))
    columns = _columns(one, other)
    shown = [(label, state) for _, label, state in columns]
    return TablePair(key, title, state, shown, list(_rows([column for column, _, _ in columns], one, other)))


def _words(name: str) -> str:
    """An identifier as words."""
    return name if " " in name else name.replace("_", " ").capitalize()


def _columns(old: Table | None, new: Table | None) -> list[tuple[str, str, str]]:
    """(element, label, state) of every column, now or before, inputs first."""
    found = []
    for kind in ("inputs", "outputs"):
        known, now = ({each.element: each for each in getattr(table, kind)} if table else {} for table in (old, new))
        for key in [*now, *(key for key in known if key not in now)]:
            column = now.get(key) or known[key]
            state = SAME if key in known and key in now else NEW if key in now else GONE
            found.append((key, column.label or getattr(column, "expression", "") or getattr(column, "name", ""), state))
    return found


def _rows(columns: Sequence[str], old: Table | None, new: Table | None) -> Iterator[Row]:
    known, now = _rules(old), _rules(new)
    for tag, start, end, here, until in SequenceMatcher(None, list(known), list(now), autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            for key in list(known)[start:end]:
                if key not in now:
                    number, texts = known[key]
                    yield Row(GONE, number, [Cell(texts.get(column, ""), "") for column in columns])
        if tag == "delete":
            continue
        for key in list(now)[here:until]:
            number, texts = now[key]
            had = known[key][1] if key in known else {}
            cells = [Cell(had.get(column, ""), texts.get(column, "")) for column in columns]
            changed = any(cell.changed for cell in cells)
            yield Row(NEW if key not in known else CHANGED if changed else SAME if tag == "equal" else MOVED, number, cells)


def _rules(table: Table | None) -> dict[str, tuple[int, dict[str, str]]]:
    """Rule → (number, column → text)."""
    if table is None:
        return {}
    columns = [*(column.element for column in table.inputs), *(column.element for column in table.outputs)]
    return {
        rule.element: (number, dict(zip(columns, (*rule.tests, *rule.outputs), strict=False)))
        for number, rule in enumerate(table.rules, start=1)
    }


# ---- forms


def _forms(pair: FilePair, before: bytes | None, after: bytes | None) -> FilePair:
    old, new = _components(before), _components(after)
    keys = list(new)
    for number, key in enumerate(old):
        if key not in new:  # where it stood: after what stands before it in the old form
            earlier = [known for known in list(old)[:number] if known in keys]
            keys.insert(keys.index(earlier[-1]) + 1 if earlier else 0, key)
    fields = [_field(key, old.get(key), new.get(key)) for key in keys]
    texts = (str(part.get("text", "")) for part in (new or old).values())
    title = next((text.lstrip("# ") for text in texts if text.startswith("# ")), pair.title)
    return replace(pair, title=title, fields=fields)


def _components(content: bytes | None) -> dict[str, dict[str, Any]]:
    """Every component by key, in the order of the form."""
    found: dict[str, dict[str, Any]] = {}
    stack = [json.loads(content)] if content is not None else []
    while stack:
        here = stack.pop(0)
        parts = [part for part in here.get("components", ()) if isinstance(part, dict)] if isinstance(here, dict) else []
        stack[:0] = parts
        if here.get("id") and here.get("type") not in (None, "default"):
            told = {key: value for key, value in here.items() if key not in ("components", "layout", "id")}
            found[str(here.get("key") or here["id"])] = told
    return found


def _field(key: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> FieldPair:
    part = new or old or {}
    label = str(part.get("label") or part.get("dateLabel") or part.get("text") or key).lstrip("# ")
    if old is None or new is None:
        return FieldPair(key, label, NEW if old is None else GONE, ())
    names = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
    changed = [(FIELD_PARTS.get(name, name), _in_words(old.get(name)), _in_words(new.get(name))) for name in names]
    return FieldPair(key, label, CHANGED if changed else SAME, changed)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_in_words(each)}" for key, each in value.items())
    if isinstance(value, list):
        return "; ".join(str(each.get("label", each)) if isinstance(each, dict) else str(each) for each in value)
    return "" if value is None else str(value)


# ---- texts


def _texts(pair: FilePair, before: bytes | None, after: bytes | None) -> FilePair:
    old, new = (content.decode().splitlines() if content is not None else [] for content in (before, after))
    return replace(pair, lines=list(_lines(old, new)))


def _letters(pair: FilePair, before: bytes | None, after: bytes | None) -> FilePair:
    content = after if after is not None else before
    letter = next(iter(read_letters({pair.path: content or b""}).values()), None)
    return replace(_texts(pair, before, after), title=letter.title if letter is not None else pair.title)


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """The lines that went and came, with some around them."""
    groups = list(SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND))
    for number, group in enumerate(groups):
        if number:
            yield Line(SAME, "…")
        for tag, start, end, here, until in group:
            if tag == "equal":
                yield from (Line(SAME, text) for text in old[start:end])
            else:
                yield from (Line(GONE, text) for text in old[start:end])
                yield from (Line(NEW, text) for text in new[here:until])


Show = Callable[[FilePair, bytes | None, bytes | None], FilePair]
_KINDS: Mapping[str, tuple[str, Show]] = {
    ".bpmn": ("Tekening", _drawing),
    ".dmn": ("Beslistabel", _tables),
    ".form": ("Formulier", _forms),
    "forms/brieven/": ("Brief", _letters),
    "forms/gegevens.yaml": ("Gegevenslijst", _texts),
    "forms/berichten.yaml": ("Berichten", _texts),
    "forms/eisen.yaml": ("Afspraken", _texts),
    "scenarios/": ("Scenario", _texts),
}
