"""What a decision asks of the case, kept in step with its columns: the input data, the arrow to it and both in the drawing."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from phu_runtime.workprocess.editing.splicing import Edit, Node, attributes, indent_of, used_ids, without

WIDTH, HEIGHT, GAP = 220.0, 45.0, 20.0


def added_requirement(content: bytes, root: Node, decision: Node, name: str, of_type: str) -> list[Edit]:
    """The decision asks ``name``: nothing when it does so already, or when another decision gives it."""
    given = _given(root)
    there = given.get(name)
    if there is not None and (there.tag == "decision" or f"#{there.id}" in _hrefs(decision)):
        return []
    ids = used_ids(root)
    edits = []
    source = there.id if there is not None else _free(ids, f"invoer_{name}")
    if there is None:
        edits.append(_after(root, _last_given(root), _input_data(root, name, source, of_type, indent_of(content, decision))))
    arrow = _free(ids, f"vraagt_{decision.id}_{name}")
    indent = indent_of(content, decision.children[0]) if decision.children else ""
    edits.append(_after(decision, _before_logic(decision), _arrow(decision, arrow, source, indent)))
    return edits + _drawn(content, root, decision, source, arrow, is_new=there is None)


def removed_requirement(content: bytes, root: Node, decision: Node, name: str, kept: bytes) -> list[Edit]:
    """The decision no longer asks ``name``, unless what is left of it (``kept``) still mentions it; the input data goes when no other
    decision asks it."""
    there = _given(root).get(name)
    if there is None or there.tag != "inputData" or re.search(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)", kept):
        return []
    href = f"#{there.id}"
    arrows = [node for node in decision.all("informationRequirement") if href in _hrefs_of(node)]
    gone = {node.id for node in arrows if node.id}
    edits = [without(content, node) for node in arrows]
    if not any(href in _hrefs(other) for other in root.all("decision") if other is not decision):
        edits.append(without(content, there))
        gone.add(there.id)
    drawn = [node for node in root.every() if node.attributes.get("dmnElementRef") in gone]
    return edits + [without(content, node) for node in drawn]


def _given(root: Node) -> dict[str, Node]:
    """Name → what gives it: input data, or a decision."""
    found = {}
    for node in (*root.all("decision"), *root.all("inputData")):
        variable = node.first("variable")
        found[(variable or node).attributes.get("name", "")] = node
    return found


def _hrefs_of(requirement: Node) -> list[str]:
    return [child.attributes.get("href", "") for child in requirement.children]


def _hrefs(decision: Node) -> set[str]:
    return {href for node in decision.all("informationRequirement") for href in _hrefs_of(node)}


def _free(ids: set[str], wanted: str) -> str:
    name = next(one for number in range(len(ids) + 2) if (one := f"{wanted}_{number}" if number else wanted) not in ids)
    ids.add(name)
    return name


def _last_given(root: Node) -> Node:
    return (root.all("inputData") or root.all("decision"))[-1]


def _before_logic(decision: Node) -> Node | None:
    """The child after which a requirement may stand (the order of the schema)."""
    first = ("description", "extensionElements", "question", "allowedAnswers", "variable", "informationRequirement")
    return next((node for node in reversed(decision.children) if node.tag in first), None)


def _after(outer: Node, node: Node | None, written: str) -> Edit:
    at = node.end if node is not None else outer.inner
    return (at, at, written.encode())


def _input_data(root: Node, name: str, own_id: str, of_type: str, indent: str) -> str:
    inside = f"{indent}  " if indent else ""
    tag, variable = root.named("inputData"), root.named("variable")
    typed = attributes(id=f"variabele_{own_id}", name=name, typeRef=of_type or "Any")
    return f"{indent}<{tag}{attributes(id=own_id, name=name)}>{inside}<{variable}{typed} />{indent}</{tag}>"


def _arrow(decision: Node, own_id: str, source: str, indent: str) -> str:
    inside = f"{indent}  " if indent else ""
    tag, required = decision.named("informationRequirement"), decision.named("requiredInput")
    return f"{indent}<{tag}{attributes(id=own_id)}>{inside}<{required} href={quoteattr('#' + source)} />{indent}</{tag}>"


# ---- the drawing


def _drawn(content: bytes, root: Node, decision: Node, source: str, arrow: str, *, is_new: bool) -> list[Edit]:
    """A shape in the lowest row, to the right of all that stands there, and a line from it to the decision."""
    shapes = {node.attributes.get("dmnElementRef", ""): node for node in root.every() if node.tag == "DMNShape"}
    to = _bounds(shapes.get(decision.id))
    if to is None:
        return []
    boxes = [box for node in shapes.values() if (box := _bounds(node)) is not None]
    low = max(box[1] for box in boxes)
    row = [box for box in boxes if box[1] == low]
    place: _Box = (max(box[0] + box[2] for box in row) + GAP, low, WIDTH, HEIGHT)
    written = ""
    model = shapes[decision.id]
    indent = indent_of(content, model)
    if is_new:
        written += _shape(model, source, place, indent)
    elif source in shapes:
        place = _bounds(shapes[source]) or place
    edge = _edge(model, arrow, place, to, indent, next((node for node in root.every() if node.tag == "waypoint"), None))
    last = [node for node in root.every() if node.tag in ("DMNShape", "DMNEdge")][-1]
    return [(last.end, last.end, (written + edge).encode())]


_Box = tuple[float, float, float, float]


def _bounds(shape: Node | None) -> _Box | None:
    box = shape.first("Bounds") if shape is not None else None
    if box is None:
        return None
    x, y, width, height = (float(box.attributes.get(name, 0)) for name in ("x", "y", "width", "height"))
    return x, y, width, height


def _shape(model: Node, source: str, place: _Box, indent: str) -> str:
    inside = f"{indent}  " if indent else ""
    box = model.first("Bounds")
    tag = box.named("Bounds") if box is not None else "Bounds"
    x, y, width, height = (f"{number:g}" for number in place)
    bounds = f'<{tag} height="{height}" width="{width}" x="{x}" y="{y}" />'
    shape = model.named("DMNShape")
    return f"{indent}<{shape}{attributes(id=f'vorm_{source}', dmnElementRef=source)}>{inside}{bounds}{indent}</{shape}>"


def _edge(model: Node, arrow: str, place: _Box, to: _Box, indent: str, waypoint: Node | None) -> str:
    if waypoint is None:
        return ""
    inside, tag, edge = (f"{indent}  " if indent else ""), waypoint.named("waypoint"), model.named("DMNEdge")
    start_y, end_y = (place[1], to[1] + to[3]) if place[1] >= to[1] + to[3] else (place[1] + place[3], to[1])
    points = [(place[0] + place[2] / 2, start_y), (to[0] + to[2] / 2, end_y)]
    lines = "".join(f'{inside}<{tag} x="{x:g}" y="{y:g}" />' for x, y in points)
    return f"{indent}<{edge}{attributes(id=f'lijn_{arrow}', dmnElementRef=arrow)}>{lines}{indent}</{edge}>"
