"""A column more or less in a decision table: its clause and a cell in every rule. What the decision asks of the case goes along."""

from __future__ import annotations

from xml.sax.saxutils import escape

from phu_runtime.edit_shapes import Column
from phu_runtime.errors import FormInvalid, NotFound
from phu_runtime.workprocess.editing.requirements import added_requirement, removed_requirement
from phu_runtime.workprocess.editing.splicing import Edit, Node, attributes, indent_of, located, spliced, used_ids, without
from phu_runtime.workprocess.editing.tables import columns_of, find_decision

_CLAUSE = {"als": "input", "dan": "output", "noot": "annotation"}
_ENTRY = {"als": "inputEntry", "dan": "outputEntry", "noot": "annotationEntry"}
_ORDER = ("als", "dan", "noot")


def with_column(file: str, content: bytes, decision: str, column: Column, value: str = "") -> bytes:
    """The table with a column at the end of its kind; ``value``: what stands in it in every rule (an input: ``-``).

    Raises NotFound, ReleaseInvalid, FormInvalid for a name that an outcome has already."""
    content, root = located(file, content)
    node, table = _table(root, decision)
    if any(one.kind == column.kind == "dan" and one.name == column.name for one in columns_of(table)):
        raise FormInvalid({"kolom-naam": f"De uitkomst '{column.name}' is er al. Kies een andere naam."})
    text = value or ("-" if column.kind == "als" else "")
    used = used_ids(root)
    edits = [_put(content, table, _CLAUSE, column.kind, _clause(table, column, f"{column.kind}_{decision}_{column.name}", used, content))]
    for number, rule in enumerate(table.all("rule"), 1):
        entry = _entry(rule, _ENTRY[column.kind], f"{column.kind}_{decision}_{number}_{column.name}", text, used, content)
        edits.append(_put(content, rule, _ENTRY, column.kind, entry))
    if column.kind == "als" and column.name.isidentifier():
        edits += added_requirement(content, root, node, column.name, column.type)
    return spliced(content, edits)


def without_column(file: str, content: bytes, decision: str, place: int) -> bytes:
    """The table without the column at a place (from 0, as ``Sheet.columns`` counts). Raises NotFound, ReleaseInvalid, FormInvalid for
    the last input or outcome."""
    content, root = located(file, content)
    node, table = _table(root, decision)
    columns = columns_of(table)
    if not 0 <= place < len(columns):
        raise NotFound("Deze kolom staat niet meer in de tabel.")
    kind = columns[place].kind
    alike = [number for number, column in enumerate(columns) if column.kind == kind]
    if kind != "noot" and len(alike) == 1:
        raise FormInvalid({"kolom": "Een tabel heeft ten minste één invoer en één uitkomst. Deze kolom kan niet weg."})
    nth = alike.index(place)
    clause = table.all(_CLAUSE[kind])[nth]
    entries = [found[nth] for rule in table.all("rule") if nth < len(found := rule.all(_ENTRY[kind]))]
    edits = [without(content, one) for one in (clause, *entries)]
    if kind == "als" and columns[place].name.isidentifier():
        kept = spliced(content, edits, table.start, table.end)
        edits += removed_requirement(content, root, node, columns[place].name, kept)
    return spliced(content, edits)


def _table(root: Node, decision: str) -> tuple[Node, Node]:
    node = find_decision(root, decision)
    table = node.first("decisionTable")
    if table is None:
        raise NotFound("Deze beslissing is geen tabel.")
    return node, table


def _put(content: bytes, outer: Node, tags: dict[str, str], kind: str, written: str) -> Edit:
    """After the last child of this kind, else after what must stand before it."""
    before = [tags[one] for one in _ORDER[: _ORDER.index(kind) + 1]]
    last = next((node for node in reversed(outer.children) if node.tag in (*before, "description", "extensionElements")), None)
    at = last.end if last is not None else outer.inner
    return (at, at, written.encode())


def _free(used: set[str], wanted: str) -> str:
    name = next(one for number in range(len(used) + 2) if (one := f"{wanted}_{number}" if number else wanted) not in used)
    used.add(name)
    return name


def _clause(table: Node, column: Column, own_id: str, used: set[str], content: bytes) -> str:
    indent = indent_of(content, table.children[0]) if table.children else ""
    inside = f"{indent}  " if indent else ""
    text = table.named("text")
    if column.kind == "noot":
        return f"{indent}<{table.named('annotation')}{attributes(name=column.name)} />"
    values = ""
    if column.values:
        tag = table.named("inputValues" if column.kind == "als" else "outputValues")
        values = f"{inside}<{tag}{attributes(id=_free(used, f'waarden_{own_id}'))}>{_text(text, column.values, inside)}</{tag}>"
    if column.kind == "dan":
        tag = table.named("output")
        own = attributes(id=_free(used, own_id), name=column.name, label=column.label, typeRef=column.type)
        return f"{indent}<{tag}{own}>{values}{indent}</{tag}>" if values else f"{indent}<{tag}{own} />"
    asked, tag = table.named("inputExpression"), table.named("input")
    own = attributes(id=_free(used, f"uitdrukking_{own_id}"), typeRef=column.type)
    expression = f"{inside}<{asked}{own}>{_text(text, column.name, inside)}</{asked}>"
    return f"{indent}<{tag}{attributes(id=_free(used, own_id), label=column.label)}>{expression}{values}{indent}</{tag}>"


def _text(tag: str, text: str, indent: str) -> str:
    deeper = f"{indent}  " if indent else ""
    return f"{deeper}<{tag}>{escape(text)}</{tag}>{indent}"


def _entry(rule: Node, tag: str, own_id: str, text: str, used: set[str], content: bytes) -> str:
    indent = indent_of(content, rule.children[-1]) if rule.children else ""
    return f"{indent}<{rule.named(tag)}{attributes(id=_free(used, own_id))}>{_text(rule.named('text'), text, indent)}</{rule.named(tag)}>"
