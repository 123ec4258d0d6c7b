"""Which elements, rows and fields fulfil which requirement: property ``eis`` in the diagrams, the rest in ``forms/eisen.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from phu_runtime.decisions import Decisions
from phu_runtime.engine import Element
from phu_runtime.errors import Finding
from phu_runtime.workprocess.release import WorkProcess
from phu_runtime.workprocess.requirements import FILE, Requirement

KEYED = {"termijnen": "termijn", "kennisgevingen": "gebeurtenis", "meldplicht": "moment"}
"""Tables of which one value can be named (``termijnen.mzo_advies``), with the column it stands in."""

Place = tuple[str, str]
"""Diagram and element id."""


@dataclass(frozen=True)
class Covered:
    """A requirement with the elements that carry its id, and all places whose passing shows it: those, and the elements that use
    its tables and forms."""

    requirement: Requirement
    elements: Sequence[Element]
    places: frozenset[Place]

    @property
    def tied(self) -> bool:
        """Whether anything fulfils it."""
        return bool(self.elements or self.requirement.tables or self.requirement.fields or self.requirement.program)


def ids_of(element: Element) -> tuple[str, ...]:
    """The requirements that an element says it fulfils."""
    return tuple(part.strip() for part in element.properties.get("eis", "").split(",") if part.strip())


def cover(work: WorkProcess) -> list[Covered]:
    """Every requirement of the release, in the order of its file."""
    elements = list(work.diagrams.elements())
    carrying: dict[str, list[Element]] = {}
    for element in elements:
        for key in ids_of(element):
            carrying.setdefault(key, []).append(element)
    return [_covered(work, requirement, carrying.get(requirement.id, []), elements) for requirement in work.requirements]


def check_coverage(work: WorkProcess) -> list[Finding]:
    """What does not fit: an id that no requirement has, a table, value or field that is not there, a requirement that nothing
    fulfils any more (domain.md §7, G36). Nothing is said about a release without requirements."""
    if not work.requirements:
        return []
    known = {requirement.id for requirement in work.requirements}
    found = [
        Finding(work.diagrams[element.diagram].file, element.id, f"De eis '{key}' bij '{element.name or element.id}' staat niet in {FILE}.")
        for element in work.diagrams.elements()
        for key in ids_of(element)
        if key not in known
    ]
    for covered in cover(work):
        found += _unknown(work, covered.requirement)
        if not covered.tied:
            advice = "Zet het nummer als eigenschap 'eis' op de stap die haar uitvoert, of noem een tabel of veld."
            found.append(Finding(FILE, covered.requirement.id, f"De eis {covered.requirement.id} wordt nergens uitgevoerd.", advice))
    return found


def _covered(work: WorkProcess, requirement: Requirement, carrying: Sequence[Element], elements: Sequence[Element]) -> Covered:
    places = {(element.diagram, element.id) for element in carrying}
    if not places:
        for element in elements:
            if _uses(work, requirement, element):
                places.add((element.diagram, element.id))
    return Covered(requirement, carrying, frozenset(places))


def _uses(work: WorkProcess, requirement: Requirement, element: Element) -> bool:
    """Whether an element uses a table, row or field of a requirement that no element carries itself."""
    forms = {field.partition(".")[0] for field in requirement.fields}
    if element.form in forms or element.properties.get("formulier") in forms:
        return True
    for table in requirement.tables:
        name, _, value = table.partition(".")
        if value and value in (element.properties.get("termijn"), element.properties.get("gebeurtenis")):
            return True
        if not value and element.decision and name in _asked(work.decisions, element.decision):
            return True
    return False


def _asked(decisions: Decisions, name: str) -> set[str]:
    """A decision and those it requires."""
    found: set[str] = set()
    waiting = [name] if name in decisions else []
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [node.decision.id for _, node in decisions.node(key).decisions]
    return found


def _unknown(work: WorkProcess, requirement: Requirement) -> Iterator[Finding]:
    for table in requirement.tables:
        name, _, value = table.partition(".")
        if name not in work.decisions:
            yield Finding(FILE, requirement.id, f"De tabel '{name}' bestaat niet.", "Schrijf de naam van een beslissing.")
        elif value and (name not in KEYED or value not in work.decisions.input_values(name, KEYED[name])):
            yield Finding(FILE, requirement.id, f"De tabel '{name}' heeft geen regel '{value}'.", "Schrijf tabel.sleutel.")
    keys: Mapping[str, set[str]] = {form.key: {part.key for part in form.every()} for form in work.forms.values()}
    for field in requirement.fields:
        form, _, key = field.partition(".")
        if key not in keys.get(form, set()):
            yield Finding(FILE, requirement.id, f"Het veld '{field}' bestaat niet.", "Schrijf formulier.veld.")
