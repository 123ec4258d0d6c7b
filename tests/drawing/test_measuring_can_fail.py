"""The measuring sees damage: a diagram that was right is damaged in one place, and the finding names that damage."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from phu_runtime.workprocess.drawing.measuring import findings
from phu_runtime.workprocess.drawing.sheet import BPMN, DI, sheet_of

BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
FOLDER = Path(__file__).parents[2] / "bpmn"
FILES = sorted(FOLDER.glob("*.bpmn"))


def _read(name: str) -> Any:
    return etree.parse(FOLDER / f"{name}.bpmn").getroot()


def _seen(root: Any) -> list[str]:
    return findings(sheet_of(root), {})


def _drawn(root: Any, key: str) -> Any:
    return next(each for each in root.iter(DI + "BPMNShape", DI + "BPMNEdge") if each.get("bpmnElement") == key)


def _element(root: Any, key: str) -> Any:
    return next(each for each in root.iter() if isinstance(each.tag, str) and each.get("id") == key)


def _move(bounds: Any, x: float = 0, y: float = 0) -> None:
    bounds.set("x", str(float(bounds.get("x")) + x))
    bounds.set("y", str(float(bounds.get("y")) + y))


def _onto(root: Any, key: str, other: str) -> None:
    bounds, there = _drawn(root, key).find(BOUNDS), _drawn(root, other).find(BOUNDS)
    bounds.set("x", there.get("x")), bounds.set("y", there.get("y"))


def _label_onto(root: Any, key: str, other: str) -> None:
    bounds, there = _drawn(root, key).find(f"{DI}BPMNLabel/{BOUNDS}"), _drawn(root, other).find(BOUNDS)
    bounds.set("x", there.get("x")), bounds.set("y", there.get("y"))


def _bend(root: Any, key: str, position: int, x: float = 0, y: float = 0) -> None:
    _move(_drawn(root, key).findall(WAYPOINT)[position], x, y)


def _size(root: Any, key: str, **sides: str) -> None:
    for side, value in sides.items():
        _drawn(root, key).find(BOUNDS).set(side, value)


def _wide(root: Any) -> None:
    for key in ("pool_nazorg", "baan_sociaal_team", "baan_meldpunt"):
        bounds = _drawn(root, key).find(BOUNDS)
        bounds.set("width", str(float(bounds.get("width")) + 1300))


def _rename(root: Any, key: str, name: str) -> None:
    _element(root, key).set("name", name)


def _remove(root: Any, key: str) -> None:
    drawn = _drawn(root, key)
    drawn.getparent().remove(drawn)


def _out_of_lane(root: Any, key: str) -> None:
    ref = next(each for each in root.iter(BPMN + "flowNodeRef") if each.text == key)
    ref.getparent().remove(ref)


def _lanes_inside(root: Any) -> None:
    etree.SubElement(_element(root, "beoordelen"), BPMN + "laneSet", id="banen_binnen")


EB = "eerste_beoordeling"
DAMAGE: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "a shape on another": (EB, lambda root: _onto(root, "zoek_contact", "beoordeel"), "vormen over elkaar"),
    "a shape that is not drawn": (EB, lambda root: _remove(root, "zoek_contact"), "niet getekend"),
    "a flow that is not drawn": (EB, lambda root: _remove(root, "stroom_koppel_terug_corporatie_ingelicht"), "niet getekend"),
    "a shape just off its row": (EB, lambda root: _move(_drawn(root, "zoek_contact").find(BOUNDS), y=4), "net niet op één rij"),
    "a shape too near": (EB, lambda root: _move(_drawn(root, "zoek_contact").find(BOUNDS), x=30), "te dicht op elkaar"),
    "a shape in another's lane": (EB, lambda root: _move(_drawn(root, "besluit").find(BOUNDS), y=120), "buiten zijn vak"),
    "a shape in no lane": (EB, lambda root: _out_of_lane(root, "besluit"), "in geen baan"),
    "lanes in a sub-process": (EB, _lanes_inside, "banen in een deelproces"),
    "a boundary event off its edge": (EB, lambda root: _move(_drawn(root, "dag_7").find(BOUNDS), y=30), "niet op de rand"),
    "a boundary event on the mark": (
        "preventie_huisuitzetting",
        lambda root: _move(_drawn(root, "sociale_dienst_nodig").find(BOUNDS), x=-30),
        "op het merkteken",
    ),
    "a flow that does not dock": (EB, lambda root: _bend(root, "stroom_wie_nog_koppel_terug", -1, x=-20), "sluit niet aan"),
    "a slanting flow": (EB, lambda root: _bend(root, "stroom_wie_nog_koppel_terug", -1, y=15), "loopt schuin"),
    "a flow through a shape": (
        EB,
        lambda root: [_bend(root, "stroom_nog_een_poging_volgende_poging", each, y=-75) for each in (1, 2)],
        "door een vorm",
    ),
    "flows that cross": (
        "afstemming_meldpunt",
        lambda root: [_bend(root, "stroom_antwoord_laat_meldpunt_laat", each, y=150) for each in (1, 2)],
        "kruisen",
    ),
    "flows on each other": (
        "afstemming_meldpunt",
        lambda root: [_bend(root, "stroom_antwoord_laat_meldpunt_laat", each, y=105) for each in (1, 2)],
        "op elkaar",
    ),
    "a label on a shape": (EB, lambda root: _label_onto(root, "nog_een_poging", "beoordeel"), "tekst op een vorm"),
    "a label on a flow": (
        EB,
        lambda root: _move(_drawn(root, "nog_een_poging").find(f"{DI}BPMNLabel/{BOUNDS}"), x=55, y=55),
        "tekst op een pijl",
    ),
    "labels on each other": (EB, lambda root: _label_onto(root, "stroom_wie_nog_koppel_terug", "wie_nog"), "tekst op"),
    "a label far away": (EB, lambda root: _move(_drawn(root, "dag_7").find(f"{DI}BPMNLabel/{BOUNDS}"), x=90), "ver van zijn vorm"),
    "a label outside the pool": (
        "termijn_verlengen",
        lambda root: _move(_drawn(root, "verlenging_gemeld").find(f"{DI}BPMNLabel/{BOUNDS}"), x=100),
        "buiten de tekening",
    ),
    "a text that does not fit": (
        EB,
        lambda root: _rename(root, "zoek_contact", "Zoek contact in de samenwerkingsovereenkomst"),
        "past niet",
    ),
    "a text of three lines under the icon": (
        EB,
        lambda root: _rename(root, "zoek_contact", "Zoek nog eens contact met de huurder"),
        "icoon",
    ),
    "a text on the mark": (
        "dagvaarding",
        lambda root: _rename(root, "contact_team", "Zoek nog een keer contact met de huurder thuis"),
        "merkteken",
    ),
    "a lane too low for its name": ("nazorg", lambda root: _size(root, "baan_meldpunt", height="120"), "naam past niet"),
    "a pool too wide": ("nazorg", _wide, "te breed"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_seen_and_named(damage: str) -> None:
    name, spoil, words = DAMAGE[damage]
    root = _read(name)
    assert _seen(root) == []
    spoil(root)
    assert any(words in found for found in _seen(root)), _seen(root)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_any_shape_that_is_dragged_a_little_is_seen(path: Path) -> None:
    root = etree.parse(path).getroot()
    keys = sorted(key for key, shape in sheet_of(root).shapes.items() if shape.kind != "subProcess")
    for key in keys[:: max(1, len(keys) // 5)]:
        moved = deepcopy(root)
        _move(_drawn(moved, key).find(BOUNDS), x=7, y=7)
        assert _seen(moved) != [], key
