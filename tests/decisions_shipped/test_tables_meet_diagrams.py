"""What the diagrams name, the tables know: events told, terms, decisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DRAWN = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "bpmn").glob("*.bpmn")))


def _named(pattern: str) -> list[str]:
    return sorted(set(re.findall(pattern, DRAWN)))


EVENTS = _named(r'name="gebeurtenis" value="(\w+)"')
TERMS = [
    key for key in _named(r'name="termijn" value="(\w+)"') + _named(r'(?:termijn|waarschuwing)\((?:&#34;|&quot;|")(\w+)') if key != "geen"
]
DECISIONS = _named(r'camunda:decisionRef="(\w+)"')
MUNICIPALITIES = ("Dordrecht", "Gorinchem")


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_that_a_diagram_tells_has_recipients(rows, event):
    assert rows("kennisgevingen", gebeurtenis=event)


@pytest.mark.parametrize("key", sorted(set(TERMS)))
def test_every_term_that_a_diagram_names_can_be_counted_in_both_subregions(decide, key):
    for municipality in MUNICIPALITIES:
        assert decide("termijnen", termijn=key, gemeente=municipality)["eenheid"]


@pytest.mark.parametrize("name", DECISIONS)
def test_every_decision_that_a_diagram_asks_for_is_there(shipped, name):
    assert name in {path.stem for path in (ROOT / "dmn").glob("*.dmn")} | {"recidive", "aanleiding"}


def test_every_warning_that_is_drawn_is_in_the_table(decide):
    for key, number in re.findall(r'waarschuwing\((?:&#34;|&quot;|")(\w+)(?:&#34;|&quot;|"),\s*(\d+)\)', DRAWN):
        assert len(decide("termijnen", termijn=key, gemeente="Dordrecht")["waarschuwing"]) >= int(number), key
