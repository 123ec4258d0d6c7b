"""XML with the place of every element in its bytes, so that a change touches only what it changes: comments, order and indentation
stay as an editor left them, and a difference shows nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from phu_runtime.engine.xml import parse_xml

_TAG_END = re.compile(rb"""[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>""")
Edit = tuple[int, int, bytes]
"""From, until (as in a slice) and what comes in its place."""


@dataclass
class Node:
    """An element. ``start`` and ``end`` enclose all of it, ``inner`` and ``inner_end`` what stands between its tags; both are -1 for
    one that is closed at once. ``text``: its own text, read."""

    tag: str
    prefix: str
    attributes: dict[str, str]
    start: int
    inner: int
    inner_end: int = -1
    end: int = -1
    text: str = ""
    children: list[Node] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    def all(self, tag: str) -> list[Node]:
        """The children with this name, whatever their prefix."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> Node | None:
        return next((child for child in self.children if child.tag == tag), None)

    def every(self) -> Iterator[Node]:
        """Itself and all that stands in it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.every()

    def named(self, tag: str) -> str:
        """A name with this element's prefix."""
        return f"{self.prefix}:{tag}" if self.prefix else tag


def located(file: str, content: bytes) -> tuple[bytes, Node]:
    """The content in UTF-8 and its root element. Raises ReleaseInvalid for what ``parse_xml`` refuses."""
    root = parse_xml(file, content)
    declared = root.getroottree().docinfo.encoding or "UTF-8"
    if declared.upper() not in ("UTF-8", "ASCII", "US-ASCII"):
        content = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)
    return content, _Reader(content).read()


class _Reader:
    """Expat knows at which byte each tag begins; lxml does not. What reaches it has been refused a DTD already."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._open: list[Node] = [Node("", "", {}, 0, 0)]
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._finish
        self._parser.CharacterDataHandler = self._hear

    def read(self) -> Node:
        self._parser.Parse(self._content, True)
        return self._open[0].children[0]

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        found = _TAG_END.match(self._content, start)
        after = found.end() if found else start
        closed = self._content[after - 2 : after] == b"/>"
        prefix, _, tag = name.rpartition(":")
        node = Node(tag, prefix, attributes, start, -1 if closed else after, -1, after if closed else -1)
        self._open[-1].children.append(node)
        self._open.append(node)

    def _finish(self, _name: str) -> None:
        node = self._open.pop()
        if node.end < 0:
            node.inner_end = self._parser.CurrentByteIndex
            node.end = self._content.index(b">", node.inner_end) + 1

    def _hear(self, text: str) -> None:
        self._open[-1].text += text


def spliced(content: bytes, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> bytes:
    """``content`` from ``start`` until ``end`` with the edits done, which may not overlap."""
    end = len(content) if end is None else end
    parts, here = [], start
    for begin, until, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [content[here:begin], new]
        here = until
    return b"".join([*parts, content[here:end]])


def text_edit(node: Node, tag: str, text: str) -> Edit:
    """The child ``tag`` (``text``, mostly) of a node says something else."""
    child = node.first(tag)
    written = escape(text).encode()
    whole = f"<{node.named(tag)}>".encode() + written + f"</{node.named(tag)}>".encode()
    if child is not None:
        return (child.start, child.end, whole) if child.inner < 0 else (child.inner, child.inner_end, written)
    return (node.inner, node.inner, whole) if node.inner >= 0 else opened(node, whole)


def opened(node: Node, content: bytes) -> Edit:
    """An element that is closed at once gets something in it. Only for elements whose start tag ends in ``/>``."""
    return (node.end - 2, node.end, b">" + content + f"</{node.named(node.tag)}>".encode())


def attribute_edit(content: bytes, node: Node, name: str, value: str) -> Edit:
    """An attribute of the start tag says something else, or is added at its end."""
    stop = node.inner if node.inner >= 0 else node.end
    found = re.compile(rb"\s" + re.escape(name.encode()) + rb"""\s*=\s*("[^"]*"|'[^']*')""").search(content, node.start, stop)
    written = quoteattr(value).encode()
    if found:
        return (found.start(1), found.end(1), written)
    at = len(content[node.start : stop].removesuffix(b">").removesuffix(b"/").rstrip()) + node.start
    return (at, at, f" {name}=".encode() + written)


def without(content: bytes, node: Node) -> Edit:
    """The element and the white space before it go."""
    start = len(content[: node.start].rstrip(b" \t\r\n"))
    return (start, node.end, b"")


def indent_of(content: bytes, node: Node) -> str:
    """The line end and white space before an element; "" when it does not begin a line."""
    before = content[len(content[: node.start].rstrip(b" \t\r\n")) : node.start].decode()
    return before[before.rindex("\n") :] if "\n" in before else ""


def used_ids(root: Node) -> set[str]:
    """Every id of a file, also of its drawing."""
    return {node.id for node in root.every() if node.id}


def attributes(**named: Any) -> str:
    """`` name="value"`` for each that has a value."""
    return "".join(f" {name}={quoteattr(str(value))}" for name, value in named.items() if value)
