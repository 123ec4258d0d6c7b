"""A grammar of FEEL expressions as Hypothesis strategies: mostly well typed, sometimes not, over one fixed context."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

CONTEXT: dict[str, Any] = {
    "a": 3,
    "b": -2.5,
    "naam": "Jansen",
    "leeg": None,
    "ja": True,
    "lijst": [1, 2, 3, 2],
    "teksten": ["b", "a", "c"],
    "gegevens": {"x": 1, "y": "tekst"},
    "rijen": [{"bedrag": 10, "soort": "huur"}, {"bedrag": 5, "soort": "energie"}, {"bedrag": 20, "soort": "huur"}],
}
Text = st.SearchStrategy[str]

_numbers = st.one_of(st.integers(-20, 20).map(str), st.sampled_from(["0.5", "1.25", "2.75", "-0.1", "100", "a", "b"]))
_texts = st.sampled_from(['""', '"a"', '"Jansen"', '"de huur"', '"ab"', "naam", '"x-y"', '"é"'])
_booleans = st.sampled_from(["true", "false", "ja", "leeg = null"])
_dates = st.sampled_from(['date("2026-02-28")', 'date("2024-02-29")', '@"2025-12-31"', 'date("2026-11-24")', "date(2026, 1, 31)"])
_moments = st.sampled_from(['date and time("2026-03-29T01:30:00")', '@"2026-01-01T00:00:00"', 'date and time("2026-11-24T14:30:15")'])
_times = st.sampled_from(['time("10:30:00")', '@"23:59:59"', "time(8, 15, 0)"])
_days = st.sampled_from(['duration("P1D")', '@"PT36H"', '@"-P2DT3H"', 'duration("PT90M")', '@"PT0S"'])
_months = st.sampled_from(['duration("P1Y2M")', '@"P14M"', '@"-P3M"', '@"P1Y"'])
_lists = st.sampled_from(["lijst", "[]", "[1, 2, 3]", "[5]", "[3, 1, 2]", "rijen.bedrag", "[1, null, 2]"])
_contexts = st.sampled_from(["gegevens", '{x: 2, y: "z"}', "{}", "rijen[1]"])


def _call(name: str, *arguments: Text) -> Text:
    return st.tuples(*arguments).map(lambda given: f"{name}({', '.join(given)})")


def _infix(left: Text, signs: list[str], right: Text) -> Text:
    return st.tuples(left, st.sampled_from(signs), right).map(lambda one: f"({one[0]} {one[1]} {one[2]})")


def _template(pattern: str, *parts: Text) -> Text:
    return st.tuples(*parts).map(lambda given: pattern.format(*given))


def expressions(depth: int) -> Text:
    """Expressions of any kind, nested at most ``depth`` deep."""
    kinds = typed(depth)
    return st.one_of(*kinds.values())


def typed(depth: int) -> dict[str, Text]:
    """One strategy a kind of value."""
    if depth <= 0:
        return {
            "number": _numbers, "string": _texts, "boolean": _booleans, "date": _dates, "moment": _moments, "time": _times,
            "days": _days, "months": _months, "list": _lists, "context": _contexts,
        }  # fmt: skip
    below = typed(depth - 1)
    return {name: st.one_of(below[name], make(below)) for name, make in _MAKERS.items()}


def _number(k: dict[str, Text]) -> Text:
    n, s, xs = k["number"], k["string"], k["list"]
    small = st.integers(0, 3).map(str)
    return st.one_of(
        _infix(n, ["+", "-", "*", "/"], n),
        _template("({} ** {})", n, small),
        _template("-{}", st.sampled_from(["a", "b", "(a + 1)"])),
        _template("if {} then {} else {}", k["boolean"], n, n).map(lambda text: f"({text})"),
        _call("abs", n), _call("floor", n), _call("ceiling", n), _call("modulo", n, n), _call("sqrt", n),
        _call("decimal", n, small), _call("round half up", n, small), _call("round down", n, small), _call("round up", n, small),
        _call("count", xs), _call("sum", xs), _call("min", xs), _call("max", xs), _call("mean", xs), _call("product", xs),
        _call("median", xs), _call("string length", s),
        _template("{}[{}]", st.sampled_from(["lijst", "[4, 5, 6]"]), st.integers(-4, 4).map(str)),
        _template("{}.{}", k["date"], st.sampled_from(["year", "month", "day", "weekday"])),
        _template("{}.{}", k["days"], st.sampled_from(["days", "hours", "minutes", "seconds"])),
        _template("{}.{}", k["months"], st.sampled_from(["years", "months"])),
        _call("day of year", k["date"]), _call("week of year", k["date"]), _template("({}).x", k["context"]),
        _call("number", st.sampled_from(['"12"', '"1,000.5"', '"a"']), st.just('","'), st.just('"."')),
    )  # fmt: skip


def _string(k: dict[str, Text]) -> Text:
    s, n = k["string"], k["number"]
    return st.one_of(
        _infix(s, ["+"], s), _call("string", st.one_of(n, k["boolean"], k["date"], k["days"], k["months"], k["time"], s)),
        _call("substring", s, st.integers(-3, 4).map(str)), _call("substring", s, st.integers(1, 3).map(str), st.integers(1, 3).map(str)),
        _call("upper case", s), _call("lower case", s), _call("substring before", s, s), _call("substring after", s, s),
        _call("replace", s, st.sampled_from(['"a"', '"[aeiou]"', '"(n)(s)"']), st.sampled_from(['"o"', '"$1"', '"$2-$1"'])),
        _call("string join", st.sampled_from(["teksten", '["x", null, "y"]', "[]"]), st.sampled_from(['", "', '""'])),
        _call("day of week", k["date"]), _call("month of year", k["date"]),
        _template("(if {} then {} else {})", k["boolean"], s, s),
    )  # fmt: skip


def _boolean(k: dict[str, Text]) -> Text:
    n, s, b, xs = k["number"], k["string"], k["boolean"], k["list"]
    signs = ["=", "!=", "<", "<=", ">", ">="]
    return st.one_of(
        _infix(n, signs, n), _infix(s, signs, s), _infix(b, ["and", "or", "=", "!="], b), _infix(k["date"], signs, k["date"]),
        _infix(k["days"], signs, k["days"]), _infix(k["months"], signs, k["months"]), _infix(xs, ["=", "!="], xs),
        _infix(k["moment"], signs, k["moment"]), _infix(k["time"], signs, k["time"]), _infix(k["context"], ["=", "!="], k["context"]),
        _template("({} between {} and {})", n, n, n),
        _template("({} in [{}..{}])", n, st.integers(-5, 0).map(str), st.integers(1, 9).map(str)),
        _template("({} in ({}, {}))", n, n, n), _template("({} in ({}, {}))", s, s, s), _template("({} in (> {}, < {}))", n, n, n),
        _call("not", b), _call("contains", s, s), _call("starts with", s, s), _call("ends with", s, s),
        _call("matches", s, st.sampled_from(['"^[a-z]+$"', '"a.c"', '"J.*n"'])), _call("list contains", xs, n),
        _template("(some x in {} satisfies x > {})", xs, n), _template("(every x in {} satisfies x > {})", xs, n),
        _call("all", st.sampled_from(["[true, false]", "[true, null]", "[]", "[true]"])),
        _call("any", st.sampled_from(["[true, false]", "[false, null]", "[]", "[false]"])), _call("odd", n), _call("even", n),
        _template("({} instance of {})", st.one_of(n, s, b), st.sampled_from(["number", "string", "boolean"])),
        _infix(st.one_of(n, s, b), ["=", "<"], st.sampled_from(["null", "leeg", '"a"', "1", "true"])),
    )  # fmt: skip


def _list(k: dict[str, Text]) -> Text:
    n, xs = k["number"], k["list"]
    return st.one_of(
        _template("[{}, {}]", n, n), _template("(for x in {} return x * {})", xs, n),
        _template("(for x in {}..{} return x)", st.integers(-2, 2).map(str), st.integers(-2, 3).map(str)),
        _template("{}[item > {}]", st.sampled_from(["lijst", "[4, 5, 6]"]), n), _call("append", xs, n), _call("concatenate", xs, xs),
        _call("reverse", xs), _call("distinct values", xs), _call("union", xs, xs), _call("flatten", _template("[[{}], {}]", n, xs)),
        _call("sublist", xs, st.integers(-2, 3).map(str)), _call("insert before", xs, st.integers(1, 2).map(str), n),
        _call("remove", xs, st.integers(1, 3).map(str)), _call("index of", xs, n),
        _call("split", k["string"], st.sampled_from(['"a"', '"-"'])),
        _call("sort", xs, st.just("function(x, y) x < y")), st.just('rijen[soort = "huur"].bedrag'), _call("mode", xs),
        _template("get entries({}).key", st.sampled_from(["gegevens", "{z: 1}"])),
    )  # fmt: skip


def _span(k: dict[str, Text]) -> Text:
    return st.one_of(
        _infix(k["days"], ["+", "-"], k["days"]), _infix(k["days"], ["*"], st.integers(-3, 3).map(str)),
        _infix(k["date"], ["-"], k["date"]),
        _infix(k["moment"], ["-"], k["moment"]), _infix(k["time"], ["-"], k["time"]),
    )  # fmt: skip


def _month_span(k: dict[str, Text]) -> Text:
    return st.one_of(
        _infix(k["months"], ["+", "-"], k["months"]), _infix(k["months"], ["*"], st.integers(-3, 3).map(str)),
        _call("years and months duration", k["date"], k["date"]),
    )  # fmt: skip


_MAKERS: dict[str, Callable[[dict[str, Text]], Text]] = {
    "number": _number,
    "string": _string,
    "boolean": _boolean,
    "date": lambda k: st.one_of(_infix(k["date"], ["+", "-"], st.one_of(k["days"], k["months"])), _call("date", k["moment"])),
    "moment": lambda k: st.one_of(
        _infix(k["moment"], ["+", "-"], st.one_of(k["days"], k["months"])), _call("date and time", k["date"], k["time"])
    ),
    "time": lambda k: st.one_of(_infix(k["time"], ["+", "-"], k["days"]), _call("time", k["moment"])),
    "days": _span,
    "months": _month_span,
    "list": _list,
    "context": lambda k: st.one_of(
        _template("{{x: {}, y: {}}}", k["number"], k["string"]),
        _call("context put", k["context"], st.just('"x"'), k["number"]),
        _template("context merge([{}, {}])", k["context"], k["context"]),
    ),
}
