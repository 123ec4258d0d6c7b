"""Trying a decision on values that someone types: what it asks, and what it answers with which rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from phu_runtime.decisions import DecisionFailed, Decisions, explain, model
from phu_runtime.decisions.graph import DecisionNode
from phu_runtime.decisions.outcome import Outcome, in_words, value_in_words
from phu_runtime.dossier import Dictionary
from phu_runtime.edit_shapes import Asked, Tried
from phu_runtime.errors import FormInvalid
from phu_runtime.feel import Budget, FeelError, compile_expression
from phu_runtime.workprocess.names import CALLABLE, unknown_names

FROM_TYPE = {"boolean": "ja_nee", "number": "getal", "date": "datum", "date and time": "tijdstip", "dateTime": "tijdstip"}
SAME = ("ja_nee", "getal", "datum", "tijdstip")
FROM_KIND = {"bedrag": "getal", "meerkeuze": "feel", "lijst": "feel", **{kind: kind for kind in SAME}}
YES_NO = (("ja", "Ja"), ("nee", "Nee"))


def asked(decisions: Decisions, decision: str, dictionary: Dictionary) -> list[Asked]:
    """What a decision, and those that it needs, must know: each name once, in the order in which it is asked."""
    if decision not in decisions.nodes:
        return []
    found: dict[str, Asked] = {}
    for node in _with_needed(decisions.nodes[decision]):
        needed = {one.decision.name for _, one in node.decisions}
        for name, clause in _names(node):
            if name not in needed and name not in found:
                found[name] = _asked(name, clause, dictionary)
    return list(found.values())


def _with_needed(node: DecisionNode) -> Iterator[DecisionNode]:
    seen: dict[str, DecisionNode] = {}
    pending = [node]
    while pending:
        one = pending.pop()
        if one.decision.id not in seen:
            seen[one.decision.id] = one
            pending += [needed for _, needed in reversed(one.decisions)]
    yield from seen.values()


def _names(node: DecisionNode) -> Iterator[tuple[str, model.Input | None]]:
    """Free names with the input that asks exactly that name."""
    lent = CALLABLE | {name for _, name, _ in node.knowledge}
    if node.table is None:
        yield from ((name, None) for name in node.asked if name not in lent)
        return
    table = node.table.table
    for clause in table.inputs:
        if clause.expression.isidentifier():
            yield clause.expression, clause
        yield from ((name, None) for name in unknown_names(clause.expression, lent))
    for rule in table.rules:
        for text in (*rule.tests, *rule.outputs):
            yield from ((name, None) for name in unknown_names(text, lent))


def _asked(name: str, clause: model.Input | None, dictionary: Dictionary) -> Asked:
    datum = dictionary.fields.get(name)
    label = (clause.label if clause is not None else "") or (datum.label if datum is not None else name)
    of_type = clause.type.rpartition(":")[2] if clause is not None else ""
    listed = _listed(clause.values) if clause is not None else []
    if datum is not None and datum.kind == "keuze" and datum.values:
        named = dict(datum.values)
        options = [(code, named.get(code, code)) for code in dict.fromkeys([*listed, *named])]
        return Asked(name, label, "keuze", options, str(datum.start or "") if not datum.derived else "")
    if listed:
        return Asked(name, label, "keuze", [(code, code.replace("_", " ")) for code in listed])
    unknown = "tekst" if of_type == "string" else "feel"
    kind = FROM_TYPE.get(of_type) or (FROM_KIND.get(datum.kind, "tekst") if datum is not None else unknown)
    return Asked(name, label, kind, YES_NO if kind == "ja_nee" else (), {"ja_nee": "nee", "getal": "0"}.get(kind, ""))


def _listed(values: str) -> list[str]:
    """The texts that an input names as its values."""
    if not values:
        return []
    try:
        found = compile_expression(f"[{values}]").evaluate({})
    except FeelError:
        return []
    return [one for one in found or () if isinstance(one, str)]


def try_decision(
    decisions: Decisions, decision: str, wanted: list[Asked], given: Mapping[str, str], functions: Mapping[str, Callable[..., Any]]
) -> Tried:
    """The answer on what was typed; what was left empty is unknown (null)."""
    try:
        context = {one.name: read_value(one, given.get(one.name, "")) for one in wanted}
        outcome = decisions.evaluate(decision, context, functions, budget=Budget())
    except (DecisionFailed, FormInvalid) as error:
        return Tried(failed=next(iter(error.problems.values())) if isinstance(error, FormInvalid) else error.message)
    except FeelError as error:
        return Tried(failed=error.message)
    return Tried(_answers(outcome), outcome.rules, explain(outcome))


def _answers(outcome: Outcome) -> list[tuple[str, str]]:
    outputs = outcome.outputs
    if isinstance(outputs, list):
        return [(f"Uitkomst {number}", in_words(row)) for number, row in enumerate(outputs, 1)]
    return [(name, value_in_words(value)) for name, value in outputs.items()]


def read_value(one: Asked, text: str) -> Any:
    """A FEEL value. Raises FormInvalid with a sentence."""
    text = text.strip()
    if not text:
        return None
    try:
        if one.kind == "ja_nee":
            return text == "ja"
        if one.kind == "getal":
            return Decimal(text.replace(".", "").replace(",", ".") if "," in text else text)
        if one.kind == "datum":
            return date.fromisoformat(text)
        if one.kind == "tijdstip":
            return datetime.fromisoformat(text)
        if one.kind == "feel":
            return compile_expression(text).evaluate({})
    except (ValueError, InvalidOperation) as error:
        wanted = {"getal": "een getal, bijvoorbeeld 3 of 2,5", "datum": "een datum", "tijdstip": "een datum en een tijd"}[one.kind]
        raise FormInvalid({one.name: f"Vul bij '{one.label}' {wanted} in."}) from error
    except FeelError as error:
        raise FormInvalid({one.name: f"Bij '{one.label}': {error.message}"}) from error
    return text
