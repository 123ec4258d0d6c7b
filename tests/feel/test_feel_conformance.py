"""Each construct of FEEL does what DMN 1.5 chapter 10 says; the cases are ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from phu_runtime.feel import (
    Budget,
    FeelError,
    FeelWarning,
    TooMuch,
    YearsMonths,
    compile_expression,
    compile_unary_tests,
    from_feel,
    strip_marker,
    to_feel,
    to_text,
)

CONTEXT = to_feel(
    {
        "huur": 650,
        "naam": "Jansen",
        "Maandelijkse huur": 700,
        "a-b": 9,
        "a": 5,
        "b": 2,
        "leeg": None,
        "kinderen": "onbekend",
        "wonen": {"stad": "Gorinchem", "kamers": 3},
        "betalingen": [{"bedrag": 10, "op": date(2026, 1, 5)}, {"bedrag": 25, "op": date(2026, 2, 5)}],
    }
)

CASES = [
    # literals and names
    ("1 + 2 * 3", "7"),
    ("(1 + 2) * 3", "9"),
    ("-2 ** 2", "4"),
    ("2 ** 3 ** 2", "64"),
    ("10 - 2 - 3", "5"),
    (".5 + 1.5e1", "15.5"),
    ("0.1 + 0.2 = 0.3", "true"),
    ("1 / 3", "0.3333333333333333333333333333333333"),
    ("0 ** 0", "1"),
    ('"a\\u0041\\n" = "aA\\n"', "true"),
    ('"\\U01F600"', "😀"),
    ("Maandelijkse huur + 1", "701"),
    ("Maandelijkse  huur - huur", "50"),
    ("a-b", "9"),
    ("a - b", "9"),
    ("b-a", "-3"),
    ("huur /* euro */ + 1 // per maand", "651"),
    # logic in three values
    ("true and null", "null"),
    ("false and null", "false"),
    ("true or null", "true"),
    ("false or null", "null"),
    ("false or false", "false"),
    ("not(null)", "null"),
    ('true and "ja"', "null"),
    ("null = null", "true"),
    ("null = 1", "false"),
    ('"1" = 1', "null"),
    ("[1, 2] = [1, 2]", "true"),
    ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
    ('"a" < "b"', "true"),
    ("1 < null", "null"),
    # in, between, ranges
    ("5 in [1..5]", "true"),
    ("5 in [1..5)", "false"),
    ("5 in ]5..7]", "false"),
    ("5 in (> 3, < 1)", "true"),
    ("5 in (1, 5)", "true"),
    ('kinderen in ("ja", "nee")', "false"),
    ("a between 1 and 5 and b = 2", "true"),
    ("[1..10].start", "1"),
    ("(>= 5).end", "null"),
    ("3 in (>= 3)", "true"),
    ("[3..1]", "null"),
    ("before([1..5), 5)", "true"),
    ("overlaps([1..5], [5..8])", "true"),
    ("during(3, [1..5])", "true"),
    ("meets([1..5], [5..8])", "true"),
    ("coincides([1..5], [1..5])", "true"),
    ('range("[1..5)")', "[1..5)"),
    # if, for, some, every
    ('if huur > 600 then "hoog" else "laag"', "hoog"),
    ('if null then "ja" else "nee"', "nee"),
    ("for x in [1, 2], y in [10, 20] return x * y", "[10, 20, 20, 40]"),
    ("for i in 3..1 return i", "[3, 2, 1]"),
    ("for i in [1..3) return i", "[1, 2]"),
    ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", "[1, 2, 6, 24]"),
    ('count(for d in @"2026-01-30"..@"2026-02-02" return d)', "4"),
    ("some b in betalingen satisfies b.bedrag > 20", "true"),
    ("every b in betalingen satisfies b.bedrag > 20", "false"),
    ("every x in [] satisfies false", "true"),
    # paths, filters, contexts, lists
    ("wonen.stad", "Gorinchem"),
    ("betalingen.bedrag", "[10, 25]"),
    ("betalingen[bedrag > 20].op", "[2026-02-05]"),
    ("betalingen[-1].bedrag", "25"),
    ("[1, 2, 3][item >= 2]", "[2, 3]"),
    ("[1, 2, 3][4]", "null"),
    ("[1, 2, 3][0]", "null"),
    ("5[1]", "5"),
    ("[][1]", "null"),
    ("[][item > 1]", "[]"),
    ("[{item: 1}, {item: 2}][item > 1]", "[{item: 2}]"),
    ("{a: 1, b: a + 1}.b", "2"),
    ('{"een sleutel": 1}.een sleutel', "1"),
    ("{a: 1, a: 2}", "null"),
    ("[[1, 2], [3]]", "[[1, 2], [3]]"),
    # functions
    ("(function(x: number, y) x + y)(1, 2)", "3"),
    ("{keer: function(n) if n <= 1 then 1 else n * keer(n - 1), uit: keer(5)}.uit", "120"),
    ("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"),
    ('substring(string: "huurder", start position: 5)', "der"),
    ("modulo(dividend: -12, divisor: 5)", "3"),
    # instance of
    ("1 instance of number", "true"),
    ("[1, 2] instance of list<number>", "true"),
    ('{a: "x"} instance of context<a: string>', "true"),
    ("[1..2] instance of range<number>", "true"),
    ("(function(x) x) instance of function<Any> -> Any", "true"),
    ("null instance of Null", "true"),
    # numbers
    ("decimal(2.5, 0)", "2"),
    ("round half up(2.5, 0)", "3"),
    ("round up(-1.1, 0)", "-2"),
    ("floor(-1.5)", "-2"),
    ("ceiling(1.23, 1)", "1.3"),
    ("sqrt(16)", "4"),
    ("odd(5)", "true"),
    ("abs(@\"-P3M\")", "P3M"),
    # texts
    ('string length("😀é")', "2"),
    ('substring("huurder", -3, 2)', "de"),
    ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
    ('matches("huur 2026", "^[a-z]+ \\\\d{4}$")', "true"),
    ('matches("b", "[a-z-[aeiou]]")', "true"),
    ('split("a;b;;c", ";")', '["a", "b", "", "c"]'),
    ('string join(["a", null, "b"], "-")', "a-b"),
    ('contains("huurder", "uur")', "true"),
    # lists
    ("sum([1, 2, 3])", "6"),
    ("sum([])", "null"),
    ("max(1, 3, 2)", "3"),
    ("mean([1, 2])", "1.5"),
    ("median([1, 4, 2, 3])", "2.5"),
    ("mode([6, 3, 9, 6, 6])", "[6]"),
    ("stddev([2, 4, 7, 5])", "2.081665999466132735282297706979931"),
    ("all([true, null])", "null"),
    ("any([])", "false"),
    ("append([1], 2, 3)", "[1, 2, 3]"),
    ("concatenate([1], [2])", "[1, 2]"),
    ("concatenate([1], null)", "null"),
    ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
    ("remove([1, 2, 3], -1)", "[1, 2]"),
    ("list replace([1, 2], 1, 9)", "[9, 2]"),
    ("list replace([1, 2, 3], function(x, n) x > 1, 0)", "[1, 0, 0]"),
    ("index of([1, 2, 1], 1)", "[1, 3]"),
    ("union([1, 2], [2, 3])", "[1, 2, 3]"),
    ("flatten([[1, [2]], 3])", "[1, 2, 3]"),
    ("sublist([1, 2, 3], 2, 1)", "[2]"),
    # contexts
    ('get value({a: 1}, "a")', "1"),
    ("get entries({a: 1})[1].key", "a"),
    ('context([{key: "a", value: 1}])', "{a: 1}"),
    ('context put({a: {b: 1}}, ["a", "b"], 2)', "{a: {b: 2}}"),
    ("context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}"),
    # dates, times, durations
    ('date("2026-01-31") + duration("P1M")', "2026-02-28"),
    ('@"2026-03-29T01:30:00@Europe/Amsterdam" + @"PT1H"', "2026-03-29T03:30:00@Europe/Amsterdam"),
    ('@"2026-11-24" - @"2026-11-01"', "P23D"),
    ('@"10:00:00+01:00" = @"09:00:00Z"', "true"),
    ('@"2026-11-24T10:00:00" > @"2026-11-24T09:59:59"', "true"),
    ('@"2026-11-24".weekday', "2"),
    ('day of week(@"2026-11-24")', "Tuesday"),
    ('week of year(@"2021-01-03")', "53"),
    ('duration("P1DT12H") / 2', "PT18H"),
    ('years and months duration(@"2025-08-15", @"2026-11-24")', "P1Y3M"),
    ('string(@"P14M")', "P1Y2M"),
    ('date("9999-12-31") + @"P1D"', "10000-01-01"),
    ('date("-0001-03-01") - @"P1D"', "-0001-02-28"),
    ('date("2026-02-30")', "null"),
    ('is(@"10:00:00Z", @"10:00:00+00:00")', "true"),
    ('time("14:30:00.25").second', "0"),
    ('number("1.234,5", ".", ",")', "1234.5"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_expressions_give_what_the_specification_says(text: str, expected: str) -> None:
    assert to_text(compile_expression(text, CONTEXT).evaluate(CONTEXT)) == expected


@pytest.mark.parametrize(
    ("cell", "value", "holds"),
    [
        ("-", 5, True), ("", None, True), ("5", 5, True), ("< 5, > 10", 11, True), ("[1..3]", 3, True), ("(1..3)", 3, False),
        ("not(1, 2)", 3, True), ("not(1, 2)", 2, False), ('"ja", "nee"', "nee", True), ("null", None, True), ("true", False, False),
        ("? > 3 and ? < 9", 5, True), ('contains(?, "uur")', "huurder", True), ("huur", 650, True), (">= huur", 651, True),
        ("> 5", None, False), ("not(null)", None, False), ('date("2026-01-01")', date(2026, 1, 1), True),
        ('>= date("2026-01-01")', date(2025, 1, 1), False), ("[1, 2]", 2, True), ("not(true)", False, True), ("= 5", 5, True),
    ],
)  # fmt: skip
def test_cells_accept_what_the_specification_says(cell: str, value: Any, holds: bool) -> None:
    assert compile_unary_tests(cell, CONTEXT).matches(to_feel(value), CONTEXT) is holds


class Lazy(Mapping[str, Any]):
    """A context that notes what it is asked and cannot be walked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getitem__(self, name: str) -> Any:
        self.asked.append(name)
        return {"a": Decimal(1), "b": Decimal(2)}[name]

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("a context is never copied")

    def __len__(self) -> int:
        raise AssertionError("a context is never copied")


