"""JSON in, JSON out: for the command line and for anyone who asks a decision from outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.decisions.evaluate import Decisions
from phu_runtime.decisions.explain import explain
from phu_runtime.decisions.outcome import Outcome
from phu_runtime.feel import from_feel, to_feel
from phu_runtime.feel.literals import read_date, read_moment
from phu_runtime.feel.types import Type

_NOTHING: Mapping[str, Any] = {}


def decide_json(decisions: Decisions, name: str, inputs: Mapping[str, Any], functions: Mapping[str, Any] = _NOTHING) -> dict[str, Any]:
    """The outputs of decision ``name`` for JSON inputs, as JSON: numbers as numbers, dates as ISO texts.

    A text becomes a date where the decision's input says so (type date, or date and time). COLLECT with several outputs gives
    ``{"rules": [ {…}, … ]}``. Raises DecisionFailed, NotFound.
    """
    outputs = from_feel(_asked(decisions, name, inputs, functions).outputs)
    return outputs if isinstance(outputs, dict) else {"rules": outputs}


def explain_json(
    decisions: Decisions, name: str, inputs: Mapping[str, Any], functions: Mapping[str, Any] = _NOTHING
) -> list[str]:
    """Why decision ``name`` comes out so for JSON inputs, in Dutch sentences. Raises as ``decide_json``."""
    return explain(_asked(decisions, name, inputs, functions))


def _asked(decisions: Decisions, name: str, inputs: Mapping[str, Any], functions: Mapping[str, Any]) -> Outcome:
    node = decisions.node(name)
    wanted = {label: of_type for _, label, of_type in node.inputs if of_type is not None}
    if node.table is not None:
        for clause in node.table.table.inputs:
            wanted.setdefault(clause.expression, Type(_KINDS.get(clause.type, "Any")))
    context = {key: _as_wanted(value, wanted.get(key)) for key, value in inputs.items()}
    return decisions.evaluate(name, context, functions)


_KINDS = {"date": "date", "dateTime": "date and time", "date and time": "date and time"}


def _as_wanted(value: Any, wanted: Type | None) -> Any:
    if isinstance(value, str) and wanted is not None:
        if wanted.kind == "date":
            return read_date(value) or value
        if wanted.kind == "date and time":
            return read_moment(value) or value
    return to_feel(value)
