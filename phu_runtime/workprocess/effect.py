"""The effect of a draft on cases: logged decisions taken again by its tables, and open steps looked up in its diagrams: is the
step still there, is its term the same, and do the arrows, conditions and edges after it lead the same way?

Only counts by reason come out, and none that is smaller than ``LEAST`` (domain.md §6); the rest is told as one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from phu_runtime.decisions import DecisionFailed
from phu_runtime.decisions.graph import DecisionNode
from phu_runtime.decisions.outcome import value_in_words
from phu_runtime.dossier.typed import to_json, to_typed
from phu_runtime.feel import to_feel
from phu_runtime.workprocess.ahead import ahead, differences
from phu_runtime.workprocess.names import unknown_names
from phu_runtime.workprocess.release import WorkProcess

LEAST = 5
REST = "overige redenen"
_MOMENTS = re.compile(r"\bnu\b|\btoday\b|\bnow\b|\btermijn\b|\bwerkdagen\b")
_PLAIN = re.compile(r"[a-z_][a-z_0-9]*")
_KINDS = {"date": "datum", "dateTime": "tijdstip", "date and time": "tijdstip"}


@dataclass(frozen=True)
class Group:
    """How many for one reason; ``count`` None when it is under ``LEAST``."""

    reason: str
    count: int | None


@dataclass(frozen=True)
class Counted:
    """A total with its groups, largest first. ``changed`` None when telling it would give a small group away."""

    total: int
    changed: int | None
    groups: tuple[Group, ...]

    def sentence(self, of: str) -> str:
        """ "Van 412 eerdere besluiten vallen er 37 anders uit: 33 × …" with ``of`` as "eerdere besluiten vallen"."""
        known = max((group.count or 0 for group in self.groups), default=0)
        many = str(self.changed) if self.changed is not None else f"ten minste {known}" if known else f"minder dan {LEAST}"
        told = "; ".join(f"{group.count if group.count is not None else f'minder dan {LEAST}'} × {group.reason}" for group in self.groups)
        total = str(self.total) if self.total >= LEAST or not self.total else f"minder dan {LEAST}"
        return f"Van {total} {of} er {many} anders uit{': ' + told if told else ''}."


def counted(total: int, reasons: Mapping[str, int], changed: int | None = None) -> Counted:
    """Counts with small cells suppressed: those under ``LEAST`` go together, and when even together they are few no total is told
    that would give them away. ``changed``: how many in all, when one may have several reasons."""
    large = {reason: count for reason, count in reasons.items() if count >= LEAST}
    small = sum(reasons.values()) - sum(large.values())
    groups = [Group(reason, count) for reason, count in sorted(large.items(), key=lambda each: (-each[1], each[0]))]
    if small:
        groups.append(Group(REST, small if small >= LEAST else None))
    many = sum(reasons.values()) if changed is None else changed
    return Counted(total, None if 0 < small < LEAST or 0 < many < LEAST else many, tuple(groups))


@dataclass
class Replay:
    """Logged decisions taken again by a draft. Safe for one thread."""

    work: WorkProcess
    total: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    _asked: dict[str, _Asked | None] = field(default_factory=dict)
    _known: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def add(self, decision: str, contents: Mapping[str, Any]) -> None:
        """One line of the decision log: ``invoer`` (or ``feiten``), ``uitkomst`` and ``nu``."""
        self.total += 1
        asked = self._asked_of(decision)
        if asked is None:
            self.reasons[f"de tabel '{decision}' bestaat niet meer"] += 1
            return
        facts = contents.get("feiten") or contents["invoer"]
        key = (decision, repr((facts, contents["uitkomst"]))) if asked.fixed else None
        if key is None or key not in self._known:
            found = Counter(self._compared(asked, facts, contents))
            if key is None:
                self.reasons.update(found)
                return
            self._known[key] = found
        self.reasons.update(self._known[key])

    def _asked_of(self, decision: str) -> _Asked | None:
        if decision not in self._asked:
            self._asked[decision] = _Asked.of(self.work, decision) if decision in self.work.decisions else None
        return self._asked[decision]

    def _compared(self, asked: _Asked, facts: Mapping[str, Any], contents: Mapping[str, Any]) -> Iterator[str]:
        """At most one reason a decision: the first output that comes out otherwise."""
        missing = sorted(asked.names - set(facts))
        if missing:
            yield f"'{asked.title}' vraagt nu ook '{_label(self.work, missing[0])}', dat toen niet is vastgelegd"
            return
        context = {name: to_feel(to_typed(asked.kinds.get(name, ""), value)) for name, value in facts.items()}
        context["nu"] = to_typed("tijdstip", contents.get("nu"))
        try:
            outcome = self.work.decisions.evaluate(asked.decision, context, _functions(self.work))
        except DecisionFailed:
            yield f"'{asked.title}' heeft nu geen uitkomst"
            return
        before, after = contents["uitkomst"], to_json(outcome.outputs)
        if before == after:
            return
        if not isinstance(before, Mapping) or not isinstance(after, Mapping):
            yield f"'{asked.title}' geeft nu andere uitkomsten"
            return
        for name in [*after, *before]:
            if before.get(name) != after.get(name):
                had, has = (_value(self.work, name, value) for value in (before.get(name), after.get(name)))
                yield f"'{asked.title}': {_label(self.work, name)} wordt {has} in plaats van {had}"
                return


@dataclass(frozen=True)
class _Asked:
    """What a decision of the draft wants to know. ``kinds``: names that are moments; ``fixed``: the same facts give the same."""

    decision: str
    title: str
    names: frozenset[str]
    kinds: Mapping[str, str]
    fixed: bool

    @classmethod
    def of(cls, work: WorkProcess, decision: str) -> _Asked:
        """Read from the decision and all that it needs."""
        names, kinds, texts = set[str](), dict[str, str](), list[str]()
        stack: list[DecisionNode] = [work.decisions.node(decision)]
        while stack:
            node = stack.pop()
            given = {needed.decision.name for _, needed in node.decisions}
            stack += [needed for _, needed in node.decisions]
            for clause in node.table.table.inputs if node.table is not None else ():
                names |= set(unknown_names(clause.expression, given)) - {"nu"}
                kinds[clause.expression] = _KINDS.get(clause.type, "")
                texts.append(clause.expression)
            for rule in node.table.table.rules if node.table is not None else ():
                texts += [*rule.tests, *rule.outputs]
        title = _words(work.decisions.node(decision).decision.label or decision)
        return cls(decision, title, frozenset(names), kinds, not any(_MOMENTS.search(text) for text in texts))


def _label(work: WorkProcess, name: str) -> str:
    """A datum or an output as the dictionary calls it."""
    datum = work.dictionary.fields.get(name)
    return datum.label if datum is not None else _words(name)


def _value(work: WorkProcess, name: str, value: Any) -> str:
    """A value with the label of its code."""
    datum = work.dictionary.fields.get(name)
    labels = datum.values if datum is not None else {}
    if isinstance(value, list):
        return ", ".join(_value(work, name, item) for item in value) or "niets"
    if isinstance(value, str):
        return f"'{labels.get(value) or _words(value)}'" if value else "leeg"
    return value_in_words(value)


def _words(name: str) -> str:
    """An identifier as words; a text stays as it is."""
    return name.replace("_", " ").capitalize() if _PLAIN.fullmatch(name) else name


def _functions(work: WorkProcess) -> Mapping[str, Callable[..., Any]]:
    return {"werkdagen": lambda moment, amount: work.calendar.add_working_days(moment, int(amount))}


@dataclass(frozen=True)
class Position:
    """An open step of a running case, as its row says it."""

    case_id: str
    diagram: str
    element: str
    name: str
    term: str
    municipality: str


def positions_in(old: WorkProcess, draft: WorkProcess, positions: list[Position]) -> dict[str, set[str]]:
    """Reason → the cases that it holds for; the ids are for counting only. A case can have several reasons: another term, and
    another way after it."""
    found: dict[str, set[str]] = {}
    terms: dict[tuple[str, str, str], str] = {}
    for at in positions:
        for reason in _moved(old, draft, at, terms):
            found.setdefault(reason, set()).add(at.case_id)
    return found


def _moved(old: WorkProcess, draft: WorkProcess, at: Position, terms: dict[tuple[str, str, str], str]) -> Iterator[str]:
    element = draft.diagrams[at.diagram].by_id.get(at.element) if at.diagram in draft.diagrams else None
    if element is None:
        yield f"staat bij '{at.name}', die verdwijnt"
        return
    term = element.properties.get("termijn", "geen")
    if term != at.term:
        yield f"'{at.name}' krijgt een andere termijn"
    elif term != "geen":
        before, after = (_term(work, term, at.municipality, terms) for work in (old, draft))
        if before != after:
            yield f"'{at.name}' krijgt een andere termijn"
    if at.diagram in old.diagrams and at.element in old.diagrams[at.diagram].by_id:
        yield from differences(ahead(old.diagrams[at.diagram], at.element), ahead(draft.diagrams[at.diagram], at.element), at.name)


def _term(work: WorkProcess, term: str, municipality: str, known: dict[tuple[str, str, str], str]) -> str:
    key = (work.digest, term, municipality)
    if key not in known:
        try:
            outputs = work.decisions.evaluate("termijnen", {"termijn": term, "gemeente": municipality}).outputs
        except DecisionFailed:
            outputs = {}
        known[key] = json.dumps([to_json(outputs.get(name)) for name in ("aantal", "eenheid", "start")])
    return known[key]
