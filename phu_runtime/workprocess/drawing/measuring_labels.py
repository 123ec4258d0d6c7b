"""Findings about labels: readable is clear of everything else, inside the pool, and near what it names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from phu_runtime.workprocess.drawing.geometry import Box, circle_meets, diamond_meets, passes, segments
from phu_runtime.workprocess.drawing.sheet import EVENTS, GATEWAYS, Flow, Shape, Sheet

CLEAR, FAR, FAR_FROM_FLOW = 1, 30, 15  # px
POOL_NAME = 30  # px: the strip with the pool's name


def label_findings(sheet: Sheet) -> Iterator[str]:
    labels = list(sheet.labels())
    for (one, box), (other, beside) in combinations(labels, 2):
        if box.meets(beside, CLEAR):
            yield f"teksten over elkaar: {one} en {other}"
    for thing, box in labels:
        yield from _on_shapes(sheet, thing, box)
        yield from _on_lines(sheet, thing, box)
        yield from _near(thing, box)
        if not any(_inside(pool.box).holds(box) for pool in sheet.pools.values()):
            yield f"tekst buiten de tekening: {thing}"


def _inside(pool: Box) -> Box:
    return Box(pool.x + POOL_NAME, pool.y, pool.width - POOL_NAME, pool.height)


def _on_shapes(sheet: Sheet, thing: Shape | Flow, box: Box) -> Iterator[str]:
    for shape in sheet.shapes.values():
        if shape.kind == "subProcess":
            if shape.id != thing.id and any(passes(edge, box.grown(CLEAR)) for edge in shape.box.edges()):
                yield f"tekst op een rand: {thing} op {shape}"
        elif _covers(shape, box):
            yield f"tekst op een vorm: {thing} op {shape}"


def _covers(shape: Shape, box: Box) -> bool:
    if not shape.box.meets(box, CLEAR):
        return False
    if shape.kind in GATEWAYS:
        return diamond_meets(shape.box, box, CLEAR)
    if shape.kind in EVENTS:
        return circle_meets(shape.box, box, CLEAR)
    return True


def _on_lines(sheet: Sheet, thing: Shape | Flow, box: Box) -> Iterator[str]:
    for flow in sheet.flows.values():
        if any(passes(line, box.grown(CLEAR)) for line in segments(flow.points)):
            yield f"tekst op een pijl: {thing} op {flow}"
    for lane in sheet.lanes.values():
        if any(passes(edge, box.grown(CLEAR)) for edge in lane.box.edges()):
            yield f"tekst op een rand: {thing} op {lane}"


def _near(thing: Shape | Flow, box: Box) -> Iterator[str]:
    """A label far from its element is read as another's."""
    if isinstance(thing, Flow):
        if not any(passes(line, box.grown(FAR_FROM_FLOW)) for line in segments(thing.points)):
            yield f"tekst ver van zijn pijl: {thing}"
    elif thing.kind != "subProcess" and not box.meets(thing.box, FAR):
        yield f"tekst ver van zijn vorm: {thing}"
