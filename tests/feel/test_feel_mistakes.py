"""Typing mistakes that process owners make: each gets a sentence that names the mistake and says what to write."""

from __future__ import annotations

import pytest

from phu_runtime.feel import FeelError, FeelWarning, check_expression, check_tests, compile_expression, compile_unary_tests, to_feel

KINDS = {"kinderen": "string", "twijfel": "boolean", "aantal_zorgen": "number", "huur": "number", "melding": "date", "naam": "string"}
VALUES = {"kinderen": ["ja", "nee", "onbekend"]}
FUNCTIONS = ["termijn", "werkdagen"]

MISTAKES = [
    ("kinderen == \"ja\"", "één '='"),
    ("kinderen = 'ja'", "dubbele aanhalingstekens"),
    ("kinderen = “ja”", "rechte aanhalingstekens"),
    ("kinderen = ja", 'Als u een tekst bedoelt, schrijf dan "ja"'),
    ('kinderen = "Ja"', "Bedoelt u 'ja'?"),
    ('kinderen = "jaa"', "Bedoelt u 'ja'?"),
    ('kinderen = "ja" en twijfel', "Schrijf 'and'"),
    ('kinderen = "ja" && twijfel', "Schrijf 'and'"),
    ('kinderen = "ja" of twijfel', "Schrijf 'or'"),
    ('kinderen = "ja" AND twijfel', "Schrijf 'and'"),
    ('kinderen = "ja" or "nee"', "Herhaal de vergelijking"),
    ("niet twijfel", "not(…)"),
    ("!twijfel", "not(…)"),
    ('kinderen <> "ja"', "!="),
    ("aantal_zorgen => 1", ">="),
    ("aantal_zorgen ≥ 1", ">="),
    ("aantal_zogren > 1", "Bedoelt u 'aantal_zorgen'?"),
    ("Aantal_zorgen > 1", "Bedoelt u 'aantal_zorgen'?"),
    ('aantal_zorgen = "3"', "zonder aanhalingstekens"),
    ('twijfel = "true"', "true of false, zonder aanhalingstekens"),
    ("twijfel = True", "Schrijf 'true'"),
    ("twijfel = waar", "Schrijf 'true'"),
    ("huur > 650,50", "Een getal schrijft u met een punt"),
    ("huur > € 650", "Laat '€' weg"),
    ("huur * 10%", "percentage"),
    ('melding > "2026-01-01"', '@"2026-11-24"'),
    ('melding + "P14D"', '@"P14D"'),
    ('if twijfel then "ja"', "'else'"),
    ('als twijfel dan "ja" anders "nee"', "if"),
    ('if (twijfel "ja"', "ontbreekt"),
    ("string_length(naam)", "Bedoelt u 'string length'?"),
    ("termijnen(\"afsluiten\")", "Bedoelt u 'termijn'?"),
    ("substring(naam)", "Gebruik substring(string, start position, length)"),
    ('"huur: " + huur', "string(…)"),
    ("sum(1; 2)", "komma"),
    ('kinderen = "ja', "niet afgesloten"),
    ("(huur > 1))", "')' te veel"),
    ("huur >", "houdt te vroeg op"),
    ("", "leeg"),
    ("kinderen is \"ja\"", "Schrijf '='"),
]


def sentences(text: str) -> str:
    """All that is said about an expression: the refusal, the look through, and what evaluating it warns of."""
    try:
        expression = compile_expression(text, KINDS)
    except FeelError as error:
        return error.message
    found = check_expression(expression.node, KINDS, values=VALUES, functions=FUNCTIONS)
    warnings: list[FeelWarning] = []
    context = to_feel({"kinderen": "ja", "twijfel": True, "aantal_zorgen": 3, "huur": 650, "naam": "Jansen"})
    expression.evaluate({**context, "melding": compile_expression('date("2026-11-24")').evaluate({})}, warnings=warnings)
    return " | ".join(str(one) for one in (*found, *warnings))


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_a_typing_mistake_is_named_with_what_to_write(text: str, said: str) -> None:
    assert said in sentences(text)


@pytest.mark.parametrize(
    "text",
    [
        'kinderen = "ja" and twijfel', 'if twijfel then "a" else "b"', "some x in [1, 2] satisfies x > aantal_zorgen",
        '[{bedrag: 1}][bedrag > huur].bedrag', 'werkdagen(melding, 2)', '{a: huur, b: a * 2}.b', 'kinderen in ("ja", "nee")',
        "(function(x) x + huur)(1)", 'string length(naam) > 3', "null = huur", 'termijn("afsluiten")', "count([1, 2][item > 1])",
    ],
)  # fmt: skip
def test_a_good_expression_is_left_alone(text: str) -> None:
    assert check_expression(compile_expression(text).node, KINDS, values=VALUES, functions=FUNCTIONS) == []


@pytest.mark.parametrize(
    ("cell", "kind", "said"),
    [
        ('"jaa"', "string", "Bedoelt u 'ja'?"),
        ("ja", "string", '"ja"'),
        ('"3"', "number", "zonder aanhalingstekens"),
        ('"true"', "boolean", "true of false"),
        ('"2026-01-01"', "date", '@"2026-11-24"'),
        ('> "3"', "number", "zonder aanhalingstekens"),
    ],
)
def test_a_mistake_in_a_cell_is_named(cell: str, kind: str, said: str) -> None:
    allowed = VALUES["kinderen"] if kind == "string" else ()
    found = check_tests(compile_unary_tests(cell).node, kind, KINDS, allowed=allowed)
    assert said in " | ".join(str(one) for one in found)


def test_good_cells_are_left_alone() -> None:
    for cell, kind in (('"ja","nee"', "string"), ("[1..3]", "number"), ("not(true)", "boolean"), ("> huur", "number"), ("-", "date")):
        assert check_tests(compile_unary_tests(cell).node, kind, KINDS, allowed=["ja", "nee"] if kind == "string" else ()) == []
