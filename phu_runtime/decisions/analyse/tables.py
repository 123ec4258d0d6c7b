"""What is wrong with a decision table, proved before it runs: gaps, overlaps, dead and idle rules, outputs outside their values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from phu_runtime.decisions.analyse.domains import Domain, Undetermined, domain_of
from phu_runtime.decisions.analyse.regions import Grid, Region, TooLarge
from phu_runtime.decisions.analyse.words import cell, in_words
from phu_runtime.decisions.constants import NOT_CONSTANT, constant
from phu_runtime.decisions.outcome import value_in_words
from phu_runtime.decisions.tables import CompiledTable
from phu_runtime.feel import FeelError, UnaryTests, compile_expression, compile_unary_tests, equal
from phu_runtime.feel.types import BASIC
from phu_runtime.feel.values import dutch, kind

MOST_GAPS = 25
BOUND = 40_000
SINGLE = frozenset(("UNIQUE", "ANY", "FIRST", "PRIORITY"))
_NOTHING: Any = object()
_FAILS: Any = object()


@dataclass(frozen=True)
class TableFinding:
    """One finding. ``kind``: missing, overlap, unreachable, redundant or output. ``rules`` from 1; ``row``: the input cells of a
    row to add (missing), or of the place where rules meet (overlap)."""

    kind: str
    decision: str
    message: str
    rules: tuple[int, ...] = ()
    row: tuple[str, ...] = ()


@dataclass
class Analysis:
    """All findings of a table; ``undetermined`` says in Dutch what could not be established and why."""

    decision: str
    findings: list[TableFinding] = field(default_factory=list)
    undetermined: list[str] = field(default_factory=list)


def analyse_table(decision: str, compiled: CompiledTable, *, most_gaps: int = MOST_GAPS, bound: int = BOUND) -> Analysis:
    """Analyse one table from its declared types and values. Exact within ``bound`` distinct combinations of rules."""
    analysis = Analysis(decision)
    outputs = _Outputs(compiled, analysis)
    outputs.check_values()
    try:
        table = _Table(compiled)
    except Undetermined as error:
        analysis.undetermined.append(f"Niet vastgesteld of de tabel '{decision}' volledig is: {error}.")
        return analysis
    _Findings(table, outputs, analysis, most_gaps, bound).gather()
    return analysis


class _Table:
    """A table's columns as domains and its rules as bit masks. Columns with the same expression are one."""

    def __init__(self, compiled: CompiledTable) -> None:
        self.compiled = compiled
        clauses = compiled.table.inputs
        self.columns: list[list[int]] = []
        seen: dict[str, list[int]] = {}
        for index, clause in enumerate(clauses):
            same = seen.setdefault(clause.expression, [])
            if not same:
                self.columns.append(same)
            same.append(index)
        self.cells = [dict(rule.tests) for rule in compiled.rules]
        self.domains = [self._domain(column) for column in self.columns]
        self.masks = [self._masks(column, domain) for column, domain in zip(self.columns, self.domains, strict=True)]

    def _domain(self, column: Sequence[int]) -> Domain:
        clause = self.compiled.table.inputs[column[0]]
        values = next((self.compiled.values[index] for index in column if self.compiled.values[index] is not None), None)
        used = [cells[index] for cells in self.cells for index in column if index in cells]
        return domain_of(clause.expression or clause.label, clause.type, values, used)

    def _masks(self, column: Sequence[int], domain: Domain) -> list[int]:
        masks = []
        for part in domain.parts:
            mask = 0
            for number, cells in enumerate(self.cells):
                tests: list[UnaryTests] = [cells[index] for index in column if index in cells]
                if all(one.matches(part.value) for one in tests):
                    mask |= 1 << number
            masks.append(mask)
        return masks

    def row(self, region: Region) -> tuple[str, ...]:
        """The cells, in the order of the table, that accept exactly a region."""
        row = ["-"] * len(self.compiled.table.inputs)
        for column, domain, parts in zip(self.columns, self.domains, region, strict=True):
            row[column[0]] = cell(domain, parts)
        return tuple(row)

    def words(self, region: Region) -> str:
        """A region in Dutch; columns that do not matter are left out."""
        told = [
            in_words(domain, parts) for domain, parts in zip(self.domains, region, strict=True) if len(parts) < len(domain.parts)
        ]  # fmt: skip
        return ", ".join(told) or "elke invoer"


