"""Where everything in a drawing stands, to be moved in thought before it is written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from phu_runtime.engine.xml import BPMN, local_name
from phu_runtime.workprocess.drawing.geometry import Box, Point
from phu_runtime.workprocess.editing.diagrams.paper import BPMNDI, DC, DI, New, Paper

_BOUNDS, _WAYPOINT, _LABEL = DC + "Bounds", DI + "waypoint", BPMNDI + "BPMNLabel"
_HOLDING = frozenset({"participant", "lane", "subProcess"})
X, Y = 0, 1


@dataclass(frozen=True)
class Layout:
    """``boxes`` and ``labels`` by element; ``lines``: the points of each flow; ``ends``: its source and target; ``hosts``: what an
    event on an edge sits on; ``holding``: pools, lanes and sub-processes."""

    boxes: Mapping[str, Box]
    labels: Mapping[str, Box]
    lines: Mapping[str, tuple[Point, ...]]
    ends: Mapping[str, tuple[str, str]]
    hosts: Mapping[str, str]
    holding: frozenset[str]

    def with_box(self, key: str, box: Box) -> Layout:
        return replace(self, boxes={**self.boxes, key: box})

    def with_line(self, key: str, source: str, target: str, points: tuple[Point, ...]) -> Layout:
        """A flow with this line; points that bend nothing are left out."""
        return replace(self, lines={**self.lines, key: straightened(points)}, ends={**self.ends, key: (source, target)})

    def without(self, *keys: str) -> Layout:
        """Without these elements."""

        def kept(things: Mapping[str, Any]) -> dict[str, Any]:
            return {key: thing for key, thing in things.items() if key not in keys}

        return replace(self, boxes=kept(self.boxes), labels=kept(self.labels), lines=kept(self.lines), ends=kept(self.ends))


def read_layout(root: Any) -> Layout:
    """From the drawing part of a file. What is not drawn is not in it."""
    elements = {node.get("id"): node for node in root.iter() if isinstance(node.tag, str) and node.tag.startswith(BPMN) and node.get("id")}
    boxes, labels, lines = {}, {}, {}
    for drawn in root.iter(BPMNDI + "BPMNShape", BPMNDI + "BPMNEdge"):
        key = drawn.get("bpmnElement")
        if drawn.find(_BOUNDS) is not None:
            boxes[key] = _box(drawn.find(_BOUNDS))
        if len(drawn.findall(_WAYPOINT)) > 1:
            lines[key] = tuple(Point(float(each.get("x")), float(each.get("y"))) for each in drawn.findall(_WAYPOINT))
        label = drawn.find(_LABEL)
        if label is not None and label.find(_BOUNDS) is not None:
            labels[key] = _box(label.find(_BOUNDS))
    return Layout(
        boxes=boxes,
        labels=labels,
        lines=lines,
        ends={key: (elements[key].get("sourceRef", ""), elements[key].get("targetRef", "")) for key in lines if key in elements},
        hosts={key: node.get("attachedToRef") for key, node in elements.items() if node.get("attachedToRef")},
        holding=frozenset(key for key, node in elements.items() if local_name(node) in _HOLDING),
    )


def write_layout(paper: Paper, before: Layout, after: Layout) -> None:
    """Write what stands elsewhere. New elements and those taken out are not its business."""
    for drawn in paper.root.iter(BPMNDI + "BPMNShape", BPMNDI + "BPMNEdge"):
        key = drawn.get("bpmnElement")
        if key in after.boxes and after.boxes[key] != before.boxes.get(key):
            _write_box(paper, drawn.find(_BOUNDS), after.boxes[key])
        if key in after.labels and after.labels[key] != before.labels.get(key):
            _write_box(paper, drawn.find(_LABEL).find(_BOUNDS), after.labels[key])
        if key in after.lines and after.lines[key] != before.lines.get(key):
            _write_line(paper, drawn, after.lines[key])


def new_shape(key: str, box: Box, label: Box | None = None) -> New:
    """The drawing of an element, with the place of its text when that stands beside it."""
    text = (New(_LABEL, inside=(New(_BOUNDS, _sides(label)),)),) if label is not None else ()
    return New(BPMNDI + "BPMNShape", {"id": f"{key}_di", "bpmnElement": key}, (New(_BOUNDS, _sides(box)), *text))


def new_edge(key: str, points: tuple[Point, ...]) -> New:
    """The drawing of a flow."""
    return New(BPMNDI + "BPMNEdge", {"id": f"{key}_di", "bpmnElement": key}, tuple(_waypoint(point) for point in points))


def drawn_as(root: Any, key: str) -> Any:
    """The shape or edge of an element, None when it is not drawn."""
    drawings = root.iter(BPMNDI + "BPMNShape", BPMNDI + "BPMNEdge")
    return next((drawn for drawn in drawings if drawn.get("bpmnElement") == key), None)


def straightened(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Without points that bend nothing."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        while len(kept) > 1 and any(kept[-2][axis] == kept[-1][axis] == point[axis] for axis in (X, Y)):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def lined_up(points: tuple[Point, ...], axis: int) -> Iterator[list[int]]:
    """The places in a line that have one coordinate in common, in a row: they can only move together."""
    group = [0]
    for place in range(1, len(points)):
        if points[place][axis] == points[group[-1]][axis]:
            group.append(place)
        else:
            yield group
            group = [place]
    yield group


def _box(bounds: Any) -> Box:
    return Box(*(float(bounds.get(side, 0)) for side in ("x", "y", "width", "height")))


def _sides(box: Box) -> dict[str, str]:
    return {side: f"{value:g}" for side, value in zip(("x", "y", "width", "height"), box, strict=True)}


def _write_box(paper: Paper, bounds: Any, box: Box) -> None:
    for side, value in _sides(box).items():
        if float(bounds.get(side, 0)) != float(value):
            paper.set(bounds, side, value)


def _waypoint(point: Point) -> New:
    return New(_WAYPOINT, {"x": f"{point.x:g}", "y": f"{point.y:g}"})


def _write_line(paper: Paper, drawn: Any, points: tuple[Point, ...]) -> None:
    there = drawn.findall(_WAYPOINT)
    for each, point in zip(there, points, strict=False):
        for axis, value in (("x", point.x), ("y", point.y)):
            if float(each.get(axis)) != value:
                paper.set(each, axis, f"{value:g}")
    for each in there[len(points) :]:
        paper.remove(each)
    for point in points[len(there) :]:
        paper.after(there[-1], _waypoint(point))
