"""What stands in a diagram, read straight from its XML: plain data for pages, the gate and the engine alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from phu_runtime.engine.roles import role_key
from phu_runtime.engine.situation import Path
from phu_runtime.engine.xml import BPMN, CAMUNDA, local_name

EVENTS = frozenset({"startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"})
ACTIVITIES = frozenset(
    {"userTask", "businessRuleTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "manualTask", "task"}
    | {"callActivity", "subProcess", "transaction", "adHocSubProcess"}
)
NODES = EVENTS | GATEWAYS | ACTIVITIES
_ROOT = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNShape"
_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"


@dataclass(frozen=True)
class Flow:
    """An arrow: ``name`` is the answer on it, ``condition`` its FEEL text ("" = always), ``default`` taken when nothing else holds."""

    id: str
    name: str
    source: str
    target: str
    condition: str
    default: bool


@dataclass(frozen=True)
class Element:
    """One node. ``kind`` is the BPMN tag, ``event`` what it waits for or throws (timer, message, escalation, error, signal,
    terminate, "" ), ``lane`` a role key, ``within`` the embedded sub-processes around it, ``timer`` the text of a timer, ``sets`` the
    names it puts into the context (result variables, the item and the collected answers of a multi-instance task)."""

    id: str
    name: str
    kind: str
    diagram: str
    within: Path
    lane: str
    lane_label: str
    properties: Mapping[str, str]
    documentation: str
    form: str | None
    candidate_groups: str | None
    event: str
    message: str
    timer: str
    decision: str
    topic: str
    called: str
    attached_to: str
    interrupting: bool
    result_variable: str
    map_result: str
    repeats: str
    sets: tuple[str, ...] = ()
    flows: tuple[Flow, ...] = ()


@dataclass(frozen=True)
class Diagram:
    """One process. ``elements`` in drawing order (left to right; what sits on an edge right after what it sits on)."""

    key: str
    name: str
    file: str
    documentation: str
    properties: Mapping[str, str]
    elements: tuple[Element, ...]
    lanes: tuple[str, ...]
    by_id: Mapping[str, Element] = field(repr=False, compare=False, default_factory=dict)

    @property
    def calls(self) -> tuple[str, ...]:
        """Keys of the diagrams that this one calls, in drawing order."""
        return tuple(dict.fromkeys(element.called for element in self.elements if element.called))

    @property
    def starts(self) -> tuple[Element, ...]:
        """Start events of the process itself, not of its sub-processes."""
        return tuple(element for element in self.elements if element.kind == "startEvent" and not element.within)


def read_diagram(file: str, root: Any, process: Any) -> Diagram:
    """The plain diagram of one ``bpmn:process`` element."""
    key = process.get("id", "")
    lanes = {
        ref.text.strip(): lane.get("name", "")
        for lane in process.iter(BPMN + "lane")
        for ref in lane.findall(BPMN + "flowNodeRef")
        if ref.text
    }
    messages = {node.get("id"): node.get("name", "") for node in root.iter(BPMN + "message")}
    elements = list(_elements(process, key, (), "", lanes, messages))
    places = _places(root)
    ordered = _in_drawing_order(elements, places)
    return Diagram(
        key=key,
        name=process.get("name") or key,
        file=file,
        documentation=_documentation(process),
        properties=_properties(process),
        elements=tuple(ordered),
        lanes=tuple(lane.get("name", "") for lane in process.iter(BPMN + "lane")),
        by_id={element.id: element for element in ordered},
    )


def _elements(
    scope: Any, diagram: str, within: Path, lane: str, lanes: Mapping[str, str], messages: Mapping[str, str]
) -> Iterator[Element]:
    flows: dict[str, list[Any]] = {}
    for flow in scope.findall(BPMN + "sequenceFlow"):
        flows.setdefault(flow.get("sourceRef", ""), []).append(flow)
    for node in scope:
        if local_name(node) not in NODES:
            continue
        label = lanes.get(node.get("id", ""), "") or lane
        yield _element(node, diagram, within, label, flows.get(node.get("id", ""), []), messages)
        if local_name(node) in ("subProcess", "transaction"):
            yield from _elements(node, diagram, (*within, node.get("id", "")), label, lanes, messages)


def _element(node: Any, diagram: str, within: Path, label: str, flows: Sequence[Any], messages: Mapping[str, str]) -> Element:
    kind = local_name(node)
    event, definition = _event(node)
    holder = definition if definition is not None and event == "message" else node
    return Element(
        id=node.get("id", ""),
        name=" ".join((node.get("name") or "").split()),
        kind=kind,
        diagram=diagram,
        within=within,
        lane=role_key(label),
        lane_label=label,
        properties=_properties(node),
        documentation=_documentation(node),
        form=node.get(CAMUNDA + "formKey") or None,
        candidate_groups=node.get(CAMUNDA + "candidateGroups") or None,
        event=event,
        message=messages.get(holder.get("messageRef", ""), "") if event == "message" or kind == "receiveTask" else "",
        timer=_timer(definition) if event == "timer" else "",
        decision=node.get(CAMUNDA + "decisionRef", ""),
        topic=node.get(CAMUNDA + "topic", ""),
        called=node.get("calledElement", ""),
        attached_to=node.get("attachedToRef", ""),
        interrupting=kind == "boundaryEvent" and node.get("cancelActivity", "true") != "false",
        result_variable=_result_variable(node, holder),
        map_result=node.get(CAMUNDA + "mapDecisionResult", ""),
        repeats=_repeats(node),
        sets=tuple(name for name in (_result_variable(node, holder), *_loop_names(node)) if name),
        flows=tuple(_flow(flow, node.get("default", "")) for flow in flows),
    )


def _flow(flow: Any, default: str) -> Flow:
    condition = flow.find(BPMN + "conditionExpression")
    return Flow(
        id=flow.get("id", ""),
        name=flow.get("name") or "",
        source=flow.get("sourceRef", ""),
        target=flow.get("targetRef", ""),
        condition=(condition.text or "").strip() if condition is not None else "",
        default=flow.get("id") == default,
    )


def _event(node: Any) -> tuple[str, Any]:
    for child in node:
        name = local_name(child)
        if name.endswith("EventDefinition"):
            return name.removesuffix("EventDefinition"), child
    return "", None


def _timer(definition: Any) -> str:
    for name in ("timeDate", "timeDuration", "timeCycle"):
        found = definition.find(BPMN + name)
        if found is not None:
            return (found.text or "").strip()
    return ""


def _result_variable(node: Any, holder: Any) -> str:
    """A decision without one is remembered under its own name."""
    return str(holder.get(CAMUNDA + "resultVariable") or node.get(CAMUNDA + "resultVariable") or node.get(CAMUNDA + "decisionRef", ""))


def _loop_names(node: Any) -> Iterator[str]:
    several = node.find(BPMN + "multiInstanceLoopCharacteristics")
    if several is None:
        return
    yield several.get(CAMUNDA + "elementVariable", "")
    for tag in ("inputDataItem", "outputDataItem"):
        found = several.find(BPMN + tag)
        yield found.get("id", "") if found is not None else ""
    output = several.find(BPMN + "loopDataOutputRef")
    yield (output.text or "").strip() if output is not None else ""


def _repeats(node: Any) -> str:
    if node.find(BPMN + "standardLoopCharacteristics") is not None:
        return "loop"
    several = node.find(BPMN + "multiInstanceLoopCharacteristics")
    if several is None:
        return ""
    return "sequential" if several.get("isSequential") == "true" else "parallel"


def _properties(node: Any) -> dict[str, str]:
    path = f"{BPMN}extensionElements/{CAMUNDA}properties/{CAMUNDA}property"
    return {found.get("name", ""): found.get("value", "") for found in node.findall(path)}


def _documentation(node: Any) -> str:
    found = node.find(BPMN + "documentation")
    return (found.text or "").strip() if found is not None else ""


def _places(root: Any) -> dict[str, tuple[float, float]]:
    places = {}
    for shape in root.iter(_ROOT):
        bounds = shape.find(_BOUNDS)
        if bounds is not None:
            places[shape.get("bpmnElement")] = (float(bounds.get("x", 0)), float(bounds.get("y", 0)))
    return places


def _in_drawing_order(elements: Sequence[Element], places: Mapping[str, tuple[float, float]]) -> list[Element]:
    """Left to right, then top to bottom; without a drawing the order of the file. What is in a sub-process follows it, and then
    what sits on its edge."""
    far = (float("inf"), 0.0)
    inside: dict[Path, list[Element]] = {}
    edge: dict[str, list[Element]] = {}
    for element in sorted(elements, key=lambda each: places.get(each.id, far)):
        if element.attached_to:
            edge.setdefault(element.attached_to, []).append(element)
        else:
            inside.setdefault(element.within, []).append(element)

    def scope(within: Path) -> Iterator[Element]:
        for element in inside.get(within, ()):
            yield element
            yield from scope((*within, element.id))
            yield from edge.pop(element.id, ())

    return [*scope(()), *(element for rest in list(edge.values()) for element in rest)]
