"""A task for another party: it goes to another lane, at its own place in the order of things."""

from __future__ import annotations

from typing import Any

from phu_runtime.engine.roles import CASUSREGISSEUR, role_key
from phu_runtime.engine.xml import BPMN, CAMUNDA, local_name
from phu_runtime.errors import FormInvalid
from phu_runtime.workprocess.drawing.geometry import Box
from phu_runtime.workprocess.editing.diagrams.adding import MOST_TRIES, lane_of, lanes_of, list_in_lane
from phu_runtime.workprocess.editing.diagrams.layout import Layout, read_layout, write_layout
from phu_runtime.workprocess.editing.diagrams.measured import drawn_worse, refusal
from phu_runtime.workprocess.editing.diagrams.paper import Paper
from phu_runtime.workprocess.editing.diagrams.placing import Placed, places_on
from phu_runtime.workprocess.editing.diagrams.removing import into, joined, out_of

LANE = "naar"
_GROUPS = CAMUNDA + "candidateGroups"
_MOVED = frozenset({"userTask", "businessRuleTask", "sendTask", "serviceTask"})


def move(paper: Paper, node: Any, lane: str) -> tuple[bytes, str]:
    """The file with the element in the lane with this id. Raises FormInvalid."""
    why = why_it_stays_here(node)
    if why:
        raise FormInvalid({"": why})
    if lane not in {key for key, _ in lanes_of(node)} or lane == lane_of(node):
        raise FormInvalid({LANE: "Kies een andere partij."})
    scope, key = node.getparent(), node.get("id")
    before, layout = paper.content(), read_layout(paper.root)
    (way_in,), (out,) = into(scope, key), out_of(scope, key)
    ways = (way_in.get("id"), out.get("id"))
    if key not in layout.boxes or any(way not in layout.lines for way in ways):
        raise FormInvalid({"": "Dit onderdeel is niet getekend. Teken het eerst in de tekening."})
    line = joined(layout.lines[ways[0]], layout.lines[ways[1]])
    alone = layout.without(key, ways[1]).with_line(ways[0], way_in.get("sourceRef"), out.get("targetRef"), line)
    lanes: dict[str, Box] = {each: layout.boxes[each] for each, _ in lanes_of(node) if each in layout.boxes}
    tries = []
    for number, placed in enumerate(places_on(alone, ways[0], lane, lanes)):
        if number == MOST_TRIES:
            break
        content = _written(paper.file, before, key, ways, lane, placed)
        worse = drawn_worse(paper.file, before, content)
        if not worse:
            return content, key
        tries.append(worse)
    raise refusal(tries, "", "Daar past deze taak niet")


def why_it_stays_here(node: Any) -> str:
    """Why the element cannot go to another lane here, "" when it can."""
    scope, key = node.getparent(), node.get("id")
    if local_name(node) not in _MOVED:
        return "Alleen een taak kan van partij wisselen."
    if len(lanes_of(node)) < 2:
        return "In dit deel van de tekening is er maar één partij."
    if any(each.get("attachedToRef") == key for each in scope):
        return "Op de rand van deze taak zit een termijn of gebeurtenis. Verplaats haar in de tekening zelf."
    if len(into(scope, key)) != 1 or len(out_of(scope, key)) != 1:
        return "Naar of uit deze taak gaan meer wegen. Verplaats haar in de tekening zelf."
    return ""


def _written(file: str, content: bytes, key: str, ways: tuple[str, str], lane: str, placed: Placed) -> bytes:
    paper = Paper(file, content)
    by_id = {each.get("id"): each for each in paper.root.iter() if isinstance(each.tag, str) and each.get("id")}
    node, way_in, out = by_id[key], by_id[ways[0]], by_id[ways[1]]
    for ref in node.getparent().iter(BPMN + "flowNodeRef"):
        if (ref.text or "").strip() == key:
            paper.remove(ref)
    list_in_lane(paper, by_id[lane], key)
    if local_name(node) == "userTask":
        _give(paper, node, role_key(by_id[lane].get("name")))
    before = read_layout(paper.root)
    after: Layout = placed.layout.with_box(key, placed.box)
    after = after.with_line(ways[0], way_in.get("sourceRef"), key, placed.into)
    after = after.with_line(ways[1], key, out.get("targetRef"), placed.out)
    write_layout(paper, before, after)
    return paper.content()


def _give(paper: Paper, node: Any, role: str) -> None:
    """In the lane of the casusregisseur a task says so itself (it is no party); elsewhere the lane says it."""
    if role == CASUSREGISSEUR:
        paper.set(node, _GROUPS, f"={CASUSREGISSEUR}")
    elif node.get(_GROUPS) == f"={CASUSREGISSEUR}":
        paper.set(node, _GROUPS, None)
