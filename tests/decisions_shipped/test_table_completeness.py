"""Every shipped table answers every combination of its declared values, and says where each rule comes from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

TABLES = Path(__file__).parents[2] / "dmn"
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
NUMBERS = (0, 1, 2, 3, 4, 49, 50, 51)
EXPECTED = {
    "recidive", "aanleiding", "fase", "wgs_voorwaarden", "opvolging_vroegsignalering", "partijen", "casusregie", "inzet_sociale_dienst",
    "afstemming_meldpunt", "zorgmijder_vermoeden", "bemoeizorg", "escalatie", "meldplicht", "kennisgevingen", "beeindiging_toegestaan",
    "termijnen", "gegevensdeling", "bewaartermijn", "scope", "informatieplicht", "datalek_ernst", "verzoek_routering", "instemming",
}  # fmt: skip


def _decisions() -> dict[str, ElementTree.Element]:
    found = {}
    for path in sorted(TABLES.glob("*.dmn")):
        for decision in ElementTree.fromstring(path.read_bytes()).iter(f"{DMN}decision"):
            found[decision.attrib["id"]] = decision
    return found


DECISIONS = _decisions()
OVER_FACTS = [name for name in DECISIONS if name not in ("aanleiding", "fase")]


def _inputs(name: str) -> dict[str, tuple[Any, ...]]:
    inputs = {}
    for column in DECISIONS[name].iter(f"{DMN}input"):
        expression = column.find(f"{DMN}inputExpression")
        assert expression is not None
        kind = expression.attrib["typeRef"]
        if kind == "boolean":
            values: tuple[Any, ...] = (True, False)
        elif kind == "number":
            values = NUMBERS
        else:
            values = tuple(value.strip('"') for value in _text(column, "inputValues").split(","))
        inputs[_text(column, "inputExpression")] = values
    return inputs


def _text(element: ElementTree.Element, name: str) -> str:
    return (element.findtext(f"{DMN}{name}/{DMN}text") or "").strip()


def _combinations(name: str) -> Iterator[dict[str, Any]]:
    inputs = _inputs(name)
    for chosen in product(*inputs.values()):
        yield dict(zip(inputs, chosen, strict=True))


def test_all_decisions_are_there_and_each_is_named_as_its_id():
    assert set(DECISIONS) == EXPECTED
    assert all(decision.attrib["name"] == name for name, decision in DECISIONS.items())


@pytest.mark.parametrize("name", OVER_FACTS)
def test_every_combination_of_declared_values_gets_an_answer_that_is_declared(shipped, name):
    table = DECISIONS[name].find(f"{DMN}decisionTable")
    assert table is not None
    policy = table.get("hitPolicy", "UNIQUE")
    for facts in _combinations(name):
        outcome = shipped.evaluate(name, facts)
        if policy == "UNIQUE":
            assert len(outcome.rules) == 1, facts
        assert outcome.outputs is not None, facts


@pytest.mark.parametrize("name", DECISIONS)
def test_every_declared_answer_is_quoted_exactly_as_declared(name):
    for position, output in enumerate(DECISIONS[name].iter(f"{DMN}output")):
        declared = _text(output, "outputValues")
        if not declared.startswith('"'):
            continue
        for rule in DECISIONS[name].iter(f"{DMN}rule"):
            cell = (rule.findall(f"{DMN}outputEntry")[position].findtext(f"{DMN}text") or "").strip()
            assert cell in declared.split(",") or not cell.startswith('"'), (name, rule.attrib["id"], cell)


@pytest.mark.parametrize("name", DECISIONS)
def test_every_rule_says_which_article_or_default_it_comes_from(name):
    article_column = any(output.attrib["name"] == "artikel" for output in DECISIONS[name].iter(f"{DMN}output"))
    for rule in DECISIONS[name].iter(f"{DMN}rule"):
        assert article_column or rule.findtext(f"{DMN}description"), rule.attrib["id"]


@pytest.mark.parametrize("name", DECISIONS)
def test_every_decision_explains_itself_and_every_column_has_a_dutch_label(name):
    assert len(DECISIONS[name].findtext(f"{DMN}description") or "") > 40
    for column in (*DECISIONS[name].iter(f"{DMN}input"), *DECISIONS[name].iter(f"{DMN}output")):
        assert column.attrib["label"], column.attrib["id"]