class _Outputs:
    """What each rule answers, as far as it is fixed."""

    def __init__(self, compiled: CompiledTable, analysis: Analysis) -> None:
        self.compiled = compiled
        self.analysis = analysis
        self.rows = [self._row(rule.outputs) for rule in compiled.table.rules]
        defaults = [output.default for output in compiled.table.outputs]
        self.default: Any = self._row(defaults) if any(defaults) else _NOTHING

    @staticmethod
    def _row(texts: Sequence[str]) -> list[Any]:
        return [_value(text) for text in texts]

    def same(self, one: Any, other: Any) -> bool | None:
        """Whether two answers are equal, None when that is not fixed."""
        if one is _NOTHING or other is _NOTHING or one is _FAILS or other is _FAILS:
            return one is other
        if any(type(value) is _Text for value in (*one, *other)):
            return True if one == other else None
        return all(equal(a, b) is True for a, b in zip(one, other, strict=True))

    def order(self, policy: str) -> list[int] | None:
        """The rules in the order in which they win, None when that is not fixed."""
        rules = list(range(len(self.rows)))
        if policy != "PRIORITY":
            return rules
        if any(type(value) is _Text for row in self.rows for value in row):
            return None
        return sorted(rules, key=lambda rule: self._rank(self.rows[rule]))

    def _rank(self, row: list[Any]) -> tuple[int, ...]:
        ranks = []
        for value, order in zip(row, self.compiled.priorities, strict=True):
            places = [place for place, one in enumerate(order) if equal(value, one) is True]
            ranks.append(places[0] if places else len(order))
        return tuple(ranks)

    def check_values(self) -> None:
        """Every fixed output lies within the declared values and type of its column."""
        table = self.compiled.table
        for column, output in enumerate(table.outputs):
            allowed = _tests(output.values)
            wanted = BASIC.get(output.type.rpartition(":")[2])
            texts = [(f"regel {number}", rule.outputs[column]) for number, rule in enumerate(table.rules, 1) if column < len(rule.outputs)]
            if output.default:
                texts.append(("de standaarduitkomst", output.default))
            for place, text in texts:
                value = _value(text)
                name = output.name or output.label or self.compiled.name
                if type(value) is _Text:
                    if allowed is not None:
                        self.analysis.undetermined.append(f"Niet vastgesteld of {place} voor '{name}' een toegestane waarde geeft: {text}.")
                    continue
                problem = _outside(value, allowed, wanted)
                if problem:
                    number = (int(place.removeprefix("regel ")),) if place.startswith("regel ") else ()
                    message = f"Tabel '{self.analysis.decision}', {place}: de uitkomst '{name}' is {value_in_words(value)}; {problem}."
                    self.analysis.findings.append(TableFinding("output", self.analysis.decision, message, number))


class _Text(str):
    """An output that is not fixed: only its text is known."""


def _value(text: str) -> Any:
    if not text or text == "-":
        return None
    try:
        value = constant(compile_expression(text).node)
    except FeelError:
        return _Text(text)
    return _Text(text) if value is NOT_CONSTANT else value


def _tests(text: str) -> UnaryTests | None:
    try:
        tests = compile_unary_tests(text) if text else None
    except FeelError:
        return None
    return None if tests is None or tests.always else tests


def _outside(value: Any, allowed: UnaryTests | None, wanted: Any) -> str:
    if value is None:
        return ""
    items = value if isinstance(value, list) else [value]
    if wanted is not None and kind(value) != "list" and not wanted.conforms(value):
        return f"dat is {dutch(value)} en past niet bij het type '{wanted.name}'"
    if allowed is not None and not all(allowed.matches(item) for item in items) and not allowed.matches(value):
        return f"dat staat niet bij de uitkomstwaarden {allowed.text}"
    return ""


