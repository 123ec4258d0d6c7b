"""An element less: what came before it leads to what came after it, and what hung on its edge goes with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from phu_runtime.engine.elements import NODES
from phu_runtime.engine.xml import BPMN, local_name
from phu_runtime.errors import FormInvalid
from phu_runtime.workprocess.drawing.geometry import Point
from phu_runtime.workprocess.editing.diagrams.layout import drawn_as, read_layout, write_layout
from phu_runtime.workprocess.editing.diagrams.measured import drawn_worse, refusal
from phu_runtime.workprocess.editing.diagrams.paper import New, Paper
from phu_runtime.workprocess.editing.diagrams.room import closed_up

Line = tuple[Point, ...]
_INCOMING, _REF = BPMN + "incoming", BPMN + "flowNodeRef"


def remove(paper: Paper, node: Any) -> tuple[bytes, str]:
    """The file without the element, and the id of what to show next. Raises FormInvalid."""
    why = why_it_stays(node)
    if why:
        raise FormInvalid({"": why})
    scope, key = node.getparent(), node.get("id")
    before = paper.content()
    if local_name(node) == "boundaryEvent":
        _take_out(paper, scope, _branch(scope, [key]))
        return paper.content(), str(node.get("attachedToRef"))
    tries = []
    for close in (True, False):
        trial = Paper(paper.file, before)
        content = _joined(trial, _found(trial, key), close=close)
        worse = drawn_worse(paper.file, before, content)
        if not worse:
            return content, str(into(scope, key)[0].get("sourceRef"))
        tries.append(worse)
    raise refusal(tries, "", "Dit onderdeel kan niet weg")


def why_it_stays(node: Any) -> str:
    """Why the element cannot be taken out here, "" when it can."""
    kind, scope, key = local_name(node), node.getparent(), node.get("id")
    if kind == "boundaryEvent":
        return ""
    if kind == "startEvent":
        return "Een begin kan niet weg: zonder begin start er niets."
    if kind == "endEvent":
        return "Een einde kan niet weg: wat ernaartoe leidt, zou nergens eindigen."
    if kind == "subProcess":
        return "Een deelproces met alles erin haalt u weg in de tekening zelf."
    ways_in, out = into(scope, key), out_of(scope, key)
    if len(out) != 1:
        return "Hierna gaan meer wegen verder. Haal eerst de andere wegen weg in de tekening zelf." if out else "Hierna komt nog niets."
    if not ways_in:
        return "Hiervoor komt nog niets."
    sources = [flow.get("sourceRef") for flow in ways_in]
    kinds = {each.get("id"): local_name(each) for each in scope}
    if any(kinds.get(source) == "eventBasedGateway" for source in sources):
        return "Dit is een van de gebeurtenissen waarop gewacht wordt. Haal die weg in de tekening zelf."
    if out[0].get("targetRef") in sources:
        return "Zonder dit onderdeel loopt de tekening rond zonder dat iemand iets doet."
    return ""


def goes_too(node: Any) -> list[str]:
    """The names of what goes with the element: what sits on its edge, and what only that leads to."""
    scope = node.getparent()
    keys = [node.get("id")] if local_name(node) == "boundaryEvent" else _on_edge(scope, node.get("id"))
    gone = _branch(scope, keys) - {node.get("id")}
    return [each.get("name") for each in scope if each.get("id") in gone and each.get("name") and local_name(each) in NODES]


def out_of(scope: Any, key: str) -> list[Any]:
    """The flows out of an element."""
    return [flow for flow in scope.findall(BPMN + "sequenceFlow") if flow.get("sourceRef") == key]


def joined(before: Line, after: Line) -> Line:
    """One line out of two that met at an element, with a corner where they did not meet in one row."""
    level_in, level_out = before[-2].y == before[-1].y, after[0].y == after[1].y
    if level_in == level_out:
        return (*before[:-1], *after[1:])
    corner = Point(after[0].x, before[-1].y) if level_in else Point(before[-1].x, after[0].y)
    return (*before[:-1], corner, *after[1:])


def into(scope: Any, key: str) -> list[Any]:
    """The flows to an element."""
    return [flow for flow in scope.findall(BPMN + "sequenceFlow") if flow.get("targetRef") == key]


def _on_edge(scope: Any, key: str) -> list[str]:
    return [each.get("id") for each in scope.findall(BPMN + "boundaryEvent") if each.get("attachedToRef") == key]


def _found(paper: Paper, key: str) -> Any:
    return next(each for each in paper.root.iter() if isinstance(each.tag, str) and each.get("id") == key)


def _branch(scope: Any, keys: Iterable[str]) -> set[str]:
    """The elements, and all that nothing else leads to; with the events on their edges."""
    gone = set(keys)
    flows = [(flow.get("sourceRef"), flow.get("targetRef")) for flow in scope.findall(BPMN + "sequenceFlow")]
    while True:
        sources: dict[str, set[str]] = {}
        for source, target in flows:
            sources.setdefault(target, set()).add(source)
        more = {target for target, before in sources.items() if before <= gone} - gone
        more |= {edge for key in gone for edge in _on_edge(scope, key)} - gone
        if not more:
            return gone
        gone |= more


def _joined(paper: Paper, node: Any, *, close: bool) -> bytes:
    """The file without the element, the flows joined; ``close``: and without the gap."""
    scope, key = node.getparent(), node.get("id")
    ways_in, (out,) = into(scope, key), out_of(scope, key)
    target = _found(paper, out.get("targetRef"))
    layout = read_layout(paper.root)
    gone = _branch(scope, _on_edge(scope, key)) - {key}
    lost = {flow.get("id") for flow in scope.findall(BPMN + "sequenceFlow") if flow.get("sourceRef") in gone}
    after = layout.without(key, out.get("id"), *gone, *lost)
    for flow in ways_in:
        paper.set(flow, "targetRef", target.get("id"))
        if flow.get("id") in layout.lines and out.get("id") in layout.lines:
            line = joined(layout.lines[flow.get("id")], layout.lines[out.get("id")])
            after = after.with_line(flow.get("id"), flow.get("sourceRef"), target.get("id"), line)
    _led_by(paper, target, out.get("id"), [flow.get("id") for flow in ways_in])
    _take_out(paper, scope, {key, *gone}, [out])
    if close and key in layout.boxes:
        after = closed_up(after, layout.boxes[key].middle.x)
    write_layout(paper, layout, after)
    return paper.content()


def _led_by(paper: Paper, target: Any, was: str, now: list[str]) -> None:
    """What leads to ``target`` is on its list, when it keeps one."""
    for each in target.findall(_INCOMING):
        if (each.text or "").strip() == was:
            paper.write(each, now[0])
            for key in now[1:]:
                paper.after(each, New(_INCOMING, inside=key))


def _take_out(paper: Paper, scope: Any, keys: set[str], flows: Iterable[Any] = ()) -> None:
    """Elements with the flows out of them, their place in a lane and their drawing."""
    nodes = [each for each in scope if each.get("id") in keys]
    lost = [*flows, *(flow for flow in scope.findall(BPMN + "sequenceFlow") if flow.get("sourceRef") in keys and flow not in flows)]
    ids = {each.get("id") for thing in (*nodes, *lost) for each in thing.iter() if isinstance(each.tag, str) and each.get("id")}
    for flow in lost:
        for each in paper.root.iter(_INCOMING):
            if (each.text or "").strip() == flow.get("id") and each.getparent().get("id") not in keys and flow not in flows:
                paper.remove(each)
    for thing in (*nodes, *lost, *_about(paper, ids)):
        paper.remove(thing)
    for ref in scope.iter(_REF):
        if (ref.text or "").strip() in keys:
            paper.remove(ref)
    for key in ids:
        drawn = drawn_as(paper.root, key)
        if drawn is not None:
            paper.remove(drawn)


def _about(paper: Paper, ids: set[str]) -> list[Any]:
    """Lines from a note to what goes."""
    return [each for each in paper.root.iter(BPMN + "association") if {each.get("sourceRef"), each.get("targetRef")} & ids]
