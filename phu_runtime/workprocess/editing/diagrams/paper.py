"""A diagram's file that is changed in places: what nobody touched keeps its bytes, down to the white space.

lxml reads; what is written is spliced into the bytes, so that a modeller's own order of attributes, comments and line ends survive and
a difference shows what was changed and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from phu_runtime.engine.xml import BPMN, CAMUNDA, parse_xml
from phu_runtime.workprocess.editing.splicing import Edit, Node, located

BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_USUAL = {BPMN: "bpmn", CAMUNDA: "camunda", BPMNDI: "bpmndi", DC: "dc", DI: "di", XSI: "xsi"}
_ATTRIBUTE = re.compile(rb"""(\s+)([^\s=>]+)\s*=\s*("[^"]*"|'[^']*')""")
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


@dataclass(frozen=True)
class New:
    """An element to be written. ``tag`` and the names of attributes in Clark notation; ``inside``: elements or a text."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    inside: tuple[New, ...] | str = ()


class Paper:
    """One file. Read ``root``; write through the methods; ``content()`` gives the file anew. Nothing written is seen in ``root``."""

    def __init__(self, file: str, content: bytes) -> None:
        """Raises ReleaseInvalid for what cannot be read safely."""
        self.file = file
        self._bytes, first = located(file, content)
        self.root = parse_xml(file, self._bytes)
        self._line = "\r\n" if b"\r\n" in self._bytes else "\n"
        self._elements = [node for node in self.root.iter() if isinstance(node.tag, str)]  # kept, so that lxml gives the same ones again
        self._place: dict[Any, Node] = dict(zip(self._elements, first.every(), strict=True))
        self._attributes: dict[Any, dict[str, str | None]] = {}
        self._edits: list[Edit] = []
        self._prefixes: dict[str, str] = {}

    def set(self, element: Any, name: str, value: str | None) -> None:
        """An attribute (Clark notation); None takes it away."""
        if value is not None:
            self.name(name, attribute=True)  # declares what the file does not know yet
        self._attributes.setdefault(element, {})[name] = value

    def write(self, element: Any, text: str) -> None:
        """The text of an element without elements inside."""
        place = self._place[element]
        if (element.text or "") == text:
            return
        if place.inner < 0:
            self._open(element, _text(text))
        else:
            self._edit(place.inner, place.inner_end, _text(text))

    def after(self, sibling: Any, new: New) -> None:
        """A new element right after ``sibling``, on a line of its own."""
        indent, end = self._indent(sibling), self._place[sibling].end
        self._edit(end, end, f"{self._line}{indent}{self.text(new, indent)}")

    def first(self, parent: Any, new: New) -> None:
        """A new element as the first inside ``parent``."""
        place, outer = self._place[parent], self._indent(parent)
        children = [child for child in parent if isinstance(child.tag, str)]
        indent = self._indent(children[0]) if children else f"{outer}  "
        written = f"{self._line}{indent}{self.text(new, indent)}"
        if place.inner < 0:
            self._open(parent, f"{written}{self._line}{outer}")
        elif children:
            self._edit(place.inner, place.inner, written)
        else:
            self._edit(place.inner, place.inner_end, f"{written}{self._line}{outer}")

    def last(self, parent: Any, new: New) -> None:
        """A new element as the last inside ``parent``."""
        children = [child for child in parent if isinstance(child.tag, str)]
        if children:
            self.after(children[-1], new)
        else:
            self.first(parent, new)

    def remove(self, element: Any) -> None:
        """The element with all that is in it, and its line when it had one of its own."""
        place = self._place[element]
        before = self._bytes[: place.start].rstrip(b" \t")
        self._edit(len(before.removesuffix(b"\n").removesuffix(b"\r") if before.endswith(b"\n") else before), place.end, "")

    def name(self, clark: str, *, attribute: bool = False) -> str:
        """``bpmn:userTask`` as this file writes it; a namespace that it does not know yet is declared."""
        if not clark.startswith("{"):
            return clark
        space, local = f"{clark[: clark.index('}')]}}}", clark[clark.index("}") + 1 :]
        known = {f"{{{uri}}}": prefix for prefix, uri in self.root.nsmap.items() if not (attribute and prefix is None)}
        prefix = known.get(space, self._prefixes.get(space))
        if prefix is None and space not in known:
            prefix = _free_prefix(_USUAL.get(space, "ns"), self.root.nsmap)
            self._prefixes[space] = prefix
            self.set(self.root, f"xmlns:{prefix}", space[1:-1])
        return f"{prefix}:{local}" if prefix else local

    def text(self, new: New, indent: str) -> str:
        """The element as text; lines after the first begin with ``indent``."""
        tag = self.name(new.tag)
        attributes = "".join(f' {self.name(name, attribute=True)}="{_escaped(value)}"' for name, value in new.attributes.items())
        if not new.inside:
            return f"<{tag}{attributes} />"
        if isinstance(new.inside, str):
            return f"<{tag}{attributes}>{_text(new.inside)}</{tag}>"
        inner = "".join(f"{self._line}{indent}  {self.text(child, f'{indent}  ')}" for child in new.inside)
        return f"<{tag}{attributes}>{inner}{self._line}{indent}</{tag}>"

    def content(self) -> bytes:
        """The whole file with every change."""
        edits = [*self._edits, *(edit for element in self._attributes for edit in self._written(element))]
        gone = [(start, end) for start, end, new in edits if end > start and not new]
        kept = {edit: None for edit in edits if not _within(*edit[:2], gone)}
        parts, here = [], 0
        for start, end, new in sorted(kept, key=lambda edit: edit[:2]):
            parts += [self._bytes[here:start], new]
            here = end
        return b"".join([*parts, self._bytes[here:]])

    def _edit(self, start: int, end: int, new: str) -> None:
        self._edits.append((start, end, new.encode()))

    def _tag(self, element: Any) -> bytes:
        place = self._place[element]
        return self._bytes[place.start : place.inner if place.inner >= 0 else place.end]

    def _written(self, element: Any) -> list[Edit]:
        """The replacements in one start tag."""
        start, tag = self._place[element].start, self._tag(element)
        there = {match[2].decode(): match for match in _ATTRIBUTE.finditer(tag)}
        edits, added = [], ""
        for clark, value in self._attributes[element].items():
            name = next((name for name in there if _same(element, name, clark)), "")
            if name and value is None:
                edits.append((start + there[name].start(), start + there[name].end(), b""))
            elif name and element.get(clark) != value:
                edits.append((start + there[name].start(3), start + there[name].end(3), f'"{_escaped(value or "")}"'.encode()))
            elif not name and value is not None:
                added += f' {self.name(clark, attribute=True)}="{_escaped(value)}"'
        if added:
            at = start + len(tag.rstrip(b">").rstrip(b"/").rstrip())
            edits.append((at, at, added.encode()))
        return edits

    def _open(self, element: Any, inner: str) -> None:
        """Turn ``<a />`` into ``<a>inner</a>``."""
        place, tag = self._place[element], self._tag(element)
        name = place.named(place.tag)
        self._edit(place.start + len(tag[:-2].rstrip()), place.end, f">{inner}</{name}>")

    def _indent(self, element: Any) -> str:
        line = self._bytes[: self._place[element].start].rpartition(b"\n")[2]
        return line[: len(line) - len(line.lstrip(b" \t"))].decode()


def _within(start: int, end: int, gone: list[tuple[int, int]]) -> bool:
    """Does this lie inside something that goes away as a whole? What is put in at its border does not."""
    if start == end:
        return any(first < start < last for first, last in gone)
    return any(first <= start and end <= last and (first, last) != (start, end) for first, last in gone)


def _same(element: Any, written: str, clark: str) -> bool:
    """Is ``camunda:formKey`` in this start tag the attribute meant?"""
    prefix, _, local = written.rpartition(":")
    if not prefix or prefix == "xmlns":
        return written == clark
    return f"{{{element.nsmap.get(prefix)}}}{local}" == clark


def _free_prefix(wanted: str, taken: Mapping[str | None, str]) -> str:
    while wanted in taken:
        wanted += "1"
    return wanted


def _escaped(value: str) -> str:
    return "".join(_ESCAPED.get(letter, letter) for letter in value)


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
