"""The heat map tells how often and how long, and no small number can be counted back from it."""

from __future__ import annotations

from collections import Counter

import pytest

from phu_runtime.actions.show_heat_map import show_heat_map
from phu_runtime.errors import NotFound, NotYours
from phu_runtime.steps.durations import NAMES
from phu_runtime.workprocess.heat import Cell, heat
from tests.region import ACCEPTED, FATMA, MARGRIET, PETRA, RELEASE, SPOKEN, Region


def rows(**counts: int) -> dict[str, int | None]:
    cells = {("taak", subregion): Cell(Counter({"tot 1 dag": count})) for subregion, count in counts.items()}
    return {row.subregion: row.count for row in heat(cells, NAMES)}


def test_a_small_cell_takes_another_with_it_so_that_the_total_gives_nothing_away() -> None:
    assert rows(oost=20, west=10) == {"": 30, "oost": 20, "west": 10}
    assert rows(oost=20, west=3) == {"": 23, "oost": None, "west": None}
    assert rows(noord=20, oost=8, west=3) == {"": 31, "noord": 20, "oost": None, "west": None}
    assert rows(oost=2, west=3) == {"": 5, "oost": None, "west": None}
    assert rows(west=3) == {"": None, "west": None}


def test_the_median_is_the_class_of_the_middle_one_and_terms_are_a_share() -> None:
    cell = Cell(Counter({"tot 1 uur": 4, "tot 1 week": 5, "langer": 2}), terms=20, kept=15)
    (together, _) = heat({("taak", "oost"): cell}, NAMES)
    assert (together.count, together.median, together.kept) == (11, "tot 1 week", 75)
    few = Cell(Counter({"tot 1 uur": 20}), terms=20, kept=18)
    assert heat({("taak", "oost"): few}, NAMES)[0].kept is None


def test_owners_see_the_map_of_a_diagram_and_caseworkers_do_not(region: Region) -> None:
    for _ in range(5):
        region.follow(region.start(), SPOKEN)
    region.follow(region.start(), ACCEPTED)
    shown = region.act(show_heat_map, region.person(PETRA), RELEASE, "eerste_beoordeling")
    rows = {row.heat.element: row.heat for row in shown.rows}
    assert (rows["zoek_contact"].count, rows["zoek_contact"].median) == (5, "tot 1 uur")
    assert rows["beoordeel"].count == 0
    assert (shown.name, shown.stem, shown.subregions) == ("Eerste beoordeling", "eerste_beoordeling", ["Drechtsteden"])
    drawn = region.act(show_heat_map, region.person(MARGRIET), "", "eerste_beoordeling", "Drechtsteden")
    assert {row.heat.element: row.heat.count for row in drawn.rows}["zoek_contact"] == 5
    for given in (("nergens",), ("", "nergens"), ("", "", "nergens")):
        with pytest.raises(NotFound):
            region.act(show_heat_map, region.person(PETRA), *given)
    with pytest.raises(NotYours):
        region.act(show_heat_map, region.person(FATMA), RELEASE, "eerste_beoordeling")
