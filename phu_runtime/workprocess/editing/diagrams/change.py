"""Changing what is filled in at an element: its name, explanation, form, term, properties, formulas and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phu_runtime.engine.xml import BPMN, local_name
from phu_runtime.errors import FormInvalid
from phu_runtime.workprocess.editing.diagrams import wording
from phu_runtime.workprocess.editing.diagrams.choices import Choices
from phu_runtime.workprocess.editing.diagrams.fields import CHOOSING, DEFAULT, Place, places_of
from phu_runtime.workprocess.editing.diagrams.paper import Paper
from phu_runtime.workprocess.editing.diagrams.slots import Condition, Inner, Property, Slot

Given = Mapping[str, str]


def change(paper: Paper, node: Any, flows: Sequence[Any], given: Given, choices: Choices) -> bytes:
    """The file with every field of ``given`` that differs; what is not named stays. Raises FormInvalid with a sentence per field.

    Only what differs is judged, so that something that was wrong before stands in nobody's way.
    """
    places = [place for _, place in places_of(node, flows, choices)]
    changed = {
        place.slot.key: (place, value)
        for place in places
        if place.slot.key in given
        and (value := wording.cleaned(given[place.slot.key], place.kind)) != wording.cleaned(place.value, place.kind)
    }
    problems = {key: problem for key, (place, value) in changed.items() if (problem := _problem(place, value, choices))}
    problems |= _answers(node, flows, {key: value for key, (_, value) in changed.items()})
    if problems:
        raise FormInvalid(problems)
    content = paper.content()
    for place, value in changed.values():  # one by one: two new things in an empty element are put in the second time
        content = _written(paper.file, content, place.slot, str(place.node.get("id")), value)
    if DEFAULT in changed:
        content = _without_condition(paper.file, content, changed[DEFAULT][1], frozenset(changed))
    return content


def _written(file: str, content: bytes, slot: Slot, key: str, value: str) -> bytes:
    paper = Paper(file, content)
    node = next(each for each in paper.root.iter() if each.get("id") == key and local_name(each))
    slot.write(paper, node, value)
    if slot.key == "naam" and local_name(node) == "process":
        for pool in paper.root.iter(BPMN + "participant"):
            if pool.get("processRef") == key:
                paper.set(pool, "name", value)
    return paper.content()


def _problem(place: Place, value: str, choices: Choices) -> str:
    if not value:
        return "Vul dit in." if place.needed else ""
    found = wording.problem_of(value, place.kind, choices)
    if found:
        return found
    key = place.slot.key
    if place.kind == "select":
        return wording.chosen_problem(value, {each for each, _ in place.options})
    if isinstance(place.slot, Property):
        return wording.property_problem(place.slot.name, value, choices)
    if isinstance(place.slot, Inner) and key == "tijd" and not value.startswith("="):
        return wording.time_problem(value)
    if key == "wie":
        return wording.parties_problem(value)
    return wording.variable_problem(value) if key == "uitkomst" else ""


def _answers(node: Any, flows: Sequence[Any], changed: Given) -> dict[str, str]:
    """Every answer to a question needs a condition, except the one that holds when nothing else does (BPMN 2.0, 10.6.2)."""
    if local_name(node) not in CHOOSING or len(flows) < 2:
        return {}
    default = changed.get(DEFAULT, node.get("default") or "")
    problems = {}
    for flow in flows:
        key = f"pijl.{flow.get('id')}.voorwaarde"
        touched = key in changed or DEFAULT in changed
        condition = changed.get(key, Condition(key).read(flow))
        if touched and flow.get("id") != default and not condition:
            problems[key] = "Vul in wanneer dit antwoord geldt, of kies het als weg die geldt als niets anders klopt."
        if touched and flow.get("id") == default and changed.get(key):
            problems[key] = "Dit is de weg die geldt als niets anders klopt. Laat de voorwaarde leeg, of kies een andere weg."
    return problems


def _without_condition(file: str, content: bytes, default: str, changed: frozenset[str]) -> bytes:
    """The flow that is taken when nothing else holds has no condition of its own."""
    key = f"pijl.{default}.voorwaarde"
    return content if key in changed or not default else _written(file, content, Condition(key), default, "")
