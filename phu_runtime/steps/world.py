"""What the engine may ask of us while it steps: a context for FEEL, decisions, blocks, and the functions of a case's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from phu_runtime.blocks import TOPICS
from phu_runtime.blocks.room import Asking
from phu_runtime.dossier.typed import to_json
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
        facts = _Facts(self.known, variables, progress, self.now)
        self._context = self.work.dictionary.derived_context(variables, facts, self.functions)
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
        answer, changes = block.ask(effect, asking)
        return to_json(answer), {name: to_json(value) for name, value in changes.items()}

    def _term(self, key: str, since: datetime | None = None) -> datetime:
        return count_term(self.work, key, self._context, self.now, since).due

    def _warning(self, key: str, number: Any) -> datetime:
        counted = count_term(self.work, key, self._context, self.now)
        index = int(number) - 1
        if not 0 <= index < len(counted.warnings):
            raise PhuError(f"De termijn '{key}' heeft {len(counted.warnings)} waarschuwingen; nummer {index + 1} bestaat niet.")
        return counted.warnings[index]


class _Facts(Mapping[str, Any]):
    """What derived data are counted from; ``doorlopen`` is made only when an expression asks for it."""

    def __init__(self, known: Known, variables: Mapping[str, Any], progress: Mapping[str, Any], now: datetime) -> None:
        self._found: dict[str, Any] = {
            "dossier": known.dossier,
            "formulieren": known.forms,
            "gebeurtenissen": variables.get("gebeurtenissen") or {},
            "nu": now,
        }
        self._progress = progress

    def __getitem__(self, name: str) -> Any:
        if name == "doorlopen" and name not in self._found:
            marks = self._progress.items()
            self._found[name] = {element: {"aantal": mark.count, "eerste": mark.first, "laatste": mark.last} for element, mark in marks}
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter([*self._found, "doorlopen"])

    def __len__(self) -> int:
        return len(self._found) + 1
