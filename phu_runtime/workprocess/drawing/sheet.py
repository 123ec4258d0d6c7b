"""What a BPMN file draws: shapes, flows and labels with their places, read from the file as a modeller saves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from phu_runtime.workprocess.drawing.geometry import Box, Point, segments
from phu_runtime.workprocess.drawing.lettering import LABEL, TASK, text_box

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
_WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
TASKS = {"userTask", "businessRuleTask", "sendTask", "serviceTask", "callActivity"}
GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"}
EVENTS = {"startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"}
PADDING = 7  # of the text in a task, in bpmn-js


@dataclass(frozen=True)
class Shape:
    """One shape. ``scope``: id of the process or sub-process it is in; ``lane``: id of its lane or ""; ``host``: what a
    boundary event sits on, or ""; ``marked``: has a mark at its lower edge (a call or a loop)."""

    id: str
    kind: str
    name: str
    box: Box
    scope: str
    lane: str
    host: str
    marked: bool
    label: Box | None

    def __str__(self) -> str:
        return f"{self.id} ({self.name})" if self.name else self.id


@dataclass(frozen=True)
class Flow:
    """One flow, with the points of its line."""

    id: str
    name: str
    source: str
    target: str
    scope: str
    points: tuple[Point, ...]
    label: Box | None

    def __str__(self) -> str:
        return f"{self.id} ({self.name})" if self.name else self.id


@dataclass(frozen=True)
class Sheet:
    """One diagram. ``parents``: scope → the scope around it; ``pools``: process id → pool; ``undrawn``: ids without a place."""

    shapes: dict[str, Shape]
    flows: dict[str, Flow]
    lanes: dict[str, Shape]
    pools: dict[str, Shape]
    parents: dict[str, str]
    undrawn: tuple[str, ...]
    inner_lanes: tuple[str, ...]

    def around(self, scope: str) -> Iterator[str]:
        """``scope`` and every scope around it."""
        while scope:
            yield scope
            scope = self.parents.get(scope, "")

    def labels(self) -> Iterator[tuple[Shape | Flow, Box]]:
        """Everything with a text beside it (or, for a sub-process, at its top)."""
        things: list[Shape | Flow] = [*self.shapes.values(), *self.flows.values()]
        for thing in things:
            if thing.label is not None:
                yield thing, thing.label


def read_sheet(path: Path) -> Sheet:
    return sheet_of(etree.parse(path).getroot())


def undrawn(content: bytes) -> tuple[str, ...]:
    """Ids of the nodes and flows of a BPMN file that have no place in its drawing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return sheet_of(etree.fromstring(content, parser)).undrawn


def sheet_of(root: Any) -> Sheet:
    """The sheet of a ``bpmn:definitions`` element."""
    elements = {each.get("id"): each for each in root.iter() if isinstance(each.tag, str) and each.tag.startswith(BPMN) and each.get("id")}
    lanes_of = {
        (ref.text or "").strip(): lane.get("id") for lane in root.iter(BPMN + "lane") for ref in lane.findall(BPMN + "flowNodeRef")
    }
    drawn_shapes = [each for each in root.iter(DI + "BPMNShape") if each.get("bpmnElement") in elements and each.find(_BOUNDS) is not None]
    lines = [each for each in root.iter(DI + "BPMNEdge") if len(each.findall(_WAYPOINT)) > 1]
    shapes = {each.get("bpmnElement"): _shape(each, elements, lanes_of) for each in drawn_shapes}
    flows = {
        each.get("bpmnElement"): _flow(each, elements)
        for each in lines
        if each.get("bpmnElement") in elements and _kind(elements[each.get("bpmnElement")]) == "sequenceFlow"
    }
    drawn = TASKS | GATEWAYS | EVENTS | {"subProcess", "lane", "sequenceFlow"}
    return Sheet(
        shapes={key: each for key, each in shapes.items() if each.kind not in ("lane", "participant")},
        flows=flows,
        lanes={key: each for key, each in shapes.items() if each.kind == "lane"},
        pools={elements[key].get("processRef"): each for key, each in shapes.items() if each.kind == "participant"},
        parents={key: each.getparent().get("id") for key, each in elements.items() if _kind(each) == "subProcess"},
        undrawn=tuple(key for key, each in elements.items() if _kind(each) in drawn and key not in shapes and key not in flows),
        inner_lanes=tuple(each.getparent().get("id") for each in root.iter(BPMN + "laneSet") if _kind(each.getparent()) == "subProcess"),
    )


def _kind(element: Any) -> str:
    return str(etree.QName(element).localname)


def _bounds(element: Any) -> Box:
    found = element.find(_BOUNDS)
    return Box(*(float(found.get(side)) for side in ("x", "y", "width", "height")))


def _shape(drawn: Any, elements: dict[str, Any], lanes_of: dict[str, str]) -> Shape:
    element = elements[drawn.get("bpmnElement")]
    kind, box, name = _kind(element), _bounds(drawn), element.get("name") or ""
    return Shape(
        id=element.get("id"),
        kind=kind,
        name=name,
        box=box,
        scope=element.getparent().get("id") or "",
        lane=lanes_of.get(element.get("id"), ""),
        host=element.get("attachedToRef") or "",
        marked=kind == "callActivity" or element.find(BPMN + "standardLoopCharacteristics") is not None,
        label=_label(drawn, kind, name, box) if name and kind not in TASKS | {"lane", "participant"} else None,
    )


def _flow(drawn: Any, elements: dict[str, Any]) -> Flow:
    element = elements[drawn.get("bpmnElement")]
    points = tuple(Point(float(each.get("x")), float(each.get("y"))) for each in drawn.findall(_WAYPOINT))
    name = element.get("name") or ""
    line = segments(points)[(len(points) - 1) // 2]
    middle = Box((line.start.x + line.end.x) / 2, (line.start.y + line.end.y) / 2, 0, 0)
    return Flow(
        id=element.get("id"),
        name=name,
        source=element.get("sourceRef"),
        target=element.get("targetRef"),
        scope=element.getparent().get("id"),
        points=points,
        label=_label(drawn, "sequenceFlow", name, middle) if name else None,
    )


def _label(drawn: Any, kind: str, name: str, box: Box) -> Box:
    """Where the text stands: in its own box, else where bpmn-js puts it."""
    if kind == "subProcess":
        return text_box(name, Box(box.x + PADDING, box.y + PADDING, box.width - 2 * PADDING, box.height), TASK)
    label = drawn.find(DI + "BPMNLabel")
    if label is not None and label.find(_BOUNDS) is not None:
        return text_box(name, _bounds(label), LABEL)
    if kind == "sequenceFlow":
        return text_box(name, Box(box.x - 45, box.y - 25, 90, 20), LABEL)
    return text_box(name, Box(box.middle.x - 45, box.bottom, 90, 20), LABEL)
