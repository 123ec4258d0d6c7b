"""Where a new task may stand on a flow: on one of its straight parts, or in another lane beside it, with room made for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phu_runtime.workprocess.drawing.geometry import Box, Point
from phu_runtime.workprocess.editing.diagrams.layout import Layout, X, Y
from phu_runtime.workprocess.editing.diagrams.room import on_grid, with_room

WIDTH, HEIGHT = 100, 80  # px, of a task (drawing rule 1)
LEAD, TAIL, EDGE, BESIDE, CLEAR = 40, 30, 15, 20, 10  # px: to a shape, a corner, the edge of a lane, a line that passes, a text
Line = tuple[Point, ...]


@dataclass(frozen=True)
class Placed:
    """``layout`` with room for ``box``; ``into`` and ``out``: the lines to and from it."""

    layout: Layout
    box: Box
    into: Line
    out: Line


def places_on(layout: Layout, flow: str, lane: str, lanes: Mapping[str, Box]) -> Iterator[Placed]:
    """Places for a task on ``flow``, the best first; whether they do is for the measuring to say. ``lane``: id of the lane that the
    task must be in, "" where there are none; ``lanes``: all lanes of the drawing."""
    points = layout.lines[flow]
    for corner, (start, end) in enumerate(zip(points, points[1:], strict=False)):
        if start.y == end.y and start.x < end.x:
            yield from _level(layout, flow, corner, lane)
        elif start.x == end.x:
            yield from _upright(layout, flow, corner, lane)
    if lane and len(points) > 1 and points[0].y == points[1].y and points[0].x < points[1].x:
        yield from _beside(layout, flow, lane, lanes)


def _level(layout: Layout, flow: str, corner: int, lane: str) -> Iterator[Placed]:
    """On a part that runs to the right."""
    points = layout.lines[flow]
    start, end = points[corner], points[corner + 1]
    if lane and not _holds(layout.boxes[lane], start.y):
        return
    label = layout.labels.get(flow)
    past = label.right + CLEAR if label is not None and label.meets(Box(start.x, start.y, end.x - start.x, 0), CLEAR) else 0
    middle = on_grid(max(start.x + LEAD, past) + WIDTH / 2)
    tail = LEAD if corner == len(points) - 2 else TAIL
    needed = on_grid(max(0.0, middle + WIDTH / 2 + tail - end.x))
    for at in (end.x, start.x + 1, (start.x + end.x) / 2):
        roomy = with_room(layout, X, at, needed) if needed else layout
        if roomy is not None:
            box = Box(middle - WIDTH / 2, start.y - HEIGHT / 2, WIDTH, HEIGHT)
            yield _on(roomy, flow, corner, box, Point(box.x, start.y), Point(box.right, start.y))


def _upright(layout: Layout, flow: str, corner: int, lane: str) -> Iterator[Placed]:
    """On a part that runs up or down."""
    points = layout.lines[flow]
    downwards = points[corner].y < points[corner + 1].y
    for near_top in (downwards, not downwards):
        roomy = _room_between(layout, flow, corner, lane, near_top=near_top)
        if roomy is None:
            continue
        top, bottom = _part(roomy, flow, corner)
        middle = on_grid(top + HEIGHT / 2) if near_top else bottom - HEIGHT / 2
        box = Box(roomy.lines[flow][corner].x - WIDTH / 2, middle - HEIGHT / 2, WIDTH, HEIGHT)
        if lane and not (_holds(roomy.boxes[lane], box.y) and _holds(roomy.boxes[lane], box.bottom)):
            continue
        ends = (Point(box.middle.x, box.y), Point(box.middle.x, box.bottom))
        yield _on(roomy, flow, corner, box, ends[0] if downwards else ends[1], ends[1] if downwards else ends[0])


def _part(layout: Layout, flow: str, corner: int) -> tuple[float, float]:
    """Between which heights a task may stand on an upright part: clear of its ends, and past the answer that stands at its begin."""
    start, end = layout.lines[flow][corner : corner + 2]
    top, bottom = sorted((start.y, end.y))
    label = layout.labels.get(flow)
    top, bottom = top + LEAD, bottom - LEAD
    if label is not None and label.meets(Box(start.x, min(start.y, end.y), 0, abs(start.y - end.y)), CLEAR):
        if start.y < end.y:
            top = max(top, label.bottom + CLEAR)
        else:
            bottom = min(bottom, label.y - CLEAR)
    return top, bottom


def _room_between(layout: Layout, flow: str, corner: int, lane: str, *, near_top: bool) -> Layout | None:
    """The layout with a part long enough for a task, within the lane when that is at the end meant."""
    roomy: Layout | None = layout
    top, bottom = _part(layout, flow, corner)
    if lane:
        edge = layout.boxes[lane]
        if near_top and edge.bottom < bottom + LEAD:  # the part leaves the lane: the lane grows at its lower edge
            wanted = on_grid(max(0.0, on_grid(top + HEIGHT / 2) + HEIGHT / 2 + EDGE - edge.bottom))
            roomy = with_room(layout, Y, edge.bottom, wanted) if wanted else layout
        elif not near_top and edge.y > top - LEAD:  # it comes from another lane: what it leads to goes down
            wanted = on_grid(max(0.0, edge.y + EDGE + HEIGHT - bottom))
            roomy = with_room(layout, Y, _lower_end(layout, flow, corner), wanted) if wanted else layout
    if roomy is None:
        return None
    top, bottom = _part(roomy, flow, corner)
    needed = on_grid(max(0.0, on_grid(top + HEIGHT / 2) + HEIGHT / 2 - bottom))
    return with_room(roomy, Y, _lower_end(roomy, flow, corner), needed) if needed else roomy


def _lower_end(layout: Layout, flow: str, corner: int) -> float:
    return max(point.y for point in layout.lines[flow][corner : corner + 2])


def _beside(layout: Layout, flow: str, lane: str, lanes: Mapping[str, Box]) -> Iterator[Placed]:
    """In another lane than the flow runs through: down or up to it, and back."""
    start, end = layout.lines[flow][:2]
    middle = on_grid(start.x + BESIDE + WIDTH / 2)
    turn = middle + WIDTH / 2 + BESIDE
    needed = on_grid(max(0.0, turn + BESIDE - end.x))
    for at in (end.x, start.x + 1):
        roomy = with_room(layout, X, at, needed) if needed else layout
        if roomy is None:
            continue
        rest = roomy.lines[flow][1:]
        for row in _rows(roomy, lane, lanes, start.y):
            box = Box(middle - WIDTH / 2, row - HEIGHT / 2, WIDTH, HEIGHT)
            into = (start, Point(middle, start.y), Point(middle, box.y if row > start.y else box.bottom))
            yield Placed(roomy, box, into, (Point(box.right, row), Point(turn, row), Point(turn, start.y), *rest))
            if len(rest) > 1:
                yield Placed(roomy, box, into, (Point(box.right, row), Point(rest[0].x, row), *rest[1:]))


def _rows(layout: Layout, lane: str, lanes: Mapping[str, Box], height: float) -> list[float]:
    """The rows of a lane that a task fits in, the nearest first: those that are there, then its middle."""
    edge = layout.boxes[lane]
    there = {box.middle.y for key, box in layout.boxes.items() if key not in layout.holding and edge.holds(box)}
    fits = [row for row in {*there, on_grid(edge.middle.y)} if edge.y + EDGE <= row - HEIGHT / 2 and row + HEIGHT / 2 + EDGE <= edge.bottom]
    return sorted(fits, key=lambda row: abs(row - height))


def _on(layout: Layout, flow: str, corner: int, box: Box, enter: Point, leave: Point) -> Placed:
    points = layout.lines[flow]
    return Placed(layout, box, (*points[: corner + 1], enter), (leave, *points[corner + 1 :]))


def _holds(lane: Box, height: float) -> bool:
    return lane.y <= height <= lane.bottom
