"""The element that a reader chose: its fields, what can be done with it, what comes before and after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from phu_runtime.engine import Diagram, Element
from phu_runtime.engine.xml import local_name
from phu_runtime.release_shapes import ElementShown
from phu_runtime.workprocess.editing.diagrams.choices import Choices
from phu_runtime.workprocess.editing.diagrams.deeds import deeds_shown, flows_out, node_of
from phu_runtime.workprocess.editing.diagrams.fields import groups_of, places_of
from phu_runtime.workprocess.editing.diagrams.kinds import PROCESS, kind_of, label_of
from phu_runtime.workprocess.editing.diagrams.paper import Paper

Words = Mapping[str, str]
Neighbour = tuple[str, str, str]


def chosen_element(
    paper: Paper, diagram: Diagram, key: str, choices: Choices, given: Words | None = None, problems: Words | None = None
) -> ElementShown:
    """``given`` and ``problems``: what was filled in before and could not be kept. Raises NotFound."""
    node = node_of(paper, key)
    if local_name(node) == "sequenceFlow":
        key = node.get("sourceRef", "")
        node = node_of(paper, key)
    element = diagram.by_id.get(key)
    groups = groups_of(places_of(node, flows_out(node), choices), given or {}, problems or {})
    if element is None:
        return ElementShown(key, PROCESS, diagram.name, "", groups)
    return ElementShown(
        id=element.id,
        kind=kind_of(element),
        name=label_of(element),
        lane=element.lane_label,
        groups=groups,
        deeds=deeds_shown(node, element, choices, given or {}, problems or {}),
        before=list(_before(diagram, element)),
        after=[(flow.target, label_of(diagram.by_id[flow.target]), flow.name) for flow in element.flows if flow.target in diagram.by_id],
        files=list(_files(element, choices)),
    )


def _before(diagram: Diagram, element: Element) -> Iterator[Neighbour]:
    if element.attached_to in diagram.by_id:
        yield element.attached_to, f"{label_of(diagram.by_id[element.attached_to])} (zit op de rand)", ""
    for other in diagram.elements:
        for flow in other.flows:
            if flow.target == element.id:
                yield other.id, label_of(other), flow.name


def _files(element: Element, choices: Choices) -> Iterator[tuple[str, str]]:
    named: list[tuple[str, str, Any]] = [
        ("form", "Formulier", element.form or element.properties.get("formulier")),
        ("decision", "Beslistabel", element.decision),
        ("decision", "Tabel termijnen", "termijnen" if element.properties.get("termijn") or "termijn(" in element.timer else ""),
        ("letter", "Brief", element.properties.get("brief")),
        ("diagram", "Tekening", element.called or element.properties.get("proces")),
    ]
    for kind, label, key in named:
        if key and (kind, key) in choices.paths:
            yield (label if label == "Tabel termijnen" else f"{label} {key}"), choices.paths[kind, key]
