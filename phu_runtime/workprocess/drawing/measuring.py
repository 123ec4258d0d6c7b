"""Measures a drawing: every finding is a sentence that names what lies where it should not. No finding: fit to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from phu_runtime.workprocess.drawing.lettering import TASK, width
from phu_runtime.workprocess.drawing.measuring_flows import crossings, flow_findings
from phu_runtime.workprocess.drawing.measuring_labels import label_findings
from phu_runtime.workprocess.drawing.measuring_shapes import shape_findings
from phu_runtime.workprocess.drawing.sheet import Sheet

WIDEST = 1850  # px: wider, and a label is under 8.6 px high on a screen of 1440 px


def findings(sheet: Sheet, allowed_crossings: Mapping[frozenset[str], str]) -> list[str]:
    """All findings of one sheet. ``allowed_crossings``: pairs of flows that may cross, with the reason."""
    found = [f"niet getekend: {each}" for each in sheet.undrawn]
    found += [f"banen in een deelproces: {each}" for each in sheet.inner_lanes]
    found += shape_findings(sheet)
    found += flow_findings(sheet)
    found += [f"pijlen kruisen: {a} en {b}" for a, b in crossings(sheet) if frozenset((a, b)) not in allowed_crossings]
    found += label_findings(sheet)
    found += _bands(sheet)
    return list(dict.fromkeys(found))


def _bands(sheet: Sheet) -> Iterator[str]:
    """Lanes fill their pool without a gap, and their names fit along their side."""
    for pool in sheet.pools.values():
        if pool.box.width > WIDEST:
            yield f"tekening te breed: {pool} is {pool.box.width:g} px, hoogstens {WIDEST}"
        if width(pool.name, TASK) > pool.box.height:
            yield f"naam past niet: {pool}"
        lanes = sorted(sheet.lanes.values(), key=lambda lane: lane.box.y)
        edge = pool.box.y
        for lane in lanes:
            if lane.box.y != edge or lane.box.right != pool.box.right or not pool.box.holds(lane.box):
                yield f"baan niet in lijn: {lane}"
            edge = lane.box.bottom
            if width(lane.name, TASK) > lane.box.height - 10:
                yield f"naam past niet: {lane}"
        if lanes and edge != pool.box.bottom:
            yield f"baan niet in lijn: {lanes[-1]} eindigt niet met {pool}"
