"""Gegevensdeling beside forms and diagrams: what a step's form asks, that step's party may enter (and so see)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
LANES = {
    "Woningcorporatie": "woningcorporatie",
    "Sociaal team": "sociaal_team",
    "Sociale dienst": "sociale_dienst",
    "Meldpunt Zorg en Overlast": "meldpunt",
}
CASE_PARTIES = frozenset(LANES.values())
FIELDS: dict[str, Any] = yaml.safe_load((ROOT / "forms" / "gegevens.yaml").read_text(encoding="utf-8"))["gegevens"]
FORMS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "forms").glob("*/*.form"))}


def _asked(components: list[dict[str, Any]]) -> Iterator[str]:
    """The field groups that a form asks, nested ones too."""
    for component in components:
        if component.get("key") in FIELDS:
            yield FIELDS[component["key"]]["groep"]
        yield from _asked(component.get("components", []))


def _properties(element: ElementTree.Element) -> dict[str, str]:
    path = f"{BPMN}extensionElements/{CAMUNDA}properties/{CAMUNDA}property"
    return {found.attrib["name"]: found.attrib.get("value", "") for found in element.findall(path)}


def _tasks() -> Iterator[tuple[str, str, str, tuple[str, ...], frozenset[str]]]:
    """(diagram, element, form, process steps, roles) of every user task with a form in the case diagrams."""
    for path in sorted((ROOT / "bpmn").glob("*.bpmn")):
        tree = ElementTree.fromstring(path.read_bytes())
        lane_of = {
            reference.text: LANES.get(lane.attrib.get("name", ""), "")
            for lane in tree.iter(f"{BPMN}lane")
            for reference in lane.iter(f"{BPMN}flowNodeRef")
        }
        parent = {child: element for element in tree.iter() for child in element}
        for task in tree.iter(f"{BPMN}userTask"):
            form = task.attrib.get(f"{CAMUNDA}formKey", "")
            around = task
            while around.attrib.get("id") not in lane_of and around in parent:
                around = parent[around]
            groups = task.attrib.get(f"{CAMUNDA}candidateGroups", "")
            roles = {role for role in CASE_PARTIES if role in groups} or {lane_of.get(around.attrib.get("id"), "")}
            if "casusregisseur" in groups:
                roles = {"woningcorporatie", "sociaal_team"}
            steps = tuple(step for step in re.split(r"[,\s]+", _properties(task).get("processtap", "")) if step)
            if form and roles & CASE_PARTIES and steps:
                yield path.stem, task.attrib["id"], form, steps, frozenset(roles & CASE_PARTIES)


# Who may not enter something about children, doubt or avoidance (PP-B3) is not asked: form_for leaves those questions out.
EVENT_ROLES = {
    "nieuw_feit": frozenset({"sociaal_team"}), "beeindiging": CASE_PARTIES, "verlenging": CASE_PARTIES,
    "oplossing": frozenset({"woningcorporatie"}), "overdracht": frozenset({"woningcorporatie", "sociaal_team"}),
}  # fmt: skip


def _events() -> Iterator[tuple[str, str, str, tuple[str, ...], frozenset[str]]]:
    """The same for the events of the case page: each says at which steps it may be told. Processes without a tenant share all."""
    for path in sorted((ROOT / "bpmn").glob("*.bpmn")):
        for event in ElementTree.fromstring(path.read_bytes()).iter(f"{BPMN}boundaryEvent"):
            properties = _properties(event)
            if form := properties.get("formulier"):
                steps = tuple(step for step in re.split(r"[,\s]+", properties.get("processtap", "")) if step)
                assert steps, event.attrib["id"]
                if steps != ("toezicht",):
                    yield path.stem, event.attrib["id"], form, steps, EVENT_ROLES[form]


TASKS = [*_tasks(), *_events()]


def test_case_diagrams_have_tasks():
    assert len(TASKS) > 20


@pytest.mark.parametrize(("diagram", "element", "form", "steps", "roles"), TASKS, ids=[f"{task[0]}-{task[1]}" for task in TASKS])
def test_whoever_does_a_task_may_enter_and_see_all_that_its_form_asks(rows, diagram, element, form, steps, roles):
    assert form in FORMS, f"formulier {form} van {diagram}/{element} bestaat niet"
    asked = set(_asked(FORMS[form]["components"]))
    for role in roles:
        allowed: set[str] = set()
        for step in steps:
            best = {
                "processtap": step,
                "ontvangende_rol": role,
                "aanleiding": "1b_recidive",
                "heeft_zorgen": True,
                "is_casusregisseur": True,
                "dossier_open_voor_meldpunt": not (role == "meldpunt" and step == "4"),
            }
            for row in rows("gegevensdeling", **best):
                allowed |= set(row["schrijven"])
        assert asked <= allowed, f"{role} mag bij stap {steps} niet invullen: {asked - allowed}"
