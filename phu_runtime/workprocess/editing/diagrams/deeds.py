"""What can be done to a diagram without its canvas: each deed takes a file and gives the file anew, or says why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from phu_runtime.engine import Diagram, Element
from phu_runtime.engine.xml import BPMN, local_name
from phu_runtime.errors import FormInvalid, NotFound
from phu_runtime.release_shapes import DeedShown
from phu_runtime.workprocess.editing.diagrams.change import change
from phu_runtime.workprocess.editing.diagrams.choices import Choices
from phu_runtime.workprocess.editing.diagrams.paper import Paper

Given = Mapping[str, str]
Deed = Callable[[Paper, Any, Given, Choices], str]
"""Writes on the paper; the answer is the id of the element to show next."""


def _changed(paper: Paper, node: Any, given: Given, choices: Choices) -> str:
    change(paper, node, flows_out(node), given, choices)
    return str(node.get("id"))


DEEDS: Mapping[str, Deed] = {"wijzig": _changed}


def apply_deed(file: str, content: bytes, deed: str, element: str, given: Given, choices: Choices) -> tuple[bytes, str]:
    """The file after the deed, and the id of the element to show next. ``element``: id of what it is done to.

    Raises FormInvalid with sentences per field ("" the deed itself), NotFound for an element or deed that is not there, ReleaseInvalid
    for a file that cannot be read."""
    if deed not in DEEDS:
        raise NotFound("Deze handeling bestaat niet.")
    paper = Paper(file, content)
    following = DEEDS[deed](paper, node_of(paper, element), given, choices)
    return paper.content(), following


def deeds_shown(
    paper: Paper, node: Any, element: Element, diagram: Diagram, choices: Choices, given: Given, problems: Given
) -> list[DeedShown]:
    """What can be done with an element besides changing its fields."""
    return []


def node_of(paper: Paper, element: str) -> Any:
    """The element with this id in the process; the process itself has its own id. Raises NotFound."""
    process = paper.root.find(BPMN + "process")
    if process is None:
        raise FormInvalid({"": "In dit bestand staat geen tekening. Maak het bestand met de tekenaar."})
    found = next((node for node in process.iter() if node.get("id") == element and local_name(node)), None)
    if found is None:
        raise NotFound("Dit onderdeel staat niet meer in de tekening.")
    return found


def flows_out(node: Any) -> Sequence[Any]:
    """The flows out of an element, in the order of the file."""
    scope = node.getparent()
    flows = scope.findall(BPMN + "sequenceFlow") if scope is not None else []
    return [flow for flow in flows if flow.get("sourceRef") == node.get("id")]
