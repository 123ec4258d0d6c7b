"""Which branches of diagrams and tables the scenarios take: arrows out of a choice, events on an edge or awaited, rules of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from phu_runtime.decisions import Decisions, Outcome
from phu_runtime.decisions.model import Table
from phu_runtime.decisions.outcome import value_in_words
from phu_runtime.engine import Diagrams, Situation
from phu_runtime.rehearsal.rehearse import Result, went_through
from phu_runtime.rehearsal.scenario import read_all
from phu_runtime.workprocess import WorkProcess

CHOICES = frozenset({"exclusiveGateway", "inclusiveGateway"})
ARROW, EVENT, RULE = "pijl", "gebeurtenis", "regel"
Taken = tuple[str, str, str, str]


@dataclass(frozen=True)
class Branch:
    """One way that a case can go. ``kind``: pijl (out of a choice), gebeurtenis (that came) or regel (of a table); ``taken`` is what
    a play writes down when it goes there; ``scenarios`` those that did."""

    kind: str
    file: str
    where: str
    words: str
    taken: Taken
    scenarios: Sequence[str] = ()

    def line(self) -> str:
        """What to print of it."""
        many = len(self.scenarios)
        shown = ", ".join(self.scenarios[:2]) + (f" en nog {many - 2}" if many > 2 else "")
        return f"{'ok  ' if many else 'FOUT'} {self.kind} {self.file} {self.where}: {self.words}" + (f" ({shown})" if many else "")


class _Heard(Decisions):
    """The decisions of a release, which write down every rule that hit."""

    def __init__(self, decisions: Decisions, taken: set[Taken]) -> None:
        super().__init__(decisions.models)
        self._taken = taken

    def evaluate(self, name: str, context: Mapping[str, Any], *rest: Any, **options: Any) -> Outcome:
        outcome = super().evaluate(name, context, *rest, **options)
        self._hear(outcome)
        return outcome

    def _hear(self, outcome: Outcome) -> None:
        self._taken.update((RULE, outcome.decision, str(rule), "") for rule in outcome.rules)
        for required in outcome.required:
            self._hear(required)


def show_branches(work: WorkProcess, scenarios: Mapping[str, bytes]) -> tuple[list[Branch], list[Result]]:
    """Plays every scenario (path → YAML); each branch with the scenarios that took it, and how the scenarios went.

    What a scenario did counts only when it went as it says: otherwise nobody agreed with the way it took.
    """
    results, took = [], dict[str, frozenset[Taken]]()
    for scenario in read_all(scenarios):
        taken: set[Taken] = set()
        heard = replace(work, decisions=_Heard(work.decisions, taken))
        result = went_through(heard, scenario, watch=lambda situation, taken=taken: taken.update(went(situation)))  # type: ignore[misc]
        results.append(result)
        took[scenario.key] = frozenset(taken) if result.passed else frozenset()
    found = [replace(branch, scenarios=[key for key, taken in took.items() if branch.taken in taken]) for branch in branches(work)]
    return found, results


def went(situation: Situation) -> Iterator[Taken]:
    """The branches of diagrams that one step took."""
    for passed in situation.passages:
        for target in passed.chosen:
            yield ARROW, passed.diagram, passed.element, target
        if passed.outcome == "fired":
            yield EVENT, passed.diagram, passed.element, ""


def branches(work: WorkProcess) -> Iterator[Branch]:
    """Every branch of a release, in the order of its files."""
    yield from _drawn(work.diagrams)
    for model in work.decisions.models:
        for decision in model.decisions:
            if isinstance(decision.logic, Table):
                yield from _rules(model.file, decision.id, decision.logic)


def _drawn(diagrams: Diagrams) -> Iterator[Branch]:
    for diagram in diagrams:
        for element in diagram.elements:
            on = diagram.by_id.get(element.attached_to)
            where = f"'{element.name or element.id}'" + (f" op '{on.name}'" if on is not None else "")
            if element.kind in CHOICES and len(element.flows) > 1:
                for flow in element.flows:
                    target = diagram.by_id[flow.target]
                    words = f"{flow.name or 'anders'} → '{target.name or target.id}'"
                    yield Branch(ARROW, diagram.file, where, words, (ARROW, diagram.key, element.id, flow.target))
            elif element.kind in ("boundaryEvent", "intermediateCatchEvent", "receiveTask"):
                yield Branch(EVENT, diagram.file, where, "komt", (EVENT, diagram.key, element.id, ""))


def _rules(file: str, decision: str, table: Table) -> Iterator[Branch]:
    for number, rule in enumerate(table.rules, start=1):
        asked = [
            f"{clause.label or clause.expression} {test}"
            for clause, test in zip(table.inputs, rule.tests, strict=True)
            if test.strip() not in ("", "-")
        ]
        gives = ", ".join(value_in_words(output.strip().strip('"')) for output in rule.outputs)
        yield Branch(
            RULE, file, f"{decision} regel {number}", f"{'; '.join(asked) or 'anders'} → {gives}", (RULE, decision, str(number), "")
        )


def summary(found: Sequence[Branch]) -> list[str]:
    """A line per kind: taken of how many, and the percentage."""
    lines = []
    for kind, plural in ((ARROW, "pijlen uit een keuze"), (EVENT, "gebeurtenissen"), (RULE, "regels van tabellen")):
        of_kind = [branch for branch in found if branch.kind == kind]
        if of_kind:
            taken = sum(bool(branch.scenarios) for branch in of_kind)
            lines.append(f"{plural}: {taken} van {len(of_kind)} ({100 * taken // len(of_kind)} %)")
    return lines
