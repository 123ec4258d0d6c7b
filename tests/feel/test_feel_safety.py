"""Hostile expressions are refused or end soon, and no input makes anything else than a FeelError."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from phu_runtime.feel import FeelError, TooMuch, compile_expression, compile_unary_tests, to_feel

LIMIT = 0.1
HOSTILE = [
    "9**9**9",
    "9**999999999",
    "(9**6000) * (9**6000)",
    "exp(9**30)",
    "(" * 5000 + "1" + ")" * 5000,
    "[" * 5000,
    "{a:" * 500 + "1" + "}" * 500,
    "-" * 5000 + "1",
    "not(" * 300 + "true" + ")" * 300,
    "1" + "+1" * 9000,
    "a" + ".a" * 5000,
    "a" + "[1]" * 5000,
    "if true then " * 300 + "1",
    "for i in 1..1000000000 return i",
    "for i in 1..1000, j in 1..1000, k in 1..1000 return i",
    "count(for i in 1..100000 return i)",
    "some i in 1..1000000000 satisfies i < 0",
    "{f: function(n) f(n + 1), r: f(1)}.r",
    "{f: function(n) f(n - 1) + f(n - 2), r: f(50)}.r",
    "{f: function(n) g(n), g: function(n) f(n), r: f(1)}.r",
    "for i in 1..10000 return concatenate(partial, partial)",
    "for i in 1..30 return [partial, partial]",
    "{a: [1,1], b: [a,a], c: [b,b], d: [c,c], e: [d,d], f: [e,e], g: [f,f], h: [g,g], i: [h,h], j: [i,i], k: [j,j], l: [k,k],"
    " m: [l,l], n: [m,m], o: [n,n], p: [o,o], q: [p,p], r: [q,q], s: [r,r]}.s",
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a+)+$")',
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(([a-z])+.)+[A-Z]([a-z])+$")',
    'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a|aa)+$", "b")',
    'replace("aaaaaaaaaa", "", "0123456789")',
    'for i in 1..10000 return replace("aaaaaaaaaa", "a", "bbbbbbbbbb")',
    'string join(for i in 1..5000 return "' + "x" * 100 + '")',
    "sort(for i in 1..2000 return modulo(i * 7919, 1000), function(x, y) x < y)",
    "distinct values(for i in 1..5000 return i)",
    "decimal(1, 6176)",
    "1e999999999",
    "@\"P999999999999Y\" + @\"P999999999999Y\"",
    "date(\"999999999-12-31\") + @\"P999999999D\"",
    "flatten([[[[[[1]]]]]])" * 1,
    "\"" + "x" * 30_000 + "\"",
    'matches("a", "' + "(" * 400 + "a" + ")" * 400 + '")',
    'matches("a", "a{1000}{1000}{1000}")',
]


def refused(act: Callable[[], Any]) -> list[str]:
    """The sentence with which an expression is refused, none when it gives a value."""
    try:
        act()
    except FeelError as error:
        return [error.message]
    return []


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_expression_is_refused_or_ends_soon(text: str) -> None:
    start = time.process_time()
    refusals = refused(lambda: compile_expression(text).evaluate({"a": {}}))
    assert all(message.endswith(".") for message in refusals)
    assert time.process_time() - start < LIMIT


def test_a_function_that_calls_itself_for_ever_is_stopped() -> None:
    with pytest.raises(TooMuch, match="zichzelf"):
        compile_expression("{f: function(n) f(n + 1), r: f(1)}.r").evaluate({})


def test_python_is_never_reached() -> None:
    for text in ("__import__", "().__class__", '"".__class__', "a.__dict__", "a.keys", "naam.upper"):
        try:
            value = compile_expression(text).evaluate(to_feel({"a": {"x": 1}, "naam": "x"}))
        except FeelError:
            continue
        assert value is None


PIECES = [
    "1", "2.5", '"a"', "a", "b c", "null", "true", "+", "-", "*", "/", "**", "(", ")", "[", "]", "{", "}", ":", ",", ".", "..", "=", "!=",
    "<", ">=", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not", "between", "instance of",
    "function", "external", "number", "list<", ">", "@", '@"P1D"', "?", "date(", "string length(", "matches(", '"', "\\", "//", "/*", "*/",
    "\n", " ", "é", "😀", "\u0000", "item", "partial", "count(", "sum(", "range(", "sort(", "x", "1..3", "..3", "1e5", "e", "'", "=>",
]  # fmt: skip


def soup(chance: random.Random) -> str:
    """Pieces of FEEL in any order, sometimes bitten into."""
    text = chance.choice(["", " "]).join(chance.choice(PIECES) for _ in range(chance.randint(1, 14)))
    if chance.random() < 0.2 and text:
        at = chance.randrange(len(text))
        text = text[:at] + chr(chance.choice([0, 9, 34, 39, 40, 91, 0x2028, 0x1F600])) + text[at + chance.randint(0, 2) :]
    return text


def evaluate_both(text: str, context: dict[str, Any]) -> None:
    """As an expression and as a cell; only a FeelError may come out."""
    refusals = refused(lambda: compile_expression(text, context).evaluate(context))
    refusals += refused(lambda: compile_unary_tests(text, context).matches(1, context))
    assert all(refusals)


@pytest.mark.slow
def test_no_text_makes_anything_but_a_feel_error() -> None:
    """``PHU_FUZZ=100000`` for the long run; each input is an expression and a cell."""
    chance = random.Random(os.environ.get("PHU_FUZZ_SEED", "2026"))
    context: dict[str, Any] = to_feel({"a": 1, "b c": [1, {"x": 2}], "x": "tekst"})
    for _ in range(int(os.environ.get("PHU_FUZZ", "6000"))):
        text = soup(chance)
        start = time.process_time()
        evaluate_both(text, context)
        assert time.process_time() - start < 1, text
