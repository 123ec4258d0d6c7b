"""The analysis of decision tables is exact: it says what trying everything says, and each finding is a sentence with its remedy."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from phu_runtime.decisions import model
from phu_runtime.decisions.analyse import Analysis, analyse_table
from phu_runtime.decisions.logic import Compilation
from phu_runtime.decisions.tables import CompiledTable, compile_table
from phu_runtime.decisions.types import Types
from phu_runtime.feel import compile_unary_tests, equal
from phu_runtime.feel.run import DEFAULT, Frame, Run

TABLES = 1200


def compiled(table: model.Table) -> CompiledTable:
    to = Compilation("test.dmn", frozenset(), Types(model.Model("test.dmn", "", ""), {}))
    made = compile_table(table, to, "proef")
    assert to.findings == []
    return made


@dataclass
class Column:
    """A random input: how its cells are written, what it declares, and every value worth trying."""

    type: str
    values: str
    cells: list[str]
    universe: list[Any]


def text_column(chance: random.Random) -> Column:
    cells = ["-", '"a"', '"b"', '"c"', '"a","b"', 'not("a")', 'not("a","c")', '? = "b" or ? = "c"']
    universe: list[Any] = ["a", "b", "c", "zz"]
    values = chance.choice(["", '"a","b","c"', '"a","b"'])
    if chance.random() < 0.3:
        cells += ["null", 'null, "a"', "not(null)"]
    return Column("string", values, cells, universe)


def number_column(chance: random.Random) -> Column:
    cells = ["-", "< 2", "<= 2", "> 2", ">= 3", "[1..3]", "(1..3)", "]1..2]", "2", "1, 3", "not(2)", "not([1..2])", "? > 1 and ? < 3"]
    universe: list[Any] = [Decimal(half) / 2 for half in range(-3, 10)]
    return Column("number", chance.choice(["", ">= 0", "[0..4]", "1, 2, 3"]), cells, universe)


def date_column(chance: random.Random) -> Column:
    cells = ["-", '< @"2026-01-02"', '>= date("2026-01-02")', '[@"2026-01-01"..@"2026-01-03"]', '@"2026-01-05"', '> @"2026-01-05"']
    return Column("date", "", cells, [date(2025, 12, 30) + timedelta(days=day) for day in range(9)])


def boolean_column(chance: random.Random) -> Column:
    return Column("boolean", "", ["-", "true", "false", "not(true)"], [True, False])


def random_table(chance: random.Random) -> tuple[model.Table, list[Column]]:
    makers = (text_column, number_column, date_column, boolean_column)
    columns = [chance.choice(makers)(chance) for _ in range(chance.randint(1, 3))]
    policy = chance.choice(["UNIQUE", "ANY", "FIRST", "PRIORITY", "COLLECT"])
    rules = [
        model.Rule("", [chance.choice(column.cells) for column in columns], [chance.choice(['"x"', '"y"'])])
        for _ in range(chance.randint(1, 6))
    ]  # fmt: skip
    inputs = [model.Input("", f"k{n}", f"k{n}", column.type, column.values) for n, column in enumerate(columns)]
    default = chance.choice(["", "", '"x"']) if policy != "COLLECT" else ""
    output = model.Output("", "uit", "uit", "string", '"x","y"', default)
    return model.Table("", policy, "", inputs, [output], rules), columns


class Tried:
    """What trying every combination of values says."""

    def __init__(self, table: model.Table, made: CompiledTable, columns: list[Column]) -> None:
        self.policy = table.policy
        self.outputs = [rule.outputs[0] for rule in table.rules]
        self.default = table.outputs[0].default
        self.order = sorted(range(len(self.outputs)), key=lambda rule: self.outputs[rule]) if table.policy == "PRIORITY" else None
        self.live: dict[tuple[Any, ...], tuple[int, ...]] = {}
        for values in itertools.product(*(self._universe(column, table, n) for n, column in enumerate(columns))):
            frame = Frame({}, None, Run({}, {}, DEFAULT, None))
            held = [
                rule.number - 1 for rule in made.rules if all(tests.holds(values[index], frame) for index, tests in rule.tests)
            ]  # fmt: skip
            self.live[values] = tuple(held)

    @staticmethod
    def _universe(column: Column, table: model.Table, place: int) -> list[Any]:
        values = list(column.universe)
        if any("null" in rule.tests[place] for rule in table.rules):
            values.append(None)
        allowed = compile_unary_tests(column.values)
        return [value for value in values if allowed.matches(value)]

    def gaps(self) -> set[tuple[Any, ...]]:
        if self.policy == "COLLECT" or self.default:
            return set()
        return {values for values, held in self.live.items() if not held}

    def overlaps(self) -> set[tuple[int, int]]:
        if self.policy not in ("UNIQUE", "ANY"):
            return set()
        pairs = {pair for held in self.live.values() for pair in itertools.combinations(held, 2)}
        return {(a + 1, b + 1) for a, b in pairs if self.policy == "UNIQUE" or self.outputs[a] != self.outputs[b]}

    def winner(self, held: tuple[int, ...]) -> int | None:
        if self.order is not None:
            return next((rule for rule in self.order if rule in held), None)
        return held[0] if held else None

    def answer(self, held: tuple[int, ...]) -> str | None:
        if not held:
            return self.default or None
        if self.policy == "UNIQUE" and len(held) > 1:
            return "te veel"
        if self.policy == "ANY" and len({self.outputs[rule] for rule in held}) > 1:
            return "oneens"
        winner = self.winner(held)
        return None if winner is None else self.outputs[winner]

    def unreachable(self) -> set[int]:
        never = {rule for rule in range(len(self.outputs)) if all(rule not in held for held in self.live.values())}
        if self.policy in ("FIRST", "PRIORITY"):
            never |= {rule for rule in range(len(self.outputs)) if all(self.winner(held) != rule for held in self.live.values())}
        return {rule + 1 for rule in never}

    def redundant(self) -> set[int]:
        if self.policy == "COLLECT":
            return set()
        idle = set()
        for rule in range(len(self.outputs)):
            without = [(held, tuple(one for one in held if one != rule)) for held in self.live.values()]
            if all(self.answer(held) == self.answer(less) for held, less in without):
                idle.add(rule + 1)
        return idle - self.unreachable()


def found(analysis: Analysis, kind: str) -> set[int]:
    return {one.rules[0] for one in analysis.findings if one.kind == kind}


def covered(row: tuple[str, ...], values: tuple[Any, ...]) -> bool:
    return all(compile_unary_tests(cell).matches(value) for cell, value in zip(row, values, strict=True))


@pytest.mark.parametrize("seed", range(12))
def test_the_analysis_says_what_trying_everything_says(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(TABLES // 12):
        table, columns = random_table(chance)
        made = compiled(table)
        analysis = analyse_table("proef", made, most_gaps=10_000)
        assert analysis.undetermined == []
        tried = Tried(table, made, columns)
        rows = [one.row for one in analysis.findings if one.kind == "missing"]
        gaps = {values for values in tried.live if any(covered(row, values) for row in rows)}
        assert gaps == tried.gaps(), table
        assert {one.rules for one in analysis.findings if one.kind == "overlap"} == tried.overlaps(), table
        assert found(analysis, "unreachable") == tried.unreachable(), table
        assert found(analysis, "redundant") == tried.redundant(), table


def simple(policy: str, rules: list[tuple[list[str], str]], *, values: str = "", default: str = "", outputs: str = "") -> Analysis:
    inputs = [
        model.Input("", "Kinderen", "kinderen", "string", values or '"ja","nee","onbekend"'),
        model.Input("", "Twijfel", "twijfel", "boolean"),
    ]
    output = model.Output("", "niveau", "Niveau", "string", outputs, default)
    table = model.Table("", policy, "", inputs, [output], [model.Rule("", tests, [out]) for tests, out in rules])
    return analyse_table("afstemming", compiled(table))


def test_a_missing_combination_is_named_with_the_row_to_add() -> None:
    analysis = simple("UNIQUE", [(['"ja"', "-"], '"a"'), (['"nee"', "-"], '"b"'), (['"onbekend"', "true"], '"c"')])
    (finding,) = analysis.findings
    assert finding.message == "Tabel 'afstemming': kinderen = onbekend, twijfel = nee: geen regel. Voeg toe: \"onbekend\" | false"
    assert finding.row == ('"onbekend"', "false")


def test_two_rules_that_meet_are_named_with_the_place() -> None:
    analysis = simple("UNIQUE", [(['"ja","nee"', "-"], '"a"'), (['"nee"', "true"], '"b"'), (['"onbekend"', "-"], '"c"')])
    assert [one.message for one in analysis.findings] == [
        "Tabel 'afstemming': regel 1 en 2 passen allebei bij kinderen = nee, twijfel = ja; dat mag niet bij 'uniek'."
    ]


def test_a_rule_with_a_typing_mistake_can_never_hit() -> None:
    analysis = simple("FIRST", [(['"jaa"', "-"], '"a"'), (["-", "-"], '"b"')])
    assert [one.message for one in analysis.findings] == [
        "Tabel 'afstemming': regel 1 kan nooit passen: geen waarde van 'kinderen' voldoet aan de cel."
    ]


def test_a_rule_behind_a_wider_one_never_has_its_turn() -> None:
    analysis = simple("FIRST", [(["-", "true"], '"a"'), (['"ja"', "true"], '"b"'), (["-", "-"], '"c"')])
    assert [one.message for one in analysis.findings] == [
        "Tabel 'afstemming': regel 2 komt nooit aan de beurt: andere regels gaan altijd voor."
    ]


def test_a_rule_that_changes_nothing_can_go() -> None:
    analysis = simple("FIRST", [(['"ja"', "-"], '"c"'), (["-", "-"], '"c"')])
    assert [one.kind for one in analysis.findings] == ["redundant"]


def test_an_output_outside_its_values_is_named() -> None:
    analysis = simple("FIRST", [(["-", "-"], '"afsteming"')], outputs='"afstemming","geen"')
    assert [one.message for one in analysis.findings] == [
        "Tabel 'afstemming', regel 1: de uitkomst 'niveau' is afsteming; dat staat niet bij de uitkomstwaarden \"afstemming\",\"geen\"."
    ]


def test_an_output_of_the_wrong_type_is_named() -> None:
    analysis = simple("FIRST", [(["-", "-"], "3")])
    assert "dat is een getal en past niet bij het type 'string'" in analysis.findings[0].message


def test_what_depends_on_more_than_the_input_is_said_not_to_be_established() -> None:
    analysis = simple("FIRST", [(["andere variabele", "-"], '"a"')])
    assert analysis.findings == []
    assert "Niet vastgesteld" in analysis.undetermined[0]


def test_a_table_beyond_the_bound_says_so_and_still_names_overlaps() -> None:
    chance = random.Random(5)
    inputs = [model.Input("", f"k{n}", f"k{n}", "number") for n in range(8)]
    cells = [[f"> {chance.randint(0, 90)}" for _ in inputs] for _ in range(40)]
    table = model.Table("", "UNIQUE", "", inputs, [model.Output("", "uit", "uit")], [model.Rule("", row, ["1"]) for row in cells])
    analysis = analyse_table("groot", compiled(table), bound=500)
    assert "te veel combinaties" in analysis.undetermined[0]
    assert len([one for one in analysis.findings if one.kind == "overlap"]) == 40 * 39 // 2


def test_equal_answers_of_values_are_equal_whatever_their_spelling() -> None:
    analysis = simple("ANY", [(["-", "-"], '"a"'), (['"ja"', "-"], '"a"')])
    assert [one.kind for one in analysis.findings] == ["redundant"]
    assert equal(Decimal("1.0"), Decimal(1)) is True
