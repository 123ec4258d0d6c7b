"""Boxes, points and lines of a drawing, in pixels of the canvas (y grows downwards)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

OVERLAP = "overlap"


class Point(NamedTuple):
    x: float
    y: float


class Segment(NamedTuple):
    start: Point
    end: Point


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def grown(self, by: float) -> Box:
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def meets(self, other: Box, gap: float = 0) -> bool:
        """Do they overlap, or lie nearer than ``gap``?"""
        near = self.grown(gap)
        return near.x < other.right and other.x < near.right and near.y < other.bottom and other.y < near.bottom

    def holds(self, other: Box) -> bool:
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom

    def edges(self) -> list[Segment]:
        corners = [Point(self.x, self.y), Point(self.right, self.y), Point(self.right, self.bottom), Point(self.x, self.bottom)]
        return [Segment(a, b) for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)]

    def tips(self) -> set[Point]:
        """The four points where a flow may leave or reach a diamond or a circle."""
        middle = self.middle
        return {Point(self.x, middle.y), Point(self.right, middle.y), Point(middle.x, self.y), Point(middle.x, self.bottom)}

    def has_on_edge(self, point: Point) -> bool:
        upright = point.x in (self.x, self.right) and self.y <= point.y <= self.bottom
        level = point.y in (self.y, self.bottom) and self.x <= point.x <= self.right
        return upright or level


def segments(points: Sequence[Point]) -> list[Segment]:
    return [Segment(a, b) for a, b in zip(points, points[1:], strict=False)]


def passes(line: Segment, box: Box) -> bool:
    """Does the line go through the inside of the box?"""
    first, last = 0.0, 1.0
    (x1, y1), (x2, y2) = line
    for start, step, low, high in ((x1, x2 - x1, box.x, box.right), (y1, y2 - y1, box.y, box.bottom)):
        if step == 0:
            if not low < start < high:
                return False
            continue
        enter, leave = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, enter), min(last, leave)
    return first < last - 1e-9


def meeting(one: Segment, other: Segment) -> Point | str | None:
    """The point where two lines meet; OVERLAP when they lie on each other; None when they don't."""
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = other
    slope = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if abs(slope) < 1e-9:
        return _on_each_other(one, other)
    along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / slope
    across = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / slope
    if -1e-9 < along < 1 + 1e-9 and -1e-9 < across < 1 + 1e-9:
        return Point(round(ax + along * (bx - ax), 3), round(ay + along * (by - ay), 3))
    return None


def _on_each_other(one: Segment, other: Segment) -> str | None:
    (ax, ay), (bx, by) = one
    if abs((bx - ax) * (other.start.y - ay) - (by - ay) * (other.start.x - ax)) > 1e-9:
        return None
    axis = 0 if abs(bx - ax) >= abs(by - ay) else 1
    low = max(min(one.start[axis], one.end[axis]), min(other.start[axis], other.end[axis]))
    high = min(max(one.start[axis], one.end[axis]), max(other.start[axis], other.end[axis]))
    return OVERLAP if high - low > 0.5 else None


def diamond_meets(diamond: Box, box: Box, clear: float = 1) -> bool:
    """Only the diamond within its box counts."""
    middle, near = diamond.middle, _nearest(diamond.middle, box)
    return abs(near.x - middle.x) + abs(near.y - middle.y) < diamond.width / 2 + clear


def circle_meets(circle: Box, box: Box, clear: float = 1) -> bool:
    """Only the circle within its box counts."""
    middle, near = circle.middle, _nearest(circle.middle, box)
    return (near.x - middle.x) ** 2 + (near.y - middle.y) ** 2 < (circle.width / 2 + clear) ** 2


def _nearest(point: Point, box: Box) -> Point:
    return Point(min(max(point.x, box.x), box.right), min(max(point.y, box.y), box.bottom))
