"""Where the text beside an event, a question or a flow stands after it was changed: as wide as its words, clear of everything."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from phu_runtime.errors import FormInvalid
from phu_runtime.workprocess.drawing.geometry import Box
from phu_runtime.workprocess.drawing.lettering import LABEL, LINE, width, wrap
from phu_runtime.workprocess.editing.diagrams.layout import read_layout, write_layout
from phu_runtime.workprocess.editing.diagrams.measured import drawn_worse
from phu_runtime.workprocess.editing.diagrams.paper import Paper

GAP = 6  # px between a shape and its text
_IN_A_BOX = ("tekst past niet", "tekst op het icoon", "tekst op het merkteken", "tekst onder een gebeurtenis")


def label_size(text: str) -> tuple[float, float]:
    """Width and height in px of a text in at most two lines (drawing rule 5), as narrow as that can be."""
    words = text.split()
    tries = [wrap(text, width(" ".join(words[:count]), LABEL), LABEL) for count in range(1, len(words) + 1)]
    lines = next((lines for lines in tries if len(lines) <= 2), tries[-1] if tries else [""])
    return math.ceil(max(width(line, LABEL) for line in lines)) + 1, math.ceil(len(lines) * LABEL * LINE)


def renamed(file: str, before: bytes, after: bytes, renamed_keys: dict[str, str]) -> bytes:
    """``after``, with the texts of ``renamed_keys`` (id → name) put where they can be read, when they can not be as they stand.

    Raises FormInvalid (key: the id) for a text that does not fit in the box of its task. What fits nowhere stays: the check tells.
    """
    worse = drawn_worse(file, before, after)
    for found in worse:
        key = found.partition(": ")[2].partition(" ")[0]
        if found.startswith(_IN_A_BOX) and key in renamed_keys:
            raise FormInvalid({key: "Deze naam past niet in het vakje. Gebruik kortere woorden, samen ten hoogste twee regels."})
    for key, name in renamed_keys.items():
        if not worse or not name:
            break
        for content in _placed(file, after, key, name):
            left = drawn_worse(file, before, content)
            if len(left) < len(worse):
                after, worse = content, left
            if not worse:
                break
    return after


def _placed(file: str, content: bytes, key: str, name: str) -> Iterator[bytes]:
    """The file with the label of one element in each place it may have."""
    layout = read_layout(Paper(file, content).root)
    if key not in layout.labels:
        return
    for box in _places(layout.labels[key], layout.boxes.get(key), label_size(name)):
        paper = Paper(file, content)
        write_layout(paper, layout, replace(layout, labels={**layout.labels, key: box}))
        yield paper.content()


def _places(label: Box, shape: Box | None, size: tuple[float, Any]) -> Iterator[Box]:
    wide, high = size
    yield Box(round(label.middle.x - wide / 2), label.y, wide, high)
    yield Box(label.x, label.y, wide, high)
    yield Box(label.right - wide, label.y, wide, high)
    yield Box(label.x, label.bottom - high, wide, high)
    if shape is not None:
        middle = shape.middle
        yield Box(round(middle.x - wide / 2), shape.bottom + GAP, wide, high)
        yield Box(round(middle.x - wide / 2), shape.y - GAP - high, wide, high)
        yield Box(shape.right + GAP, round(middle.y - high / 2), wide, high)
        yield Box(shape.x - GAP - wide, round(middle.y - high / 2), wide, high)