def test_a_context_is_asked_only_for_what_is_evaluated() -> None:
    context = Lazy()
    assert compile_expression("if a = 1 then a else b").evaluate(context) == 1
    assert context.asked == ["a", "a"]


def test_functions_of_the_caller_take_feel_values_and_give_python_ones() -> None:
    functions = {"werkdagen": lambda start, n: start + timedelta(days=int(n)), "dubbel": lambda getal: float(getal) * 2}
    expression = compile_expression('werkdagen(date("2026-11-24"), 2)')
    assert expression.evaluate({}, functions) == date(2026, 11, 26)
    assert compile_expression("dubbel(getal: 1.5) + 1").evaluate({}, functions) == Decimal("4.0")


def test_numbers_that_a_caller_left_unconverted_still_count() -> None:
    assert compile_expression("a * 2 + b < 10").evaluate({"a": 3, "b": 0.5}) is True


def test_moments_of_python_are_moments_of_feel() -> None:
    context = {"nu": datetime(2026, 11, 24, 10, 30).astimezone()}
    assert compile_expression('nu + @"PT1H" > nu').evaluate(context) is True
    assert compile_expression("nu.minute").evaluate(context) == 30


def test_json_goes_in_and_comes_out() -> None:
    assert from_feel(to_feel({"a": [1, 2.5, True, None], "d": date(2026, 1, 1)})) == {"a": [1, 2.5, True, None], "d": "2026-01-01"}
    assert from_feel(YearsMonths(14)) == "P1Y2M"


def test_the_marker_of_bpmn_and_forms_is_taken_off() -> None:
    assert strip_marker(' = a + 1 ') == "a + 1"
    assert strip_marker("a = 1") == "a = 1"


def test_an_error_names_the_place() -> None:
    with pytest.raises(FeelError) as caught:
        compile_expression("huur > ")
    assert caught.value.position == 7
    assert "houdt te vroeg op" in caught.value.message


def test_a_null_made_by_a_mistake_is_reported_and_one_from_the_case_is_not() -> None:
    warnings: list[FeelWarning] = []
    assert compile_expression("leeg + 1").evaluate(CONTEXT, warnings=warnings) is None
    assert warnings == []
    assert compile_expression("naam + 1").evaluate(CONTEXT, warnings=warnings) is None
    assert [one.position for one in warnings] == [5]


def test_a_budget_is_the_same_everywhere() -> None:
    with pytest.raises(TooMuch):
        compile_expression("for x in 1..100 return x").evaluate({}, budget=Budget(steps=50))
