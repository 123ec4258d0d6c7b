"""Decision tables (DMN 1.5, chapter 8): rules, the seven hit policies, aggregations and default outputs.

Everything is compiled once; nothing of a rule is parsed again. A table has no answer when no rule hits and no default is given,
when UNIQUE or ANY is violated, or when an aggregation meets something else than numbers: ``Evaluation.impossible``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from phu_runtime.decisions import model
from phu_runtime.decisions.index import ColumnIndex, fixed
from phu_runtime.decisions.logic import COMPILERS, Closure, Compilation, as_type, evaluated
from phu_runtime.decisions.outcome import Evaluation, in_words
from phu_runtime.feel import FeelWarning, UnaryTests, equal, syntax
from phu_runtime.feel.builtins import BUILTINS
from phu_runtime.feel.run import Frame, Run
from phu_runtime.feel.values import dutch, kind

POLICIES = frozenset(("UNIQUE", "ANY", "PRIORITY", "FIRST", "COLLECT", "RULE ORDER", "OUTPUT ORDER"))
AGGREGATIONS = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"}
MANY = frozenset(("COLLECT", "RULE ORDER", "OUTPUT ORDER"))


@dataclass
class Decided:
    """What a table came to: DMN's ``value``, the same as ``outputs`` by name, the inputs asked and the rules (from 1) that hit."""

    value: Any
    outputs: Any
    inputs: dict[str, Any]
    rules: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    deciding: list[str] = field(default_factory=list)


@dataclass
class CompiledRule:
    """A rule: the tests that ask something (input number, tests) and its outputs."""

    number: int
    tests: list[tuple[int, UnaryTests]]
    outputs: list[Closure]
    notes: Sequence[str]


