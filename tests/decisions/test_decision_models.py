"""Decisions do what DMN 1.5 says, each construct on a model of our own, and say in Dutch what is wrong with one that cannot run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest

from phu_runtime.decisions import DecisionFailed, Decisions, decide_json, explain, read_decisions, read_models
from phu_runtime.errors import NotFound, ReleaseInvalid
from phu_runtime.feel import to_feel

DMN13 = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def file(body: str, *, namespace: str = DMN13, own: str = "http://phu/proef", head: str = "") -> bytes:
    return f'<definitions xmlns="{namespace}" id="d" name="proef" namespace="{own}" {head}>{body}</definitions>'.encode()


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def table(
    rules: list[tuple[list[str], list[str]]],
    *,
    name: str = "proef",
    policy: str = "UNIQUE",
    aggregation: str = "",
    inputs: list[str] | None = None,
    outputs: list[str] | None = None,
    values: str = "",
    default: str = "",
    requires: str = "",
    notes: bool = False,
) -> str:
    """One decision with a table; a row is (input cells, output cells)."""
    columns = "".join(f'<input label="{one}"><inputExpression><text>{one}</text></inputExpression></input>' for one in inputs or ["x"])
    more = f"<outputValues><text>{escaped(values)}</text></outputValues>" if values else ""
    more += f"<defaultOutputEntry><text>{escaped(default)}</text></defaultOutputEntry>" if default else ""
    outs = "".join(f'<output name="{one}">{more}</output>' for one in outputs or ["uit"])
    rows = ""
    for number, (tests, results) in enumerate(rules, 1):
        cells = "".join(f"<inputEntry><text>{escaped(one)}</text></inputEntry>" for one in tests)
        cells += "".join(f"<outputEntry><text>{escaped(one)}</text></outputEntry>" for one in results)
        note = f"<annotationEntry><text>noot {number}</text></annotationEntry>" if notes else ""
        rows += f'<rule id="{name}_{number}">{cells}{note}</rule>'
    extra = f' aggregation="{aggregation}"' if aggregation else ""
    return (
        f'<decision id="{name}" name="{name}"><variable name="{name}"/>{requires}'
        f'<decisionTable hitPolicy="{policy}"{extra}>{columns}{outs}{rows}</decisionTable></decision>'
    )


def need(what: str, href: str) -> str:
    outer = "knowledgeRequirement" if what == "requiredKnowledge" else "informationRequirement"
    return f'<{outer}><{what} href="{href}"/></{outer}>'


def literal(name: str, text: str, requires: str = "", of_type: str = "") -> str:
    typed = f' typeRef="{of_type}"' if of_type else ""
    return (
        f'<decision id="{name}" name="{name}"><variable name="{name}"{typed}/>{requires}'
        f"<literalExpression><text>{escaped(text)}</text></literalExpression></decision>"
    )


def decided(body: str, context: dict[str, Any] | None = None, name: str = "proef") -> Any:
    return read_decisions({"proef.dmn": file(body)}).evaluate(name, to_feel(context or {}))


STEPS = [([">= 1"], ["10"]), ([">= 2"], ["30"]), ([">= 3"], ["20"])]


@pytest.mark.parametrize(
    ("policy", "aggregation", "values", "x", "value"),
    [
        ("UNIQUE", "", "", 1, 10), ("FIRST", "", "", 3, 10), ("PRIORITY", "", "30, 20, 10", 3, 30), ("ANY", "", "", 1, 10),
        ("RULE ORDER", "", "", 3, [10, 30, 20]), ("OUTPUT ORDER", "", "30, 20, 10", 3, [30, 20, 10]), ("COLLECT", "", "", 3, [10, 30, 20]),
        ("COLLECT", "SUM", "", 3, 60), ("COLLECT", "MIN", "", 3, 10), ("COLLECT", "MAX", "", 3, 30), ("COLLECT", "COUNT", "", 3, 3),
        ("COLLECT", "COUNT", "", 0, 0),
    ],
)  # fmt: skip
def test_every_hit_policy_answers_as_specified(policy: str, aggregation: str, values: str, x: int, value: Any) -> None:
    outcome = decided(table(STEPS, policy=policy, aggregation=aggregation, values=values), {"x": x})
    assert outcome.value == value
    assert outcome.outputs == {"uit": value}


def test_no_rule_is_an_error_that_shows_the_inputs_in_words() -> None:
    with pytest.raises(DecisionFailed) as failed:
        decided(table([(['"ja"', "true"], ["1"])], inputs=["kinderen", "twijfel"]), {"kinderen": "onbekend", "twijfel": False})
    assert failed.value.message.startswith("De tabel 'proef' heeft geen regel voor: kinderen = onbekend, twijfel = nee.")
    assert failed.value.decision == "proef"
    assert failed.value.inputs == {"kinderen": "onbekend", "twijfel": False}


def test_two_rules_of_a_unique_table_are_an_error_with_their_numbers() -> None:
    with pytest.raises(DecisionFailed, match="regel 1 en 2 allebei"):
        decided(table(STEPS), {"x": 2})


def test_rules_of_an_any_table_that_disagree_are_an_error() -> None:
    with pytest.raises(DecisionFailed, match="andere uitkomst"):
        decided(table(STEPS, policy="ANY"), {"x": 3})


def test_dmn_itself_gives_null_where_we_give_an_error() -> None:
    outcome = read_decisions({"p.dmn": file(table(STEPS))}).evaluate("proef", to_feel({"x": 0}), strict=False)
    assert outcome.value is None
    assert "geen regel" in outcome.warnings[0]


def test_a_default_output_answers_when_no_rule_hits() -> None:
    outcome = decided(table(STEPS, default="0"), {"x": 0})
    assert (outcome.value, outcome.rules) == (Decimal(0), [])


def test_outputs_are_always_a_context_and_what_is_collected_is_never_null() -> None:
    assert decided(table([(["1"], ['"a"', "2"])], outputs=["p", "q"]), {"x": 1}).outputs == {"p": "a", "q": 2}
    assert decided(table(STEPS, policy="COLLECT"), {"x": 0}).outputs == {"uit": []}
    several = decided(table([(["-"], ["1", "2"])], policy="COLLECT", outputs=["p", "q"]), {"x": 0})
    assert several.outputs == [{"p": 1, "q": 2}]
    assert decided(literal("proef", "x + 1"), {"x": 1}).outputs == {"proef": 2}
    assert decided(literal("proef", "{a: x}"), {"x": 1}).outputs == {"a": 1}


def test_the_rules_that_hit_their_notes_and_inputs_are_kept() -> None:
    outcome = decided(table(STEPS, policy="RULE ORDER", notes=True), {"x": 2})
    assert (outcome.rules, outcome.notes, outcome.inputs, outcome.deciding) == ([1, 2], ["noot 1", "noot 2"], {"x": 2}, ["x"])


GRAPH = table([(['"ja"'], ["true"]), (['"nee"'], ["false"])], name="recidive", inputs=["regeling"], outputs=["recidive"]) + table(
    [(["true"], ['"Wmo"']), (["false"], ['"Wgs"'])], name="fase", inputs=["recidive"], outputs=["fase"],
    requires=need("requiredDecision", "#recidive"),
)  # fmt: skip


def test_a_decision_takes_the_decisions_it_requires_and_keeps_their_outcomes() -> None:
    outcome = decided(GRAPH, {"regeling": "ja", "recidive": "wordt niet gelezen"}, "fase")
    assert outcome.value == "Wmo"
    assert [one.decision for one in outcome.required] == ["recidive"]


def test_files_are_joined_by_the_id_of_the_decision() -> None:
    one, other = GRAPH.split('<decision id="fase"')
    decisions = read_decisions({"a.dmn": file(one), "b.dmn": file('<decision id="fase"' + other)})
    assert decisions.evaluate("fase", {"regeling": "nee"}).value == "Wgs"


def test_the_explanation_says_in_dutch_which_rule_hit_and_why() -> None:
    assert explain(decided(GRAPH, {"regeling": "ja"}, "fase")) == [
        "De beslissing 'fase' geeft Wmo.",
        "Regel 1 past, want recidive = ja.",
        "Daarvoor was nodig:",
        "  De beslissing 'recidive' geeft ja.",
        "  Regel 1 past, want regeling = ja.",
    ]


def test_the_explanation_of_no_rule_and_of_an_expression() -> None:
    assert "daarom geldt de standaarduitkomst" in explain(decided(table(STEPS, default="0"), {"x": 0}))[1]
    assert explain(decided(literal("proef", "x + y"), {"x": 1, "y": 2}))[1] == "Dat is berekend uit x = 1, y = 2."


BKM = (
    '<businessKnowledgeModel id="b" name="dubbel"><variable name="dubbel"/><encapsulatedLogic>'
    '<formalParameter name="n" typeRef="number"/><literalExpression><text>n * 2</text></literalExpression>'
    "</encapsulatedLogic></businessKnowledgeModel>"
)


def test_a_knowledge_model_is_a_function_also_in_a_boxed_invocation() -> None:
    assert decided(BKM + literal("proef", "dubbel(x) + 1", need("requiredKnowledge", "#b")), {"x": 4}).value == 9
    boxed = (
        f'<decision id="proef" name="proef"><variable name="proef"/>{need("requiredKnowledge", "#b")}<invocation>'
        "<literalExpression><text>dubbel</text></literalExpression><binding><parameter name='n'/>"
        "<literalExpression><text>x</text></literalExpression></binding></invocation></decision>"
    )
    assert decided(BKM + boxed, {"x": 4}).value == 8


def lit(text: str) -> str:
    return f"<literalExpression><text>{escaped(text)}</text></literalExpression>"


def entry(name: str, text: str) -> str:
    return f"<contextEntry><variable name='{name}'/>{lit(text)}</contextEntry>"


@pytest.mark.parametrize(
    ("boxed", "value"),
    [
        (f"<context>{entry('a b', 'x')}<contextEntry>{lit('a b + 1')}</contextEntry></context>", 4),
        (f"<context>{entry('p', 'x')}</context>", {"p": 3}),
        (f"<list>{lit('1')}{lit('x')}</list>", [1, 3]),
        (f"<relation><column name='k'/><row>{lit('1')}</row><row>{lit('x')}</row></relation>", [{"k": 1}, {"k": 3}]),
        (f"<conditional><if>{lit('x > 2')}</if><then>{lit('1')}</then><else>{lit('2')}</else></conditional>", 1),
        (f"<filter><in>{lit('[1, 2, 3]')}</in><match>{lit('item > 1')}</match></filter>", [2, 3]),
        (f"<for iteratorVariable='i'><in>{lit('1..x')}</in><return>{lit('i * 2')}</return></for>", None),
        (f"<for iteratorVariable='i'><in>{lit('[1, 2]')}</in><return>{lit('i * x')}</return></for>", [3, 6]),
        (f"<some iteratorVariable='i'><in>{lit('[1, 2]')}</in><satisfies>{lit('i > 1')}</satisfies></some>", True),
        (f"<every iteratorVariable='i'><in>{lit('[1, 2]')}</in><satisfies>{lit('i > 1')}</satisfies></every>", False),
    ],
)
def test_boxed_expressions(boxed: str, value: Any) -> None:
    body = f'<decision id="proef" name="proef"><variable name="proef"/>{boxed}</decision>'
    decisions = read_models({"p.dmn": file(body)})
    assert decisions.evaluate("proef", to_feel({"x": 3}), strict=False).value == value


def test_types_constrain_and_coerce() -> None:
    types = (
        '<itemDefinition name="tFase"><typeRef>string</typeRef><allowedValues><text>"Wgs","Wmo"</text></allowedValues></itemDefinition>'
        '<itemDefinition name="tFasen" isCollection="true"><typeRef>tFase</typeRef></itemDefinition>'
    )
    assert decided(types + literal("proef", '"Wmo"', of_type="tFase")).value == "Wmo"
    assert decided(types + literal("proef", '["Wmo"]', of_type="tFase")).value == "Wmo"
    assert decided(types + literal("proef", '"Wmo"', of_type="tFasen")).value == ["Wmo"]
    wrong = decided(types + literal("proef", '"Wxx"', of_type="tFase"))
    assert wrong.value is None
    assert "past niet bij het type 'tFase'" in wrong.warnings[0]


def test_a_decision_service_sees_only_what_it_is_given() -> None:
    service = (
        '<inputData id="i" name="x"><variable name="x" typeRef="number"/></inputData>'
        + literal("binnen", "x * 2", need("requiredInput", "#i"))
        + '<decisionService id="s" name="dienst"><variable name="dienst"/><outputDecision href="#binnen"/>'
        + '<inputData href="#i"/></decisionService>'
        + literal("proef", "dienst(5)", need("requiredKnowledge", "#s"))
    )
    decisions = read_decisions({"p.dmn": file(service)})
    assert decisions.evaluate("proef", {}).value == 10
    assert decisions.evaluate_service("dienst", to_feel({"x": 4}))["binnen"].value == 8


def test_an_imported_model_is_used_under_its_name() -> None:
    imported = file(BKM + '<itemDefinition name="tGetal"><typeRef>number</typeRef></itemDefinition>', own="http://phu/elders")
    body = '<import namespace="http://phu/elders" name="elders" importType="x"/>'
    body += literal("proef", "elders.dubbel(x)", need("requiredKnowledge", "http://phu/elders#b"), "elders.tGetal")
    decisions = read_decisions({"a.dmn": file(body), "b.dmn": imported})
    assert decisions.evaluate("proef", to_feel({"x": 4})).value == 8


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/", DMN13,
        "https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)  # fmt: skip
def test_every_version_of_dmn_is_read(namespace: str) -> None:
    assert read_decisions({"p.dmn": file(table(STEPS), namespace=namespace)}).evaluate("proef", {"x": Decimal(1)}).value == 10


class Lazy(Mapping[str, Any]):
    """A context that notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getitem__(self, name: str) -> Any:
        self.asked.append(name)
        return Decimal(1)

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("a context is never walked")

    def __len__(self) -> int:
        raise AssertionError("a context is never walked")


