"""Findings about flows: docked, straight, clear of shapes, and where they cross or lie on each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from phu_runtime.workprocess.drawing.geometry import OVERLAP, Segment, meeting, passes, segments
from phu_runtime.workprocess.drawing.sheet import EVENTS, GATEWAYS, Flow, Sheet

JOG, MOST_BENDS = 10, 2  # px; bends of one flow


def flow_findings(sheet: Sheet) -> Iterator[str]:
    for flow in sheet.flows.values():
        yield from _line(flow)
        yield from _ends(sheet, flow)
        yield from _through(sheet, flow)
        yield from _leaves(sheet, flow)
    for one, other in combinations(sheet.flows.values(), 2):
        if _lie_together(one, other):
            yield f"pijlen op elkaar: {one} en {other}"


def crossings(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Pairs of flows that cross; flows that leave or reach the same point may share it and their trunk."""
    for one, other in combinations(sheet.flows.values(), 2):
        ends = {one.points[0], one.points[-1], other.points[0], other.points[-1]}
        kin = one.points[0] == other.points[0] or one.points[-1] == other.points[-1]
        corners = {*one.points, *other.points} if kin else set()
        points = {meeting(a, b) for a in segments(one.points) for b in segments(other.points)} - {None, OVERLAP}
        if points - ends - corners:
            yield one.id, other.id


def _line(flow: Flow) -> Iterator[str]:
    lines = segments(flow.points)
    for line in lines:
        (x1, y1), (x2, y2) = line
        length = abs(x1 - x2) + abs(y1 - y2)
        if x1 != x2 and y1 != y2:
            yield f"pijl loopt schuin: {flow}"
        if length == 0 or (length < JOG and len(lines) > 1):
            yield f"pijl met een knikje: {flow}"
    for first, second in zip(lines, lines[1:], strict=False):
        if _same_axis(first, second):
            yield f"pijl met een punt te veel: {flow}"
    if len(lines) - 1 > MOST_BENDS:
        yield f"pijl met te veel bochten: {flow}"


def _same_axis(first: Segment, second: Segment) -> bool:
    """Straight on or straight back: the point between them bends nothing."""
    (ax, ay), (bx, by), (cx, cy) = first.start, first.end, second.end
    return (bx - ax) * (cy - by) == (by - ay) * (cx - bx)


def _ends(sheet: Sheet, flow: Flow) -> Iterator[str]:
    for point, key in ((flow.points[0], flow.source), (flow.points[-1], flow.target)):
        shape = sheet.shapes.get(key)
        if shape is None:
            continue
        pointed = shape.kind in GATEWAYS | EVENTS
        if not (point in shape.box.tips() if pointed else shape.box.has_on_edge(point)):
            yield f"pijl sluit niet aan: {flow} op {shape}"


def _through(sheet: Sheet, flow: Flow) -> Iterator[str]:
    holders = set(sheet.around(flow.scope))
    for shape in sheet.shapes.values():
        own = shape.id in (flow.source, flow.target)
        box = shape.box.grown(-1) if own else shape.box
        if shape.id not in holders and any(passes(line, box) for line in segments(flow.points)):
            yield f"pijl door een vorm: {flow} door {shape}"
    start, end = flow.points[0], flow.points[-1]
    if len(flow.points) > 2 and (start.x == end.x or (start.y == end.y and start.x < end.x)) and _free(sheet, flow, Segment(start, end)):
        yield f"pijl kan recht: {flow}"


def _free(sheet: Sheet, flow: Flow, line: Segment) -> bool:
    own = {flow.source, flow.target, *sheet.around(flow.scope)}
    return not any(passes(line, shape.box) for key, shape in sheet.shapes.items() if key not in own)


def _leaves(sheet: Sheet, flow: Flow) -> Iterator[str]:
    holder = sheet.shapes.get(flow.scope) or sheet.pools.get(flow.scope)
    inside = holder.box if holder else None
    if inside is not None and any(not (inside.x <= x <= inside.right and inside.y <= y <= inside.bottom) for x, y in flow.points):
        yield f"pijl buiten zijn vak: {flow}"


def _lie_together(one: Flow, other: Flow) -> bool:
    first, second = segments(one.points), segments(other.points)
    for a, line in enumerate(first):
        for b, beside in enumerate(second):
            if meeting(line, beside) != OVERLAP:
                continue
            out = one.points[0] == other.points[0] and a == b == 0
            home = one.points[-1] == other.points[-1] and a == len(first) - 1 and b == len(second) - 1
            if not (out or home):
                return True
    return False