class _Findings:
    """Gathers the findings about rules."""

    def __init__(self, table: _Table, outputs: _Outputs, analysis: Analysis, most_gaps: int, bound: int) -> None:
        self.table = table
        self.outputs = outputs
        self.analysis = analysis
        self.most_gaps = most_gaps
        self.policy = table.compiled.table.policy
        self.count = len(table.compiled.rules)
        self.grid = Grid(table.masks, self.count, bound)
        self.name = analysis.decision

    def gather(self) -> None:
        dead = self._empty_rules()
        self._overlaps(dead)
        try:
            if self.policy in SINGLE and self.outputs.default is _NOTHING:
                self._gaps()
            self._idle(dead)
        except TooLarge:
            self.analysis.undetermined.append(f"Niet vastgesteld of de tabel '{self.name}' volledig is: er zijn te veel combinaties.")

    def _add(self, of_kind: str, message: str, rules: tuple[int, ...] = (), row: tuple[str, ...] = ()) -> None:
        self.analysis.findings.append(TableFinding(of_kind, self.name, f"Tabel '{self.name}': {message}", rules, row))

    def _empty_rules(self) -> set[int]:
        """Rules with a cell that accepts no value at all."""
        dead = set()
        for rule in range(self.count):
            for domain, masks in zip(self.table.domains, self.table.masks, strict=True):
                if not any(mask >> rule & 1 for mask in masks):
                    why = f"regel {rule + 1} kan nooit passen: geen waarde van '{domain.label}' voldoet aan de cel."
                    self._add("unreachable", why, (rule + 1,))
                    dead.add(rule)
                    break
        return dead

    def _overlaps(self, dead: set[int]) -> None:
        if self.policy not in ("UNIQUE", "ANY"):
            return
        for one, other in self._pairs(dead):
            region = self.grid.overlap(one, other)
            if region is None:
                continue
            if self.policy == "ANY":
                same = self.outputs.same(self.outputs.rows[one], self.outputs.rows[other])
                if same is None:
                    both = f"regel {one + 1} en {other + 1} van '{self.name}'"
                    self.analysis.undetermined.append(f"Niet vastgesteld of {both} hetzelfde geven.")
                if same is not False:
                    continue
            why = "dat mag niet bij 'uniek'" if self.policy == "UNIQUE" else "zij geven een andere uitkomst"
            message = f"regel {one + 1} en {other + 1} passen allebei bij {self.table.words(region)}; {why}."
            self._add("overlap", message, (one + 1, other + 1), self.table.row(region))

    def _pairs(self, dead: set[int]) -> Iterator[tuple[int, int]]:
        alive = [rule for rule in range(self.count) if rule not in dead]
        for place, one in enumerate(alive):
            for other in alive[place + 1 :]:
                yield one, other

    def _gaps(self) -> None:
        for region in self.grid.gaps(self.most_gaps):
            row = self.table.row(region)
            self._add("missing", f"{self.table.words(region)}: geen regel. Voeg toe: {' | '.join(row)}", (), row)

    def _idle(self, dead: set[int]) -> None:
        """Rules that never win (FIRST, PRIORITY), and rules without which every answer would be the same."""
        if self.policy not in SINGLE:
            return
        order = self.outputs.order(self.policy)
        if order is None:
            self.analysis.undetermined.append(f"Niet vastgesteld welke regels van '{self.name}' winnen: een uitkomst is een berekening.")
            return
        together = self.grid.together()
        winners, needed, doubtful = set[int](), set[int](), set[int]()
        for live in together:
            ranked = [rule for rule in order if live >> rule & 1]
            if ranked:
                self._weigh(ranked, winners, needed, doubtful)
        for rule in range(self.count):
            if rule in dead:
                continue
            if self.policy in ("FIRST", "PRIORITY") and rule not in winners:
                self._add("unreachable", f"regel {rule + 1} komt nooit aan de beurt: andere regels gaan altijd voor.", (rule + 1,))
            elif rule not in needed and rule not in doubtful:
                self._add("redundant", f"regel {rule + 1} kan weg: zonder haar blijft elke uitkomst gelijk.", (rule + 1,))

    def _weigh(self, ranked: list[int], winners: set[int], needed: set[int], doubtful: set[int]) -> None:
        """One set of rules that hold together: who wins, and whose absence would change the answer."""
        winners.add(ranked[0])
        answer = self._answer(ranked)
        candidates = ranked[:1] if self.policy in ("FIRST", "PRIORITY") else ranked
        for rule in candidates:
            if rule in needed:
                continue
            same = self.outputs.same(answer, self._answer([one for one in ranked if one != rule]))
            if same is False:
                needed.add(rule)
            elif same is None:
                doubtful.add(rule)

    def _answer(self, ranked: list[int]) -> Any:
        """What the table answers when exactly these rules hold, best first."""
        rows = self.outputs.rows
        if not ranked:
            return self.outputs.default
        if self.policy == "UNIQUE" and len(ranked) > 1:
            return _FAILS
        if self.policy == "ANY":
            sames = [self.outputs.same(rows[ranked[0]], rows[rule]) for rule in ranked[1:]]
            if False in sames:
                return _FAILS
            if None in sames:
                return [_Text("?"), *ranked]
        return rows[ranked[0]]
