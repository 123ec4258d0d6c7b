"""What a decision came to, and what it means when it comes to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from phu_runtime.errors import PhuError
from phu_runtime.feel import to_text
from phu_runtime.feel.run import Run

_LONGEST_VALUE = 60


@dataclass(frozen=True)
class Outcome:
    """One decision taken.

    ``outputs``: always a context of the decision's outputs (COLLECT with several outputs: a list of them); ``value``: DMN's own
    value; ``inputs``: what was asked, in order; ``rules``: the numbers (from 1) of the rules that hit; ``required``: the outcomes
    of the decisions it needed; ``notes``: the annotations of the rules that hit; ``warnings``: nulls made by a mistake;
    ``deciding``: the inputs that the rules that hit ask something of; ``label``: the decision's name for people;
    ``tabular``: whether it is a table.
    """

    decision: str
    outputs: Any
    value: Any
    inputs: dict[str, Any] = field(default_factory=dict)
    rules: list[int] = field(default_factory=list)
    required: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    label: str = ""
    deciding: list[str] = field(default_factory=list)
    tabular: bool = False


class DecisionFailed(PhuError):
    """A decision that came to nothing: no rule, too many rules, or an expression that asked too much.

    ``decision`` is its id, ``inputs`` what it was asked.
    """

    def __init__(self, decision: str, message: str, inputs: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.decision = decision
        self.inputs = dict(inputs or {})


class Impossible(Exception):  # noqa: N818
    """Inside an evaluation: a table without an answer for these inputs. Becomes DecisionFailed, or null in DMN's own way."""

    def __init__(self, reason: str, inputs: Mapping[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.inputs = dict(inputs or {})


class Evaluation(Run):
    """One evaluation of a decision and all it requires. ``strict``: no answer is an error instead of null."""

    __slots__ = ("strict",)

    strict: bool

    def impossible(self, reason: str, inputs: Mapping[str, Any]) -> None:
        """A table has no answer: an error, or (not strict) a warning beside null."""
        if self.strict:
            raise Impossible(reason, inputs)
        self.warn(reason, 0)


def in_words(inputs: Mapping[str, Any]) -> str:
    """"kinderen = onbekend, twijfel = nee"."""
    return ", ".join(f"{name} = {value_in_words(value)}" for name, value in inputs.items()) or "geen gegevens"


def value_in_words(value: Any) -> str:
    """A value as a reader of Dutch writes it: ja, nee, leeg, 3, "tekst" without marks."""
    if value is None:
        return "leeg"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return "[" + ", ".join(value_in_words(item) for item in value) + "]"
    text = to_text(value)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
