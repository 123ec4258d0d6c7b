"""Making room in a drawing: everything beyond a line moves, what lies across it stretches, and lines keep their corners."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from phu_runtime.workprocess.drawing.geometry import Box, Point
from phu_runtime.workprocess.drawing.measuring import WIDEST
from phu_runtime.workprocess.editing.diagrams.layout import Layout, X, lined_up

GRID = 5  # px: centres stand on multiples of it (drawing rule 1)
_GAPS = (40, 30)  # px between columns, kept while a drawing that became too wide is drawn in


def on_grid(value: float) -> float:
    """The next multiple of the grid."""
    return math.ceil(value / GRID - 1e-9) * GRID


def with_room(layout: Layout, axis: int, at: float, by: float) -> Layout | None:
    """Everything whose middle is at or beyond ``at`` moves ``by`` px (back, when negative). None when a straight line would have to
    bend for it."""
    moves = {key: _moves(layout, key, axis, at) for key in layout.boxes}
    boxes = {key: _moved(layout, key, axis, at, by, moves[key]) for key in layout.boxes}
    lines = {}
    for key, points in layout.lines.items():
        line = _line(layout, key, points, axis, at, by, moves)
        if line is None:
            return None
        lines[key] = line
    labels = {}
    for key, box in layout.labels.items():
        if key in layout.lines:  # goes with the end or corner that it stands at
            _, near = min((_apart(point, box.middle), place) for place, point in enumerate(layout.lines[key]))
            labels[key] = _shifted(box, axis, lines[key][near][axis] - layout.lines[key][near][axis])
        else:
            labels[key] = _shifted(box, axis, by) if moves.get(key) else box
    return replace(layout, boxes=boxes, labels=labels, lines=lines)


def drawn_in(layout: Layout, pool: str) -> Layout:
    """The same drawing, narrower when it is wider than can be read: empty columns give of their width. It may stay too wide."""
    for gap in _GAPS:
        for start, end in reversed(list(_empty_columns(layout))):
            too_wide = layout.boxes[pool].width - WIDEST
            if too_wide <= 0:
                return layout
            give = min(on_grid(too_wide), math.floor((end - start - gap) / GRID) * GRID)
            if give > 0:
                layout = with_room(layout, X, end, -give) or layout
    return layout


def closed_up(layout: Layout, at: float) -> Layout:
    """The drawing without the part of an empty column around ``at`` that is wider than it needs to be."""
    column = next(((start, end) for start, end in _empty_columns(layout) if start < at < end), None)
    give = math.floor((column[1] - column[0] - _GAPS[0]) / GRID) * GRID if column is not None else 0
    return with_room(layout, X, column[1], -give) or layout if column is not None and give > 0 else layout


def _moves(layout: Layout, key: str, axis: int, at: float) -> bool:
    """Whether a shape goes; an event on an edge goes with what it sits on, unless that stretches."""
    host = layout.hosts.get(key, "")
    if host in layout.boxes and host not in layout.holding:
        return layout.boxes[host].middle[axis] >= at
    box = layout.boxes[key]
    return box[axis] >= at if key in layout.holding else box.middle[axis] >= at


def _moved(layout: Layout, key: str, axis: int, at: float, by: float, moves: bool) -> Box:
    box = layout.boxes[key]
    if moves:
        return _shifted(box, axis, by)
    if key in layout.holding and (box.right, box.bottom)[axis] >= at:
        size = [box.width, box.height]
        size[axis] += by
        return box._replace(width=size[0], height=size[1])
    return box


def _shifted(box: Box, axis: int, by: float) -> Box:
    return box._replace(x=box.x + by) if axis == X else box._replace(y=box.y + by)


def _apart(one: Point, other: Point) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y)


def _line(
    layout: Layout, key: str, points: tuple[Point, ...], axis: int, at: float, by: float, moves: dict[str, bool]
) -> tuple[Point, ...] | None:
    source, target = layout.ends.get(key, ("", ""))
    tied = {0: source, len(points) - 1: target}
    shifts: dict[int, float] = {}
    for group in lined_up(points, axis):
        asked = {moves[tied[place]] for place in group if tied.get(place) in moves and tied[place] not in layout.holding}
        if len(asked) > 1:
            return None
        goes = asked.pop() if asked else points[group[0]][axis] >= at
        shifts |= dict.fromkeys(group, by if goes else 0)
    return tuple(
        Point(point.x + shifts[place], point.y) if axis == X else Point(point.x, point.y + shifts[place])
        for place, point in enumerate(points)
    )


def _empty_columns(layout: Layout) -> Iterator[tuple[float, float]]:
    """From left to right, the columns in which nothing stands but lines that go straight through."""
    taken = [(box.x, box.right) for key, box in layout.boxes.items() if key not in layout.holding]
    taken += [(box.x, box.right) for box in layout.labels.values()]
    taken += [(point.x, point.x) for points in layout.lines.values() for point in points]
    taken += [(side, side) for key in layout.holding if key in layout.boxes for side in (layout.boxes[key].x, layout.boxes[key].right)]
    reached = -math.inf
    for start, end in sorted(taken):
        if start > reached > -math.inf:
            yield reached, start
        reached = max(reached, end)