def test_only_the_inputs_of_the_table_are_asked_of_the_case() -> None:
    context = Lazy()
    read_decisions({"p.dmn": file(table(STEPS))}).evaluate("proef", context)
    assert context.asked == ["x"]


def test_functions_of_the_caller_reach_every_cell() -> None:
    decisions = read_decisions({"p.dmn": file(table([(["> grens()"], ["1"]), (["<= grens()"], ["0"])]))})
    assert decisions.evaluate("proef", {"x": Decimal(5)}, {"grens": lambda: 4}).value == 1


def findings(body: str | bytes) -> list[str]:
    content = body if isinstance(body, bytes) else file(body)
    with pytest.raises(ReleaseInvalid) as invalid:
        read_decisions({"p.dmn": content})
    return [f"{one.element}: {one.message} {one.advice}".strip() for one in invalid.value.findings]


def test_what_is_wrong_is_told_all_at_once_with_rule_and_column() -> None:
    found = findings(table([(["> "], ["1"]), (['"ja'], ["2 +"])]))
    assert len(found) == 3
    assert found[0].startswith("proef: regel 1, kolom 'x': De expressie houdt te vroeg op")
    assert found[1].startswith("proef: regel 2, kolom 'x': Een tekst is niet afgesloten")
    assert found[2].startswith("proef: regel 2, kolom 'uit':")


