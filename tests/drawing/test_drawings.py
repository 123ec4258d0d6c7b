"""Every shipped diagram is measured as it is drawn: nothing overlaps, flows cross nowhere, every text can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from phu_runtime.workprocess.drawing.measuring import findings
from phu_runtime.workprocess.drawing.measuring_flows import crossings
from phu_runtime.workprocess.drawing.sheet import read_sheet

FILES = sorted((Path(__file__).parents[2] / "bpmn").glob("*.bpmn"))

# Pairs of flows that may cross, by file, each with the reason. A crossing is allowed only where moving things makes it worse.
CROSSINGS: dict[str, dict[frozenset[str], str]] = {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_diagram_is_drawn_so_that_it_can_be_read(path: Path) -> None:
    assert findings(read_sheet(path), CROSSINGS.get(path.name, {})) == []


def test_no_crossing_is_allowed_that_is_not_there() -> None:
    for name, allowed in CROSSINGS.items():
        there = {frozenset(pair) for pair in crossings(read_sheet(FILES[0].parent / name))}
        assert set(allowed) <= there
        assert all(allowed.values())


def test_there_are_diagrams_to_measure() -> None:
    assert len(FILES) > 10