class CompiledTable:
    """A table ready to decide. ``name`` is what messages call it."""

    def __init__(self, table: model.Table, name: str) -> None:
        self.table = table
        self.name = name
        self.inputs: list[tuple[str, Closure]] = []
        self.values: list[UnaryTests | None] = []
        self.rules: list[CompiledRule] = []
        self.defaults: list[Closure | None] = []
        self.priorities: list[list[Any]] = []
        self.names = [output.name for output in table.outputs]
        self._columns: list[ColumnIndex] = []
        self._open: list[list[tuple[int, UnaryTests]]] = []

    def ready(self) -> None:
        """Build the index, once all rules are there."""
        everything = (1 << len(self.rules)) - 1
        for place, allowed in enumerate(self.values):
            cells = [(number, tests) for number, rule in enumerate(self.rules) for index, tests in rule.tests if index == place]
            fixed_values = allowed if allowed is not None and fixed(allowed) else None
            self._columns.append(ColumnIndex([cell for cell in cells if fixed(cell[1])], everything, fixed_values))
        self._open = [[(index, tests) for index, tests in rule.tests if not fixed(tests)] for rule in self.rules]

    def decide(self, scope: Mapping[str, Any], run: Run) -> Decided:
        """The table's answer. Raises Impossible (strict evaluations) when it has none."""
        asked = [closure(scope, run) for _, closure in self.inputs]
        inputs = {label: value for (label, _), value in zip(self.inputs, asked, strict=True)}
        hits = self.hits(asked, Frame(scope, None, run))
        if not hits:
            return self._none(scope, run, inputs)
        decided = Decided(None, None, inputs, [rule.number for rule in hits], [note for rule in hits for note in rule.notes])
        asking = {index for rule in hits for index, _ in rule.tests}
        decided.deciding = [label for index, (label, _) in enumerate(self.inputs) if index in asking]
        self._answer(decided, hits, scope, run)
        return decided

    def hits(self, asked: list[Any], frame: Frame) -> list[CompiledRule]:
        """The rules that hold, in the order of the table; with FIRST at most one."""
        live = (1 << len(self.rules)) - 1
        for place, (column, value) in enumerate(zip(self._columns, asked, strict=True)):
            mask, well, warnings = column.rules_for(value)
            live &= mask
            if warnings or not well:
                self._report(place, value, well, warnings, frame.run)
        first = self.table.policy == "FIRST"
        found: list[CompiledRule] = []
        while live:
            number = (live & -live).bit_length() - 1
            live &= live - 1
            if all(tests.holds(asked[index], frame) for index, tests in self._open[number]):
                found.append(self.rules[number])
                if first:
                    break
        return found

    def _report(self, place: int, value: Any, well: bool, warnings: Sequence[FeelWarning], run: Run) -> None:
        label = self.inputs[place][0]
        for warning in warnings:
            run.warn(f"Kolom '{label}': {warning.message}", warning.position, warning.advice)
        if not well:
            run.warn(f"'{label}' heeft een waarde die niet bij de tabel '{self.name}' is genoemd: {in_words({label: value})}.", 0)

    def _none(self, scope: Mapping[str, Any], run: Run, inputs: dict[str, Any]) -> Decided:
        """No rule hits: the default outputs, an empty list for the policies that collect, else no answer."""
        if any(default is not None for default in self.defaults):
            row = [None if default is None else default(scope, run) for default in self.defaults]
            value = self._value(row)
            return Decided(value, self._named(row), inputs)
        if self.table.policy in MANY and not self.table.aggregation:
            return Decided([], {self.names[0]: []} if len(self.names) == 1 else [], inputs)
        if self.table.aggregation == "COUNT":
            zero = BUILTINS["count"].invoke(run, [[]], 0)
            return Decided(zero, {self.names[0]: zero}, inputs)
        reason = f"De tabel '{self.name}' heeft geen regel voor: {in_words(inputs)}."
        _impossible(run, f"{reason} Voeg een regel of een standaarduitkomst toe.", inputs)
        return Decided(None, dict.fromkeys(self.names), inputs)

    def _answer(self, decided: Decided, hits: list[CompiledRule], scope: Mapping[str, Any], run: Run) -> None:
        policy = self.table.policy
        if policy == "UNIQUE" and len(hits) > 1:
            numbers = " en ".join(str(rule.number) for rule in hits[:2])
            where = f"In de tabel '{self.name}' passen regel {numbers} allebei bij: {in_words(decided.inputs)}."
            self._fail(decided, run, f"{where} Maak ze verschillend.")
            return
        rows = [[output(scope, run) for output in rule.outputs] for rule in hits]
        if policy == "ANY" and any(equal(row, rows[0], run) is not True for row in rows[1:]):
            self._fail(
                decided, run,
                f"In de tabel '{self.name}' geven regels die tegelijk passen een andere uitkomst bij: {in_words(decided.inputs)}.",
            )  # fmt: skip
            return
        if policy in ("PRIORITY", "OUTPUT ORDER"):
            order = sorted(range(len(rows)), key=lambda index: self._rank(rows[index], run))
            rows = [rows[index] for index in order]
            decided.rules = [hits[index].number for index in order]
        if policy in MANY:
            self._collect(decided, rows, run)
        else:
            decided.value, decided.outputs = self._value(rows[0]), self._named(rows[0])
            if policy == "PRIORITY":
                decided.rules = decided.rules[:1]

    def _fail(self, decided: Decided, run: Run, reason: str) -> None:
        _impossible(run, reason, decided.inputs)
        decided.outputs = dict.fromkeys(self.names)

    def _collect(self, decided: Decided, rows: list[list[Any]], run: Run) -> None:
        values = [self._value(row) for row in rows]
        aggregation = AGGREGATIONS.get(self.table.aggregation)
        if aggregation and self.table.policy == "COLLECT" and len(self.names) == 1:
            total = BUILTINS[aggregation].invoke(run, [values], 0)
            if total is None:
                how = self.table.aggregation
                self._fail(decided, run, f"De uitkomsten van de tabel '{self.name}' zijn niet samen te voegen met {how}.")
                return
            decided.value, decided.outputs = total, {self.names[0]: total}
            return
        decided.value = values
        decided.outputs = {self.names[0]: values} if len(self.names) == 1 else values

    def _rank(self, row: list[Any], run: Run) -> tuple[int, ...]:
        """Where the outputs stand in their lists of output values: an earlier value comes first."""
        ranks = []
        for value, order in zip(row, self.priorities, strict=True):
            places = [place for place, one in enumerate(order) if equal(value, one, run) is True]
            ranks.append(places[0] if places else len(order))
        return tuple(ranks)

    def _value(self, row: list[Any]) -> Any:
        return row[0] if len(row) == 1 else dict(zip(self.names, row, strict=True))

    def _named(self, row: list[Any]) -> dict[str, Any]:
        return dict(zip(self.names, row, strict=True))


def _impossible(run: Run, reason: str, inputs: Mapping[str, Any]) -> None:
    if isinstance(run, Evaluation):
        run.impossible(reason, inputs)
    else:
        run.warn(reason, 0)


