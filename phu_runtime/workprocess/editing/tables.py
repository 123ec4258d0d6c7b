"""The decisions of a ``.dmn`` file as sheets of rows and columns, and a changed sheet back in its file (DMN 1.5, chapter 8).

A rule that did not change keeps its bytes, and so does everything outside the decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from phu_runtime.edit_shapes import Column, Row, Sheet
from phu_runtime.errors import NotFound
from phu_runtime.workprocess.editing.splicing import (
    Edit,
    Node,
    attribute_edit,
    attributes,
    indent_of,
    located,
    opened,
    spliced,
    text_edit,
    used_ids,
    without,
)

LOGIC = (
    "literalExpression",
    "context",
    "list",
    "relation",
    "invocation",
    "functionDefinition",
    "conditional",
    "filter",
    "for",
    "some",
    "every",
)
_ENTRIES = (("als", "inputEntry"), ("dan", "outputEntry"), ("noot", "annotationEntry"))


def read_sheets(file: str, content: bytes) -> list[Sheet]:
    """Every decision, in the order of the file. Raises ReleaseInvalid for what is no XML."""
    _, root = located(file, content)
    return [_sheet(decision) for decision in root.all("decision")]


def write_sheet(file: str, content: bytes, sheet: Sheet) -> bytes:
    """The file with this decision changed: its explanation, hit policy, labels, rules or texts. Raises NotFound, ReleaseInvalid."""
    content, root = located(file, content)
    decision = find_decision(root, sheet.decision)
    now = _sheet(decision)
    edits = []
    if sheet.description != now.description:
        edits.append(description_edit(content, decision, sheet.description))
    table = decision.first("decisionTable")
    if table is None:
        edits += [text_edit(node, "text", new) for (node, old), (_, new) in zip(_texts(decision), sheet.texts, strict=True) if new != old]
    else:
        edits += _headings(content, table, now, sheet)
        edits += _rules(content, root, table, sheet)
    return spliced(content, edits)


def find_decision(root: Node, decision: str) -> Node:
    """The element. Raises NotFound."""
    found = next((node for node in root.all("decision") if decision in (node.id, node.attributes.get("name"))), None)
    if found is None:
        raise NotFound(f"De beslissing '{decision}' staat niet meer in dit bestand.")
    return found


def _text(node: Node | None) -> str:
    return node.text.strip() if node is not None else ""


def _cell(node: Node) -> str:
    return _text(node.first("text"))


def _sheet(decision: Node) -> Sheet:
    name = decision.attributes.get("name", "")
    table = decision.first("decisionTable")
    if table is None:
        texts = [(_label(decision, node), text) for node, text in _texts(decision)]
        return Sheet(decision.id or name, name, _text(decision.first("description")), texts=tuple(texts))
    columns = columns_of(table)
    return Sheet(
        decision=decision.id or name,
        name=name,
        description=_text(decision.first("description")),
        policy=table.attributes.get("hitPolicy", "UNIQUE"),
        columns=tuple(columns),
        rows=tuple(_row(rule, number, columns) for number, rule in enumerate(table.all("rule"))),
    )


def columns_of(table: Node) -> list[Column]:
    """Inputs, outputs and annotations, in that order."""
    found = []
    for node in table.all("input"):
        asked = node.first("inputExpression")
        kind = asked.attributes.get("typeRef", "") if asked is not None else ""
        values = node.first("inputValues")
        expression = _cell(asked) if asked is not None else ""
        found.append(Column("als", expression, node.attributes.get("label", ""), kind, _cell(values) if values is not None else ""))
    for node in table.all("output"):
        values, default = node.first("outputValues"), node.first("defaultOutputEntry")
        found.append(
            Column(
                "dan",
                node.attributes.get("name", ""),
                node.attributes.get("label", ""),
                node.attributes.get("typeRef", ""),
                _cell(values) if values is not None else "",
                _cell(default) if default is not None else "",
            )
        )
    return found + [Column("noot", node.attributes.get("name", ""), "") for node in table.all("annotation")]


def _row(rule: Node, number: int, columns: Sequence[Column]) -> Row:
    cells: list[str] = []
    for kind, tag in _ENTRIES:
        width = sum(column.kind == kind for column in columns)
        cells += ([_cell(node) for node in rule.all(tag)] + [""] * width)[:width]
    return Row(rule.id or f"#{number}", tuple(cells), _text(rule.first("description")))


def _texts(decision: Node) -> Iterator[tuple[Node, str]]:
    """The elements of other logic that hold FEEL, in the order of the file."""
    for child in decision.children:
        if child.tag in LOGIC:
            yield from ((node, _cell(node)) for node in child.every() if node.first("text") is not None or node.tag == "literalExpression")


def _label(decision: Node, wanted: Node) -> str:
    """What a text of other logic is for: the name of its context entry or binding, or the decision's own."""
    for node in decision.every():
        if wanted in node.children and node.tag in ("contextEntry", "binding"):
            named = node.first("variable") or node.first("parameter")
            return named.attributes.get("name", "") if named is not None else "Uitkomst"
    return "Berekening"


