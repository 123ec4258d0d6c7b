"""The places in an element that hold something to fill in, each with how it is read from the file and written into it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from phu_runtime.engine.xml import BPMN, CAMUNDA, local_name
from phu_runtime.workprocess.editing.diagrams.paper import XSI, New, Paper

EXTENSION, PROPERTIES, PROPERTY = BPMN + "extensionElements", CAMUNDA + "properties", CAMUNDA + "property"
CONDITION, DOCUMENTATION = BPMN + "conditionExpression", BPMN + "documentation"
_TIMES = ("timeDate", "timeDuration")


@dataclass(frozen=True)
class Slot(ABC):
    """One place. ``key``: name of the form field; what is empty is taken out of the file."""

    key: str

    @abstractmethod
    def read(self, node: Any) -> str:
        """What stands there, "" for nothing."""

    @abstractmethod
    def write(self, paper: Paper, node: Any, value: str) -> None:
        """Put ``value`` there."""


@dataclass(frozen=True)
class Attribute(Slot):
    """An attribute of the element; ``name`` in Clark notation."""

    name: str

    def read(self, node: Any) -> str:
        return str(node.get(self.name) or "")

    def write(self, paper: Paper, node: Any, value: str) -> None:
        paper.set(node, self.name, value or None)


@dataclass(frozen=True)
class Interrupting(Slot):
    """Whether an event on an edge ends what it sits on (BPMN 2.0, 10.5.4): said only when it does not."""

    def read(self, node: Any) -> str:
        return "nee" if node.get("cancelActivity") == "false" else "ja"

    def write(self, paper: Paper, node: Any, value: str) -> None:
        paper.set(node, "cancelActivity", "false" if value == "nee" else None)


@dataclass(frozen=True)
class Property(Slot):
    """A ``camunda:property`` of the element."""

    name: str

    def read(self, node: Any) -> str:
        found = self._found(node)
        return str(found.get("value") or "") if found is not None else ""

    def write(self, paper: Paper, node: Any, value: str) -> None:
        found = self._found(node)
        if found is not None and value:
            paper.set(found, "value", value)
        elif found is not None:
            _take_out(paper, found)
        elif value:
            _put_in(paper, node, New(PROPERTY, {"name": self.name, "value": value}))

    def _found(self, node: Any) -> Any:
        path = f"{EXTENSION}/{PROPERTIES}/{PROPERTY}"
        return next((each for each in node.findall(path) if each.get("name") == self.name), None)


@dataclass(frozen=True)
class Documentation(Slot):
    """What the element is for, in words."""

    def read(self, node: Any) -> str:
        found = node.find(DOCUMENTATION)
        return (found.text or "").strip() if found is not None else ""

    def write(self, paper: Paper, node: Any, value: str) -> None:
        found = node.find(DOCUMENTATION)
        if found is None:
            paper.first(node, New(DOCUMENTATION, inside=value))
        elif value:
            paper.write(found, value)
        else:
            paper.remove(found)


@dataclass(frozen=True)
class Inner(Slot):
    """The text of an element that stands in this one at ``path``; it is never taken out."""

    path: str

    def read(self, node: Any) -> str:
        found = node.find(self.path)
        return (found.text or "").strip() if found is not None else ""

    def write(self, paper: Paper, node: Any, value: str) -> None:
        paper.write(node.find(self.path), value)


@dataclass(frozen=True)
class Condition(Slot):
    """The FEEL condition of a flow."""

    def read(self, node: Any) -> str:
        found = node.find(CONDITION)
        return (found.text or "").strip() if found is not None else ""

    def write(self, paper: Paper, node: Any, value: str) -> None:
        found = node.find(CONDITION)
        if found is not None and value:
            paper.write(found, value)
        elif found is not None:
            paper.remove(found)
        elif value:
            kind = {f"{XSI}type": paper.name(BPMN + "tFormalExpression"), "language": "feel"}
            paper.last(node, New(CONDITION, kind, value))


def timer_path(node: Any) -> str:
    """Where the text of a timer event stands, "" when it is no timer (or a repeated one, which is refused elsewhere)."""
    definition = node.find(BPMN + "timerEventDefinition")
    if definition is None:
        return ""
    found = next((name for name in _TIMES if definition.find(BPMN + name) is not None), "")
    return f"{BPMN}timerEventDefinition/{BPMN}{found}" if found else ""


def property_names(node: Any) -> list[str]:
    """The names of the properties that an element has, in the order of the file."""
    return [each.get("name", "") for each in node.findall(f"{EXTENSION}/{PROPERTIES}/{PROPERTY}") if each.get("name")]


def _put_in(paper: Paper, node: Any, new: New) -> None:
    extension = node.find(EXTENSION)
    holder = extension.find(PROPERTIES) if extension is not None else None
    if holder is not None:
        paper.last(holder, new)
    elif extension is not None:
        paper.last(extension, New(PROPERTIES, inside=(new,)))
    else:
        made = New(EXTENSION, inside=(New(PROPERTIES, inside=(new,)),))
        before = [child for child in node if local_name(child) == "documentation"]
        if before:
            paper.after(before[-1], made)
        else:
            paper.first(node, made)


def _take_out(paper: Paper, found: Any) -> None:
    """The property, and what would be left empty around it."""
    here = found
    while len(here.getparent()) == 1 and here.getparent().tag in (PROPERTIES, EXTENSION):
        here = here.getparent()
    paper.remove(here)
