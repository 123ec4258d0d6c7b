"""What the engine may ask of us while it steps: a context for FEEL, decisions, blocks, and the functions of a case's terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from phu_runtime.blocks import TOPICS
from phu_runtime.blocks.room import Asking
from phu_runtime.errors import PhuError
from phu_runtime.feel import compile_expression, strip_marker
from phu_runtime.steps.known import Known
from phu_runtime.steps.terms import count_term
from phu_runtime.workprocess import WorkProcess


class CaseWorld:
    """The world of one case in one step. Made anew for each step: ``now`` does not move while the engine steps."""

    def __init__(self, work: WorkProcess, known: Known, now: datetime) -> None:
        self.work = work
        self.known = known
        self.now = now
        self._context: Mapping[str, Any] = {}
        self.functions: Mapping[str, Callable[..., Any]] = {
            "werkdagen": lambda moment, amount: work.calendar.add_working_days(moment, int(amount)),
            "termijn": self._term,
            "waarschuwing": self._warning,
        }

    def context(self, variables: Mapping[str, Any], progress: Mapping[str, Any]) -> Mapping[str, Any]:
        """Variables, derived variables, ``doorlopen``, ``gebeurtenissen`` and ``nu``; derived ones are counted when asked for."""
        facts = {
            "dossier": self.known.dossier,
            "formulieren": self.known.forms,
            "gebeurtenissen": moments(variables.get("gebeurtenissen") or {}),
            "doorlopen": {element: {"aantal": mark.count, "eerste": mark.first, "laatste": mark.last} for element, mark in progress.items()},
            "nu": self.now,
        }
        self._context = self.work.dictionary.derived_context(dict(variables), facts)
        return self._context

    def decide(self, decision: str, context: Mapping[str, Any]) -> Any:
        """The outcome of a decision of this release."""
        return self.work.decisions.evaluate(decision, context, self.functions)

    def ask(self, effect: Any, context: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        """What a block answers, and the variables it sets."""
        block = TOPICS.get(effect.topic)
        if block is None:
            raise PhuError(f"Onbekend blok '{effect.topic}'. Kies uit: {', '.join(sorted(TOPICS))}.")
        asking = Asking(
            now=self.now,
            context=context,
            decide=lambda name, inputs: self.work.decisions.evaluate(name, inputs, self.functions).outputs,
            evaluate=lambda text: compile_expression(strip_marker(text)).evaluate(context, self.functions),
            moments=self.work.duty_moments,
        )
        return block.ask(effect, asking)

    def _term(self, key: str, since: datetime | None = None) -> datetime:
        return count_term(self.work, key, self._context, self.now, since).due

    def _warning(self, key: str, number: Any) -> datetime:
        counted = count_term(self.work, key, self._context, self.now)
        index = int(number) - 1
        if not 0 <= index < len(counted.warnings):
            raise PhuError(f"De termijn '{key}' heeft {len(counted.warnings)} waarschuwingen; nummer {index + 1} bestaat niet.")
        return counted.warnings[index]


def moments(events: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """``gebeurtenissen`` with its moments as date-times; in the case's variables they are ISO text."""
    return {key: {**mark, "eerste": _moment(mark["eerste"]), "laatste": _moment(mark["laatste"])} for key, mark in events.items()}


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)
