"""Findings about shapes: overlap, rows, where boundary events sit, and what shapes lie in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from phu_runtime.workprocess.drawing.geometry import Box
from phu_runtime.workprocess.drawing.lettering import LINE, TASK, task_lines, width, wrap
from phu_runtime.workprocess.drawing.sheet import PADDING, TASKS, Shape, Sheet

NEAR, ROW = 20, 10  # px: nearer is too close; a smaller difference in height looks like a mistake


def shape_findings(sheet: Sheet) -> Iterator[str]:
    for one, other in combinations(sheet.shapes.values(), 2):
        yield from _pair(sheet, one, other)
    for shape in sheet.shapes.values():
        yield from _place(sheet, shape)
        if shape.host:
            yield from _on_its_edge(shape, sheet.shapes[shape.host])
        if shape.kind in TASKS and shape.name:
            yield from _text(sheet, shape)


def mark(task: Box) -> Box:
    """The mark (+ or loop) in the middle of a task's lower edge."""
    return Box(task.middle.x - 10, task.bottom - 22, 20, 20)


def _pair(sheet: Sheet, one: Shape, other: Shape) -> Iterator[str]:
    nested = one.id in sheet.around(other.scope) or other.id in sheet.around(one.scope)
    attached = other.id == one.host or one.id == other.host
    if nested or attached:
        return
    if one.box.meets(other.box):
        yield f"vormen over elkaar: {one} en {other}"
        return
    ordinary = all(shape.kind not in ("boundaryEvent", "subProcess") for shape in (one, other))
    if not ordinary or one.scope != other.scope or one.lane != other.lane:
        return
    if 0 < abs(one.box.middle.y - other.box.middle.y) < ROW:
        yield f"net niet op één rij: {one} en {other}"
    if one.box.meets(other.box, NEAR):
        yield f"te dicht op elkaar: {one} en {other}"


def _place(sheet: Sheet, shape: Shape) -> Iterator[str]:
    in_process = shape.scope in sheet.pools
    if in_process and sheet.lanes and not shape.lane:
        yield f"in geen baan: {shape}"
    if not in_process and shape.lane:
        yield f"in een baan en in een deelproces: {shape}"
    if shape.kind == "boundaryEvent":
        return
    holder = sheet.shapes.get(shape.scope) or sheet.lanes.get(shape.lane) or sheet.pools.get(shape.scope)
    if holder is not None and not holder.box.holds(shape.box):
        yield f"buiten zijn vak: {shape} in {holder}"


def _on_its_edge(event: Shape, host: Shape) -> Iterator[str]:
    if not host.box.has_on_edge(event.box.middle):
        yield f"gebeurtenis niet op de rand: {event} op {host}"
    if host.marked and event.box.meets(mark(host.box)):
        yield f"gebeurtenis op het merkteken: {event} op {host}"


def _text(sheet: Sheet, task: Shape) -> Iterator[str]:
    """The text fits, and is clear of the icon, the mark and boundary events."""
    room = task.box.width - 2 * PADDING
    lines = wrap(task.name, room, TASK)
    if max(width(line, TASK) for line in lines) > room or len(lines) * TASK * LINE > task.box.height - 2 * PADDING:
        yield f"tekst past niet: {task}"
    rows = task_lines(task.name, task.box, PADDING)
    icon = Box(task.box.x + 6, task.box.y + 5, 21, 21)
    if task.kind != "callActivity" and any(row.meets(icon) for row in rows):
        yield f"tekst op het icoon: {task}"
    if task.marked and any(row.meets(mark(task.box)) for row in rows):
        yield f"tekst op het merkteken: {task}"
    for event in sheet.shapes.values():
        if event.host == task.id and any(row.meets(event.box) for row in rows):
            yield f"tekst onder een gebeurtenis: {task} onder {event}"