def test_a_requirement_that_does_not_exist_and_a_circle_are_found() -> None:
    assert "bestaat niet in de bestanden" in findings(literal("proef", "1", need("requiredDecision", "#weg")))[0]
    circle = literal("a", "b", need("requiredDecision", "#b")) + literal("b", "a", need("requiredDecision", "#a"))
    assert any("heeft zichzelf nodig" in one for one in findings(circle))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"geen xml", "geen geldige XML"),
        (b"<bpmn/>", "geen DMN-bestand"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', "DOCTYPE"),
        (b" " * 5_000_001, "groter dan 5 MB"),
    ],
)
def test_a_file_that_is_no_model_is_refused(content: bytes, said: str) -> None:
    assert said in findings(content)[0]


def test_an_unknown_policy_a_missing_cell_and_a_foreign_type_are_found() -> None:
    assert "trefbeleid" in findings(table(STEPS, policy="BEST"))[0]
    assert "niet voor elke kolom" in findings(table([([], ["1"])]))[0]
    assert "Het type 'tWeg' bestaat niet" in findings(literal("proef", "1", of_type="tWeg"))[0]


def test_an_unknown_decision_says_which_there_are() -> None:
    with pytest.raises(NotFound, match="Wel: proef"):
        decided(table(STEPS), {}, "fasee")


def test_json_goes_in_and_comes_out() -> None:
    decisions = read_decisions({"p.dmn": file(table([(["> 1"], ["x / 4", '@"2026-11-24"'])], outputs=["deel", "op"]))})
    assert decide_json(decisions, "proef", {"x": 2}) == {"deel": 0.5, "op": "2026-11-24"}


def test_a_model_is_read_once_and_shared() -> None:
    decisions = read_decisions({"p.dmn": file(table(STEPS))})
    assert isinstance(decisions, Decisions)
    assert [decisions.evaluate("proef", {"x": Decimal(1)}).value for _ in range(3)] == [10, 10, 10]
