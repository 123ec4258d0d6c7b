"""A diagram as a list to read: every element in reading order, by lane, with what is inside a sub-process or on an edge below it."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.engine import Diagram, Element
from phu_runtime.release_shapes import OutlineGroup, OutlineItem
from phu_runtime.workprocess.editing.diagrams.kinds import kind_of, label_of

Children = Mapping[str, list[Element]]


def outline(diagram: Diagram) -> list[OutlineGroup]:
    """Lanes in the order of the drawing; nothing is left out."""
    below: dict[str, list[Element]] = {}
    top: dict[str, list[Element]] = {lane: [] for lane in diagram.lanes}
    for element in diagram.elements:
        holder = element.attached_to or (element.within[-1] if element.within else "")
        if holder in diagram.by_id:
            below.setdefault(holder, []).append(element)
        else:
            top.setdefault(element.lane_label, []).append(element)
    return [OutlineGroup(lane, [_item(element, below) for element in elements]) for lane, elements in top.items() if elements]


def _item(element: Element, below: Children) -> OutlineItem:
    return OutlineItem(
        id=element.id,
        kind=kind_of(element) if element.name else "",
        name=label_of(element),
        lane=element.lane_label,
        form=element.form or element.properties.get("formulier", ""),
        term=element.properties.get("termijn", ""),
        requirement=element.properties.get("eis", ""),
        inside=[_item(inner, below) for inner in below.get(element.id, [])],
    )