def compile_table(table: model.Table, to: Compilation, place: str) -> CompiledTable:
    """Compile a table; what cannot be read becomes findings of ``to`` that name rule and column."""
    compiled = CompiledTable(table, place)
    _check_policy(table, to)
    if len(compiled.names) == 1 and not compiled.names[0]:
        compiled.names = [place]
    for clause in table.inputs:
        compiled.inputs.append(_input(clause, to))
        compiled.values.append(to.tests(clause.values, f"de waarden van '{clause.label}'") if clause.values else None)
    for output in table.outputs:
        name = f"de standaarduitkomst van '{output.label}'"
        compiled.defaults.append(_output(output.default, output, to, name) if output.default else None)
        compiled.priorities.append(_listed(output.values, to, f"de waarden van '{output.label}'"))
    for number, rule in enumerate(table.rules, 1):
        compiled.rules.append(_rule(number, rule, table, to))
    compiled.ready()
    return compiled


def _check_policy(table: model.Table, to: Compilation) -> None:
    if table.policy not in POLICIES:
        to.problem(f"Het trefbeleid '{table.policy}' bestaat niet.", f"Kies uit: {', '.join(sorted(POLICIES))}.")
    if table.aggregation and table.aggregation not in AGGREGATIONS:
        to.problem(f"De samenvoeging '{table.aggregation}' bestaat niet.", f"Kies uit: {', '.join(AGGREGATIONS)}.")
    if table.aggregation and len(table.outputs) > 1:
        to.problem("Samenvoegen (som, aantal, …) kan alleen in een tabel met één uitkomst.", "Maak een tabel per uitkomst.")
    if not table.outputs:
        to.problem("De tabel heeft geen uitkomst.", "Voeg een uitkomstkolom toe.")
    if len(table.outputs) > 1 and not all(output.name for output in table.outputs):
        to.problem("Niet elke uitkomstkolom heeft een naam.", "Geef elke uitkomstkolom een naam.")


def _input(clause: model.Input, to: Compilation) -> tuple[str, Closure]:
    expression = to.expression(clause.expression, f"de invoerkolom '{clause.label}'") if clause.expression else None
    if expression is None:
        if not clause.expression:
            to.problem("Een invoerkolom heeft geen expressie.", "Zet in de kop van de kolom de naam van de variabele.")
        return clause.label, lambda scope, run: None
    return clause.expression, as_type(evaluated(expression), to.type(clause.type), clause.label)


def _rule(number: int, rule: model.Rule, table: model.Table, to: Compilation) -> CompiledRule:
    tests = []
    if len(rule.tests) != len(table.inputs) or len(rule.outputs) != len(table.outputs):
        to.problem(f"Regel {number} heeft niet voor elke kolom een cel.", "Open de tabel in dmn-js en bewaar haar opnieuw.")
    for index, (text, clause) in enumerate(zip(rule.tests, table.inputs, strict=False)):
        cell = to.tests(text, f"regel {number}, kolom '{clause.label}'")
        if cell is not None and not cell.always:
            tests.append((index, cell))
    outputs = []
    for text, output in zip(rule.outputs, table.outputs, strict=False):
        outputs.append(_output(text, output, to, f"regel {number}, kolom '{output.label}'"))
    return CompiledRule(number, tests, outputs, rule.annotations)


def _output(text: str, output: model.Output, to: Compilation, place: str) -> Closure:
    if not text or text == "-":
        return lambda scope, run: None
    expression = to.expression(text, place)
    if expression is None:
        return lambda scope, run: None
    return _checked(evaluated(expression), to, output)


def _checked(closure: Closure, to: Compilation, output: model.Output) -> Closure:
    """The output with a warning when its value is not of the declared type (it is not changed: 8.2.9 constrains, not coerces)."""
    wanted = to.type(output.type)
    if wanted is None or wanted.kind == "Any":
        return closure
    name, expected = output.name or output.label, wanted

    def checked(scope: Mapping[str, Any], run: Run) -> Any:
        value = closure(scope, run)
        if value is not None and not expected.conforms(value) and kind(value) != "list":
            run.warn(f"De uitkomst '{name}' is {dutch(value)} en past niet bij het type '{expected.name or expected.kind}'.", 0)
        return value

    return checked


def _listed(text: str, to: Compilation, place: str) -> list[Any]:
    """The values of an output in order of priority: those that its output values list; a test like ``>= 0`` has no place."""
    cell = to.tests(text, place) if text else None
    if cell is None:
        return []
    return [test.operand.value for test in cell.node.tests if not test.operator and isinstance(test.operand, syntax.Literal)]


def _boxed(table: model.Table, to: Compilation, place: str) -> Closure:
    """A table inside another boxed expression: only its value counts."""
    compiled = compile_table(table, to, place)
    return lambda scope, run: compiled.decide(scope, run).value


COMPILERS[model.Table] = _boxed
