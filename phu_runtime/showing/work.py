"""The work process to read: its outlines, its decision tables with codes in words, its forms and letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from phu_runtime import formdefs
from phu_runtime.decisions import model
from phu_runtime.shapes import FormShown, ProcessShown, RuleShown, StepShown, TableShown
from phu_runtime.workprocess import WorkProcess

STEPS = frozenset({"userTask", "callActivity", "sendTask", "businessRuleTask", "serviceTask", "intermediateCatchEvent", "boundaryEvent"})
POLICIES = {
    "UNIQUE": "Precies één regel past.",
    "ANY": "Alle regels die passen geven dezelfde uitkomst.",
    "PRIORITY": "Van de regels die passen telt de uitkomst die vooraan staat.",
    "FIRST": "De eerste regel die past telt, van boven naar beneden.",
    "COLLECT": "Alle regels die passen tellen mee.",
    "RULE ORDER": "Alle regels die passen tellen mee, van boven naar beneden.",
    "OUTPUT ORDER": "Alle regels die passen tellen mee, in de volgorde van hun uitkomst.",
}
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PLAIN = re.compile(r'[a-z_][a-z_0-9]*')


def show_processes(work: WorkProcess) -> list[ProcessShown]:
    """Every drawing with its outline: what a person or the system does, in drawing order. An overview stands before the phases
    that it calls, and those in the order of its drawing."""
    return [
        ProcessShown(
            key=diagram.key,
            name=diagram.name,
            documentation=diagram.documentation,
            steps=[
                StepShown(element.id, element.name, element.lane, element.lane_label, "", diagram.key)
                for element in diagram.elements
                if element.kind in STEPS and element.name
            ],
            calls=[(element.id, element.called) for element in diagram.elements if element.called in work.diagrams],
        )
        for diagram in _in_order_of_calling(work)
    ]


def _in_order_of_calling(work: WorkProcess) -> list[Any]:
    called = {key for diagram in work.diagrams for key in diagram.calls}
    roots = sorted((diagram for diagram in work.diagrams if diagram.key not in called), key=lambda diagram: -len(diagram.calls))
    todo, ordered = list(roots), dict[str, Any]()
    while todo:
        diagram = todo.pop(0)
        if diagram.key not in ordered:
            ordered[diagram.key] = diagram
            todo[:0] = [work.diagrams[key] for key in diagram.calls if key in work.diagrams]
    return [*ordered.values(), *(diagram for diagram in work.diagrams if diagram.key not in ordered)]


def show_tables(work: WorkProcess) -> list[TableShown]:
    """Every decision, by name."""
    shown = [_decision(work, decision) for file in work.decisions.models for decision in file.decisions]
    return sorted(shown, key=lambda table: table.name.casefold())


def _decision(work: WorkProcess, decision: model.Decision) -> TableShown:
    logic = decision.logic
    table = logic if isinstance(logic, model.Table) else None
    return TableShown(
        key=decision.id,
        name=_words(decision.label),
        description=decision.documentation or decision.question,
        hit_policy=POLICIES.get(table.policy, "") if table else "",
        inputs=[column.label or _name(work, column.expression) for column in table.inputs] if table else (),
        outputs=[column.label or _name(work, column.name) for column in table.outputs] if table else (),
        rules=[_rule(work, table, rule) for rule in table.rules] if table else (),
        expression=logic.text if isinstance(logic, model.Literal) else "",
        needs=[href.rpartition("#")[2] for href in decision.decisions],
    )


def _rule(work: WorkProcess, table: model.Table, rule: model.Rule) -> RuleShown:
    return RuleShown(
        inputs=[_cell(work, column.expression, text) for column, text in zip(table.inputs, rule.tests, strict=True)],
        outputs=[_cell(work, column.name, text) for column, text in zip(table.outputs, rule.outputs, strict=True)],
        annotation=" ".join(note for note in rule.annotations if note),
    )


def _name(work: WorkProcess, key: str) -> str:
    datum = work.dictionary.fields.get(key)
    return datum.label if datum else _words(key)


def _words(name: str) -> str:
    """A name as it is shown: an identifier becomes words."""
    return name.replace("_", " ").capitalize() if _PLAIN.fullmatch(name) else name


def _cell(work: WorkProcess, key: str, text: str) -> str:
    """A cell in words where it only names codes: labels of the dictionary, Ja and Nee; any other expression as it stands."""
    datum = work.dictionary.fields.get(key)
    labels: Mapping[str, Any] = datum.values if datum else {}
    bare = text.strip()
    if bare in ("true", "false"):
        return "Ja" if bare == "true" else "Nee"
    shape = re.fullmatch(r"(not\(|\[)?(.*?)([)\]])?", bare, re.DOTALL)
    before, inner = (shape[1] or "", shape[2]) if shape else ("", bare)
    if _TEXT.sub("", inner).strip(" ,\n") or not (inner or before):
        return bare
    words = [str(labels.get(code) or _code(work, code)) for code in _TEXT.findall(inner)]
    if before == "[":
        return ", ".join(words) or "niets"
    return ("niet: " if before else "") + " of ".join(words)


def _code(work: WorkProcess, code: str) -> str:
    group = work.dictionary.groups.get(code)
    return group.label if group else code.replace("_", " ") if _PLAIN.fullmatch(code) else code


def show_forms(work: WorkProcess) -> list[tuple[FormShown, str]]:
    """Every form, empty, with the folder it is in (a role key, or ``gedeeld``); questions with a condition are shown too."""
    context = work.dictionary.derived_context(work.dictionary.start_variables(), {})
    shown = [(formdefs.show(form, {}, context, work.dictionary), form.role) for form in work.forms.values()]
    return sorted(shown, key=lambda pair: pair[0].title.casefold())
