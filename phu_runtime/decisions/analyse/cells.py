"""Every text of a release's tables looked through before it runs: names, kinds and values that cannot be meant so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from phu_runtime.decisions import model
from phu_runtime.decisions.constants import NotFixed, compared_with
from phu_runtime.decisions.evaluate import Decisions
from phu_runtime.decisions.graph import DecisionNode
from phu_runtime.decisions.tables import CompiledTable
from phu_runtime.errors import Finding
from phu_runtime.feel import FeelError, FeelWarning, check_expression, check_tests, compile_expression
from phu_runtime.feel.types import BASIC


def check_cells(
    decisions: Decisions,
    kinds: Mapping[str, str],
    *,
    values: Mapping[str, Collection[str]] | None = None,
    functions: Iterable[str] = (),
) -> list[Finding]:
    """What would give null by mistake in the decisions, each with rule and column and what was probably meant.

    ``kinds``: the names of the case with their kind ("" when unknown); ``values``: the texts a name can have; ``functions``: names
    that the case lends.
    """
    found: list[Finding] = []
    lent = list(functions)
    for name, node in decisions.nodes.items():
        known = {**kinds, **_required(node)}
        for place, warning in _warnings(node, known, values or {}, lent):
            found.append(Finding(node.file, name, f"{place}: {warning.message}", warning.advice))
    return found


def _required(node: DecisionNode) -> dict[str, str]:
    """The names that the decision's requirements give it."""
    names = {needed.decision.name: needed.type.kind if needed.type else "" for _, needed in node.decisions}
    names.update({name: wanted.kind if wanted else "" for _, name, wanted in node.inputs})
    names.update({prefix or name: "" for prefix, name, _ in node.knowledge})
    return names


def _warnings(
    node: DecisionNode, kinds: Mapping[str, str], values: Mapping[str, Collection[str]], functions: list[str]
) -> Iterable[tuple[str, FeelWarning]]:
    logic = node.decision.logic
    if isinstance(logic, model.Literal) and logic.text:
        yield from _of_text("de expressie", logic.text, kinds, values, functions)
    if node.table is None:
        return
    table = node.table.table
    for clause in table.inputs:
        yield from _of_text(f"de invoerkolom '{clause.label}'", clause.expression, kinds, values, functions)
    for rule in node.table.rules:
        for index, tests in rule.tests:
            place = f"regel {rule.number}, kolom '{table.inputs[index].label}'"
            allowed = _allowed(node.table, index)
            of_kind = _kind(table.inputs[index].type)
            found = check_tests(tests.node, of_kind, kinds, allowed=allowed, values=values, functions=functions)
            yield from ((place, warning) for warning in found)
        for output, text in zip(table.outputs, table.rules[rule.number - 1].outputs, strict=False):
            yield from _of_text(f"regel {rule.number}, kolom '{output.label}'", text, kinds, values, functions)


def _of_text(
    place: str, text: str, kinds: Mapping[str, str], values: Mapping[str, Collection[str]], functions: list[str]
) -> Iterable[tuple[str, FeelWarning]]:
    if not text or text == "-":
        return
    try:
        node = compile_expression(text, kinds).node
    except FeelError:
        return
    yield from ((place, warning) for warning in check_expression(node, kinds, values=values, functions=functions))


def _kind(of_type: str) -> str:
    known = BASIC.get(of_type.rpartition(":")[2])
    return "" if known is None or known.kind == "Any" else known.kind


def _allowed(table: CompiledTable, index: int) -> list[str]:
    """The texts that a column's input values list, none when it lists anything else."""
    declared = table.values[index]
    if declared is None or declared.node.negated:
        return []
    try:
        named = compared_with(declared.node)
    except NotFixed:
        return []
    return [value for value in named if isinstance(value, str)]