# ---- writing


def description_edit(content: bytes, node: Node, text: str) -> Edit:
    """The explanation of an element: the first thing in it (DMN 1.5, 6.3.1)."""
    old = node.first("description")
    if old is not None:
        return text_edit(node, "description", text) if text else without(content, old)
    between = indent_of(content, node.children[0]) if node.children else ""
    tag = node.named("description")
    new = f"{between}<{tag}>{escape(text)}</{tag}>".encode()
    return (node.inner, node.inner, new) if node.inner >= 0 else opened(node, new)


def _headings(content: bytes, table: Node, now: Sheet, sheet: Sheet) -> list[Edit]:
    edits = []
    if sheet.policy != now.policy:
        edits.append(attribute_edit(content, table, "hitPolicy", sheet.policy))
    nodes = [*table.all("input"), *table.all("output"), *table.all("annotation")]
    for node, old, new in zip(nodes, now.columns, sheet.columns, strict=True):
        if new.label != old.label and old.kind != "noot":
            edits.append(attribute_edit(content, node, "label", new.label))
        elif new.name != old.name and old.kind == "noot":
            edits.append(attribute_edit(content, node, "name", new.name))
    return edits


def _rules(content: bytes, root: Node, table: Node, sheet: Sheet) -> list[Edit]:
    """The rules in their new order, between where the first began and the last ended."""
    if not table.children:
        return []
    there = {rule.id or f"#{number}": rule for number, rule in enumerate(table.all("rule"))}
    start = table.children[-1].end if not there else _before(table, next(iter(there.values())))
    end = max((rule.end for rule in there.values()), default=start)
    indent = indent_of(content, next(iter(there.values()), table.children[-1]))
    maker = _RuleMaker(table, sheet, used_ids(root), indent)
    pieces = []
    for row in sheet.rows:
        rule = there.pop(row.origin, None)
        if rule is None:
            pieces.append(indent.encode() + maker.rule(row).encode())
        else:
            pieces.append(content[_before(table, rule) : rule.start] + _changed(content, rule, row, sheet.columns))
    return [(start, end, b"".join(pieces))]


def _before(table: Node, rule: Node) -> int:
    """Where the element before it ends: white space and comments above a rule go with it."""
    place = table.children.index(rule)
    return table.children[place - 1].end if place else table.inner


def _changed(content: bytes, rule: Node, row: Row, columns: Sequence[Column]) -> bytes:
    edits = []
    cells = iter(row.cells)
    for kind, tag in _ENTRIES:
        wanted = [next(cells) for column in columns if column.kind == kind]
        entries = rule.all(tag)
        edits += [text_edit(node, "text", text) for node, text in zip(entries, wanted, strict=False) if _cell(node) != text]
        missing = "".join(_entry(rule, tag, "", text) for text in wanted[len(entries) :])
        if missing and rule.children:
            edits.append((rule.children[-1].end, rule.children[-1].end, missing.encode()))
    if _text(rule.first("description")) != row.note:
        edits.append(description_edit(content, rule, row.note))
    return spliced(content, edits, rule.start, rule.end)


def _entry(near: Node, tag: str, own_id: str, text: str, indent: str = "") -> str:
    inside = f"{indent}  " if indent else ""
    name, inner = near.named(tag), near.named("text")
    return f"{indent}<{name}{attributes(id=own_id)}>{inside}<{inner}>{escape(text)}</{inner}>{indent}</{name}>"


class _RuleMaker:
    """Writes rules that are not in the file yet, with ids that nothing in it has."""

    def __init__(self, table: Node, sheet: Sheet, used: set[str], indent: str) -> None:
        self._table, self._sheet, self._used, self._indent = table, sheet, used, indent
        self._number = len(table.all("rule"))

    def rule(self, row: Row) -> str:
        """The XML of a row."""
        self._number += 1
        while not self._used.isdisjoint(self._ids()):
            self._number += 1
        own, *others = self._ids()
        self._used |= {own, *others}
        tag, indent = self._table.named("rule"), self._indent
        inside = f"{indent}  " if indent else ""
        note = f"{inside}<{self._table.named('description')}>{escape(row.note)}</{self._table.named('description')}>" if row.note else ""
        cells = zip(self._sheet.columns, row.cells, others, strict=True)
        entries = "".join(_entry(self._table, dict(_ENTRIES)[column.kind], key, text, inside) for column, text, key in cells)
        return f"<{tag}{attributes(id=own)}>{note}{entries}{indent}</{tag}>"

    def _ids(self) -> list[str]:
        name, number = self._sheet.decision, self._number
        counts = {"als": 0, "dan": 0, "noot": 0}
        found = [f"regel_{name}_{number}"]
        for column in self._sheet.columns:
            counts[column.kind] += 1
            found.append(f"{column.kind}_{name}_{number}_{counts[column.kind]}")
        return found
