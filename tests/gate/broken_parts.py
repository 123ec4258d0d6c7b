# ruff: noqa: E501 (texts, one a line)
"""Forms, dictionaries, tables and letters that may not run, each with a piece of the sentence that says why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.gate.small_release import (
    DECIDE,
    DUTY,
    FIELDS,
    GOOD,
    NOTICES,
    SHARING,
    TERMS,
    WORDS,
    column,
    form,
    output,
    release,
    rule,
    table,
    tables,
)

Broken = tuple[str, Mapping[str, bytes], str]


def broken_forms() -> Iterator[Broken]:
    one = FIELDS[0]
    for name, fields, reason in (
        (
            "a field that is not in the dictionary",
            [*FIELDS, {"id": "x", "type": "textfield", "key": "geloof", "label": "Geloof"}],
            "geloof",
        ),
        ("a field twice", [*FIELDS, one], "twee keer"),
        (
            "a field of a group that this step may not enter",
            [*FIELDS, {"id": "x", "type": "checkbox", "key": "zorg_nodig", "label": "Zorg"}],
            "PP 3.1",
        ),
        ("a number as a text", [{**one, "type": "textarea"}], "is een textarea"),
        ("a yes or no as a number", [{**one, "type": "number"}], "is een number"),
        ("an option that does not exist", [{**FIELDS[2], "values": [{"value": "midden", "label": "Midden"}]}], "De keuze 'midden'"),
        ("a text of 100,000", [{**FIELDS[1], "validate": {"maxLength": 100_000}}], "tekens toe"),
        ("an unknown property", [{**one, "properties": {"kleur": "rood"}}], "onbekende eigenschap"),
        ("a property with a wrong value", [{**one, "properties": {"voorinvullen": "soms"}}], "voorinvullen"),
        ("a condition with an unknown name", [{**one, "conditional": {"hide": "=schuld_weg"}}], "nergens vandaan"),
        ("a condition that is no FEEL", [{**one, "conditional": {"hide": "=(("}}], "te vroeg op"),
        ("a condition that is never true", [{**one, "conditional": {"hide": '=stappen = "x"'}}], "nooit waar"),
        ("a file field", [{"id": "x", "type": "filepicker", "key": "schulden", "label": "Bestand"}], "filepicker"),
        ("a script in a form", [{"id": "x", "type": "script", "key": "schulden"}], "script"),
        ("an html field", [{"id": "x", "type": "html", "content": "x"}], "html"),
        ("an image from elsewhere", [{"id": "x", "type": "image", "source": "https://x"}], "image"),
        ("an iframe", [{"id": "x", "type": "iframe", "url": "https://x"}], "iframe"),
    ):
        yield f"a form with {name}", release(form=form(*fields)), reason
    for name, content in (
        ("no JSON", b"hallo"),
        ("a list", b"[]"),
        ("empty", b""),
        ("cut off", form(*FIELDS)[:60]),
        ("bytes", b"\xff\xfe\x00"),
        ("50,000 deep", b"[" * 50_000),
        ("a number", b"1e999999"),
        ("null", b"null"),
    ):
        yield f"a form that is {name}", release(form=content), "geen leesbare JSON|geen onderdelen"


def broken_words() -> Iterator[Broken]:
    head, line = WORDS.split("gegevens:\n")[0] + "gegevens:\n", "  {}: {{label: {}, soort: {}, opslag: {}, groep: {}{}}}\n"
    for name, given, reason in (
        ("an unknown kind", ("x", "X", "geheim", "variabele", "zorg", ""), "onbekende soort"),
        ("an unknown store", ("x", "X", "getal", "elders", "zorg", ""), "onbekende opslag"),
        ("an unknown group", ("x", "X", "getal", "variabele", "weg", ""), "onbekende groep"),
        ("no label", ("x", '""', "getal", "variabele", "zorg", ""), "geen label"),
        ("a wrong key", ("X-1", "X", "getal", "variabele", "zorg", ""), "geen bruikbare sleutel"),
        ("a reserved key", ("nu", "X", "getal", "variabele", "zorg", ""), "geen bruikbare sleutel"),
        ("a choice without values", ("x", "X", "keuze", "variabele", "zorg", ""), "zonder waarden"),
        ("values without a choice", ("x", "X", "getal", "variabele", "zorg", ", waarden: {a: A}"), "geen keuze"),
        ("an unknown property", ("x", "X", "getal", "variabele", "zorg", ", kleur: rood"), "onbekende eigenschap"),
        ("a formula that is no FEEL", ("x", "X", "getal", "variabele", "zorg", ", afgeleid: '=(('"), "klopt niet"),
        ("a formula with an unknown name", ("x", "X", "getal", "variabele", "zorg", ", afgeleid: '=stapen + 1'"), "Bedoelt u 'stappen'?"),
        ("a formula of itself", ("x", "X", "getal", "variabele", "zorg", ", afgeleid: '=x + 1'"), "kring"),
        ("a formula with a start", ("x", "X", "getal", "variabele", "zorg", ", begin: 1, afgeleid: '=stappen'"), "beginwaarde"),
        (
            "a formula that calculates with a text",
            ("x", "X", "getal", "variabele", "zorg", ", afgeleid: '=stappen * soort_plan'"),
            "rekenen",
        ),
        ("a religion", ("geloof", "Geloof", "tekst", "dossier", "zorg", ""), "limitatieve lijst"),
        ("an origin", ("afkomst", "Afkomst", "tekst", "dossier", "zorg", ""), "limitatieve lijst"),
        ("a free text", ("verhaal", "Verhaal", "lange_tekst", "variabele", "zorg", ""), "G19"),
        ("a start that is no value", ("x", "X", "keuze", "variabele", "zorg", ", waarden: {a: A}, begin: b"), "waarde die niet bestaat"),
        ("a maximum of a million", ("x", "X", "getal", "variabele", "zorg", ", maximum: 1000000"), "bruikbaar maximum"),
    ):
        yield f"a dictionary with {name}", release(words=(WORDS + line.format(*given)).encode()), reason
    for name, content in (
        ("no YAML", b"a: ["),
        ("empty", b""),
        ("a list", b"- a"),
        ("with tags", b"!!python/object/apply:os.system [ls]"),
        ("bytes", b"\xff\xfe"),
        ("without data", head.encode()),
    ):
        yield f"a dictionary that is {name}", release(words=content), "geen leesbare YAML|mist 'groepen'"


def broken_tables() -> Iterator[Broken]:
    rest = (TERMS, DUTY, NOTICES, SHARING)
    yes, no = rule("br1", ("true",), ("true",)), rule("br2", ("false",), ("false",))
    for name, inputs, rules, policy, reason in (
        ("a missing rule", column("b1", "schulden", "boolean"), yes, "UNIQUE", "geen regel"),
        (
            "overlapping rules",
            column("b1", "schulden", "boolean"),
            yes + no + rule("br3", ("true",), ("false",)),
            "UNIQUE",
            "passen allebei",
        ),
        (
            "a rule that is never reached",
            column("b1", "schulden", "boolean"),
            yes + no + rule("br3", ("-",), ("false",)),
            "FIRST",
            "komt nooit aan de beurt",
        ),
        ("a cell that is no FEEL", column("b1", "schulden", "boolean"), rule("br1", ("((",), ("true",)) + no, "UNIQUE", "te vroeg op"),
        (
            "a text in a column of yes and no",
            column("b1", "schulden", "boolean"),
            yes + rule("br2", ('"nee"',), ("false",)),
            "UNIQUE",
            "staat een tekst",
        ),
        (
            "a number in a column of yes and no",
            column("b1", "schulden", "boolean"),
            yes + rule("br2", ("3",), ("false",)),
            "UNIQUE",
            "staat een getal",
        ),
        ("an unknown column", column("b1", "schuld_weg", "boolean"), yes + no, "UNIQUE", "schuld_weg"),
        (
            "an unknown name in a cell",
            column("b1", "schulden", "boolean"),
            yes + rule("br2", ("nergens",), ("false",)),
            "UNIQUE",
            "nergens",
        ),
        ("an output that is no FEEL", column("b1", "schulden", "boolean"), rule("br1", ("true",), ("((",)) + no, "UNIQUE", "te vroeg op"),
        ("an unknown hit policy", column("b1", "schulden", "boolean"), yes + no, "ALWAYS", "Het trefbeleid 'ALWAYS'"),
        (
            "a value outside the column",
            column("b1", "soort_plan", values='"licht","zwaar"'),
            rule("br1", ('"midden"',), ("true",)) + rule("br2", ('"licht","zwaar"',), ("false",)),
            "UNIQUE",
            'kan niet "midden" zijn',
        ),
    ):
        decided = table("besluit", inputs, output("b2", "doorgaan", "boolean"), rules, policy)
        yield f"a table with {name}", release(tables=tables(decided, *rest)), reason
    good = tables(DECIDE, *rest)
    for name, content in (
        ("no XML", b"hallo"), ("empty", b""), ("with a DOCTYPE", good.replace(b"?>\n", b'?><!DOCTYPE x [<!ENTITY a "b">]>')),
        ("a diagram", GOOD.xml().encode()), ("100,000 deep", b"<a>" * 100_000), ("cut off", good[:400]),
        ("in a wrong namespace", good.replace(b"20191111/MODEL/", b"20991111/MODEL/")),
    ):  # fmt: skip
        yield f"a table that is {name}", release(tables=content), "geldige XML|DOCTYPE|geen DMN-bestand"
    yield "a decision twice", release(tables=tables(DECIDE, DECIDE, *rest)), "staat ook in"
    circle = DECIDE.replace(
        "<decisionTable", '<informationRequirement id="kr"><requiredDecision href="#besluit"/></informationRequirement><decisionTable', 1
    )
    yield "a decision that needs itself", release(tables=tables(circle, *rest)), "zichzelf nodig"
    yield "no table of notices", release(tables=tables(DECIDE, TERMS, SHARING, NOTICES)), "meldplicht"


def broken_letters() -> Iterator[Broken]:
    head = "---\ntitel: Groet\nafzender: sociaal_team\nartikel: PP 5\n---\n"
    for name, text, reason in (
        ("without a head", "# Groet\n\nDag", "niet te lezen|mist een titel"), ("without a title", "---\nafzender: sociaal_team\n---\n# x\n", "mist een titel"),
        ("with an unknown field", head + "# Groet\n\n{{geloof}}", "onbekend veld 'geloof'"), ("with a BSN", head + "# Groet\n\n{{bsn}}", "'bsn'"),
        ("without a subject", head + "Dag", "geen onderwerp"), ("with a broken field", head + "# Groet\n\n{{ dag", "niet goed"),
        ("of 50,000 signs", head + "# Groet\n\n" + "a" * 50_000, "te lang"),
    ):  # fmt: skip
        yield f"a letter {name}", release(letter=text.encode()), reason
    yield "a letter of bytes", release(letter=b"\xff\xfe\x00"), "niet te lezen"
