"""The diagrams of a release: read once, looked at by pages and the gate, run by cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.parser import ValidationException
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

from phu_runtime.engine.checks import check_parsed
from phu_runtime.engine.checks_texts import Text, expressions_in
from phu_runtime.engine.elements import Diagram, Element, read_diagram
from phu_runtime.engine.parser import DiagramParser
from phu_runtime.engine.roles import split_roles
from phu_runtime.engine.xml import BPMN, parse_xml
from phu_runtime.errors import Finding, NotFound, ReleaseInvalid


@dataclass(frozen=True)
class Start:
    """A way in: a start event of a diagram. ``form`` to be filled in by ``roles``; ``message`` "" for a plain start."""

    diagram: str
    element: str
    name: str
    message: str
    form: str | None
    roles: tuple[str, ...]
    documentation: str
    properties: Mapping[str, str]


class Diagrams:
    """All diagrams of a release, by key (the id of the process). Immutable and shared between threads.

    ``expressions``: every FEEL text in them, with its element.
    """

    def __init__(
        self, diagrams: Mapping[str, Diagram], files: Mapping[str, bytes], specs: Mapping[str, Any], texts: Sequence[Text] = ()
    ) -> None:
        self.expressions = tuple(texts)
        self._diagrams = dict(diagrams)
        self._files = dict(files)
        self._specs = dict(specs)

    def __iter__(self) -> Iterator[Diagram]:
        return iter(self._diagrams.values())

    def __len__(self) -> int:
        return len(self._diagrams)

    def __contains__(self, key: object) -> bool:
        return key in self._diagrams

    def __getitem__(self, key: str) -> Diagram:
        if key not in self._diagrams:
            raise NotFound(f"De tekening '{key}' bestaat niet in dit werkproces.")
        return self._diagrams[key]

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all diagrams, in order of file name."""
        return tuple(self._diagrams)

    def xml(self, key: str) -> bytes:
        """The file a diagram is in, as it was handed in."""
        return self._files[self[key].file]

    def element(self, diagram: str, element: str) -> Element:
        """One element of a diagram. Raises NotFound."""
        found = self[diagram].by_id.get(element)
        if found is None:
            raise NotFound(f"Het onderdeel '{element}' bestaat niet in de tekening '{diagram}'.")
        return found

    def elements(self) -> Iterator[Element]:
        """Every element of every diagram."""
        for diagram in self:
            yield from diagram.elements

    def starts(self) -> list[Start]:
        """Every way to start a case: message starts, and plain starts of diagrams that no other diagram calls."""
        called = {key for diagram in self for key in diagram.calls}
        return [
            Start(
                diagram=diagram.key,
                element=start.id,
                name=start.name,
                message=start.message,
                form=start.form or start.properties.get("formulier"),
                roles=split_roles(start.properties.get("rollen", "")),
                documentation=start.documentation,
                properties=start.properties,
            )
            for diagram in self
            for start in diagram.starts
            if start.message or diagram.key not in called
        ]

    def specs(self, key: str) -> tuple[Any, dict[str, Any]]:
        """For the engine: the specs of a process and of all it may call."""
        self[key]
        return self._specs[key], self._specs


def read_drawn(file: str, content: bytes) -> Diagram:
    """What stands in one file, also when it may not run: to compare and to show. Raises ReleaseInvalid when it cannot be read."""
    root = parse_xml(file, content)
    process = root.find(BPMN + "process")
    if process is None:
        raise ReleaseInvalid([Finding(file, "", "Dit is geen BPMN-tekening.", "Maak het bestand met de tekenaar.")])
    return read_diagram(file, root, process)


def read_diagrams(files: Mapping[str, bytes]) -> Diagrams:
    """All ``.bpmn`` files of a release, by path. Raises ReleaseInvalid with every finding at once."""
    roots, findings = {}, []
    for file in sorted(files):
        try:
            roots[file] = parse_xml(file, files[file])
        except ReleaseInvalid as error:
            findings += error.findings
    findings += check_parsed(roots)
    if findings:
        raise ReleaseInvalid(findings)
    diagrams: dict[str, Diagram] = {}
    texts: list[Text] = []
    for file, root in roots.items():
        process = root.find(BPMN + "process")
        diagram = diagrams[process.get("id")] = read_diagram(file, root, process)
        texts += expressions_in(process, diagram)
    return Diagrams(diagrams, {file: files[file] for file in roots}, _specs(roots, diagrams), texts)


def _specs(roots: Mapping[str, Any], diagrams: Mapping[str, Diagram]) -> dict[str, Any]:
    """SpiffWorkflow's specs by scope name, each drawn node with its ``element``, loops connected."""
    parser = DiagramParser()
    specs: dict[str, Any] = {}
    try:
        for file, root in roots.items():
            parser.add_bpmn_xml(root, file)
        for key in diagrams:
            specs[key] = parser.get_spec(key)
            parser.get_subprocess_specs(key, specs)
    except (ValidationException, RecursionError) as error:
        file = getattr(error, "file_name", None) or ""
        found = Finding(
            file, getattr(error, "tag", "") or "", f"De tekening kan niet worden gelezen: {error}", "Teken dit onderdeel opnieuw."
        )
        raise ReleaseInvalid([found]) from error
    for name, spec in specs.items():
        _dress(spec, diagrams[name.partition("/")[0]])
    return specs


def _dress(spec: Any, diagram: Diagram) -> None:
    for task_spec in spec.task_specs.values():
        if getattr(task_spec, "bpmn_id", None):
            task_spec.element = diagram.by_id[task_spec.bpmn_id]
        if isinstance(task_spec, LoopTask):
            # Stock connects this when the first instance is made, and a case restored on fresh specs then hangs.
            repeated = spec.task_specs[task_spec.task_spec]
            repeated.completed_event.connect(task_spec.merge_child)
            task_spec.element = repeated.element if hasattr(repeated, "element") else diagram.by_id[repeated.bpmn_id]
