"""Shipped diagrams keep the rules of drawing: a diagram is an overview or a phase, questions have answers, tasks say what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from phu_runtime.blocks import TOPICS
from phu_runtime.decisions import read_decisions
from phu_runtime.engine import Diagram, Diagrams, Element, check_diagrams, read_diagrams

ROOT = Path(__file__).parents[2]
FILES = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sorted((ROOT / "bpmn").glob("*.bpmn"))}
TEMPLATES = json.loads((ROOT / "bpmn/elementsjablonen.json").read_text(encoding="utf-8"))
WORK = {"userTask", "businessRuleTask", "sendTask", "serviceTask", "callActivity"}
ORDER = [
    "Casusregisseur", "Woningcorporatie", "Sociaal team", "Sociale dienst", "Meldpunt Zorg en Overlast",
    "Partij", "FG", "Manager", "Adviesgroep", "Procesregisseur", "Regiegroep",
]  # fmt: skip
STEPS = {"vroegsignalering", "1a", "1b", *"23456789", "toezicht"}
MOST_NODES = 35


@lru_cache(maxsize=1)
def diagrams() -> Diagrams:
    return read_diagrams(FILES)


def elements() -> Iterator[Element]:
    return diagrams().elements()


def phases() -> list[Diagram]:
    return [diagram for diagram in diagrams() if diagram.lanes]


@lru_cache(maxsize=4)
def table(name: str, column: str) -> frozenset[str]:
    """The values a table knows for an input."""
    decisions = read_decisions({path.name: path.read_bytes() for path in (ROOT / "dmn").glob("*.dmn")})
    return frozenset(decisions.input_values(name, column))


def test_the_engine_accepts_every_shipped_diagram() -> None:
    assert check_diagrams(FILES) == []


def test_a_diagram_is_an_overview_or_a_phase_and_never_both() -> None:
    for diagram in diagrams():
        kinds = {element.kind for element in diagram.elements}
        if diagram.lanes:
            assert "callActivity" not in kinds, diagram.key
            assert all(element.lane for element in diagram.elements), diagram.key
        else:
            assert "userTask" not in kinds, diagram.key


def test_lanes_stand_in_the_order_of_the_agreement() -> None:
    for diagram in phases():
        assert list(diagram.lanes) == [lane for lane in ORDER if lane in diagram.lanes], diagram.key


def test_a_task_in_the_lane_of_the_casusregisseur_is_the_casusregisseurs() -> None:
    for element in elements():
        if element.kind == "userTask" and element.lane == "casusregisseur":
            assert element.candidate_groups == "=casusregisseur", element.id


def test_every_question_ends_with_a_question_mark_and_every_answer_has_a_name() -> None:
    for element in elements():
        if element.kind.endswith("Gateway") and len(element.flows) > 1 and element.kind != "parallelGateway":
            assert element.name.endswith("?"), element.id
            assert all(flow.name for flow in element.flows), element.id
            assert all(flow.default or flow.condition.startswith("=") for flow in element.flows), element.id
        elif element.kind.endswith("Gateway"):
            assert not element.name, element.id


def test_every_task_says_what_to_do_and_every_event_has_a_name() -> None:
    for element in elements():
        if element.kind in WORK:
            assert element.documentation, element.id
        if element.kind.endswith("Event"):
            assert element.name, element.id
        if element.kind == "boundaryEvent":
            assert element.documentation, element.id


def test_no_label_holds_a_number_that_lives_in_a_table() -> None:
    for element in elements():
        assert not re.search(r"\d", element.name), element.name


def test_every_piece_of_work_names_its_article_and_every_form_its_step() -> None:
    for element in elements():
        if element.kind in WORK:
            assert element.properties.get("artikel"), element.id
        if element.form or element.kind == "userTask":
            steps = {step.strip() for step in element.properties.get("processtap", "").split(",")}
            assert steps <= STEPS, element.id


def test_every_user_task_has_a_form_and_a_term_that_the_table_knows() -> None:
    for element in elements():
        if element.kind == "userTask":
            assert element.form, element.id
            assert element.properties["termijn"] in table("termijnen", "termijn") | {"geen"}, element.id


def test_a_phase_has_no_more_nodes_than_a_screen_can_show() -> None:
    for diagram in phases():
        assert len(diagram.elements) <= MOST_NODES, diagram.key


# ---- element templates


def _fields(template: dict[str, Any]) -> dict[str, Any]:
    return {field["binding"]["name"]: field for field in template["properties"]}


def _template(element: Element) -> dict[str, Any] | None:
    """The template that fits the element: by topic, else by kind."""
    tag = f"bpmn:{element.kind[0].upper()}{element.kind[1:]}"
    fitting = [each for each in TEMPLATES if tag in each["appliesTo"]]
    if element.topic:
        return next((each for each in fitting if _fields(each)["camunda:topic"]["value"] == element.topic), None)
    return next((each for each in fitting if "camunda:topic" not in _fields(each)), None)


def test_each_block_has_an_element_template() -> None:
    offered = {field["value"] for each in TEMPLATES for name, field in _fields(each).items() if name == "camunda:topic"}
    assert offered == set(TOPICS)


def test_the_templates_offer_every_property_that_the_shipped_diagrams_use() -> None:
    for element in elements():
        if element.kind in WORK - {"callActivity"} or element.event == "message" and element.kind == "boundaryEvent":
            template = _template(element)
            assert template is not None, element.id
            assert set(element.properties) <= set(_fields(template)), element.id


@pytest.mark.parametrize(
    "field, decision, column, besides",
    [("gebeurtenis", "kennisgevingen", "gebeurtenis", set()), ("termijn", "termijnen", "termijn", {"geen"})],
)
def test_the_templates_offer_what_the_tables_know(field: str, decision: str, column: str, besides: set[str]) -> None:
    choices = [_fields(each)[field] for each in TEMPLATES if _fields(each).get(field, {}).get("type") == "Dropdown"]
    assert choices
    for each in choices:
        assert {choice["value"] for choice in each["choices"]} == table(decision, column) | besides
