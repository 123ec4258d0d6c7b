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
    """Every drawing with its outline: what a person or the system does, in drawing order."""
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
        for diagram in work.diagrams
    ]


def show_tables(work: WorkProcess) -> list[TableShown]:
    """Every decision, by name."""
    shown = [_decision(work, decision) for file in work.decisions.models for decision in file.decisions]
    return sorted(shown, key=lambda table: table.name.casefold())


def _decision(work: WorkProcess, decision: model.Decision) -> TableShown:
    logic = decision.logic
    table = logic if isinstance(logic, model.Table) else None
    return TableShown(
        key=decision.id,
        name=decision.label,
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
    return datum.label if datum else key.replace("_", " ").capitalize()


def _cell(work: WorkProcess, key: str, text: str) -> str:
    """A cell in words where it only names codes: labels of the dictionary, Ja and Nee; any other expression as it stands."""
    datum = work.dictionary.fields.get(key)
    labels: Mapping[str, Any] = datum.values if datum else {}
    bare = text.strip()
    if bare in ("true", "false"):
        return "Ja" if bare == "true" else "Nee"
    negated = re.fullmatch(r"not\((.*)\)", bare)
    inner = negated[1] if negated else bare
    if not inner or _TEXT.sub("", inner).strip(" ,"):
        return bare
    words = [str(labels.get(code) or _code(code)) for code in _TEXT.findall(inner)]
    return ("niet: " if negated else "") + " of ".join(words)


def _code(code: str) -> str:
    return code.replace("_", " ") if _PLAIN.fullmatch(code) else code


def show_forms(work: WorkProcess) -> list[tuple[FormShown, str]]:
    """Every form, empty, with the folder it is in (a role key, or ``gedeeld``); questions with a condition are shown too."""
    context = work.dictionary.derived_context(work.dictionary.start_variables(), {})
    shown = [(formdefs.show(form, {}, context, work.dictionary), form.role) for form in work.forms.values()]
    return sorted(shown, key=lambda pair: pair[0].title.casefold())
