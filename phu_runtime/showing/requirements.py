"""A requirement with the names that a reader knows, instead of ids."""

from __future__ import annotations

from phu_runtime.engine import Element
from phu_runtime.shapes import RequirementShown
from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.coverage import Covered


def show_requirement(work: WorkProcess, covered: Covered) -> RequirementShown:
    """Steps, tables and fields in words, each with what its page is called by."""
    requirement = covered.requirement
    return RequirementShown(
        key=requirement.id,
        text=requirement.text,
        article=requirement.article,
        kind=requirement.kind,
        steps=[(element.diagram, element.id, _step(work, element)) for element in covered.elements],
        tables=[(table.partition(".")[0], _words(table)) for table in requirement.tables],
        fields=[(field.partition(".")[0], _field(work, field)) for field in requirement.fields],
        scenarios=requirement.shown_by,
        program=requirement.program,
        provisional=requirement.provisional,
    )


def _step(work: WorkProcess, element: Element) -> str:
    return f"{element.name or element.id} ({work.diagrams[element.diagram].name})"


def _words(table: str) -> str:
    name, _, value = table.partition(".")
    plain = name.replace("_", " ").capitalize()
    return f"{plain}: {value.replace('_', ' ')}" if value else plain


def _field(work: WorkProcess, field: str) -> str:
    form, _, key = field.partition(".")
    component = next((part for part in work.forms[form].every() if part.key == key), None)
    datum = work.dictionary.fields.get(key)
    label = (component.label if component else "") or (datum.label if datum else "") or key.replace("_", " ")
    return f"{label} ({work.forms[form].title})"
