"""Tables of counts tell no small number, and none from which it follows."""

from __future__ import annotations

from phu_runtime.workprocess.figures import counts_by, shares_by

NAMES = {"begin": "Begonnen", "nooit": "Nooit", "eind": "Opgelost"}


def test_a_small_count_takes_the_smallest_other_with_it() -> None:
    counts = {("begin", "oost"): 20, ("begin", "west"): 3, ("begin", "noord"): 9, ("eind", "oost"): 2}
    table = counts_by("x", NAMES, ["noord", "oost", "west"], counts)
    assert table.columns == ["Samen", "noord", "oost", "west"]
    assert table.rows == [("Begonnen", [32, None, 20, None]), ("Opgelost", [None, 0, None, 0])]


def test_a_share_is_told_only_when_neither_the_kept_nor_the_late_are_few() -> None:
    terms = {("begin", "oost"): (15, 20), ("begin", "west"): (18, 20), ("eind", "oost"): (6, 6), ("eind", "west"): (0, 3)}
    table = shares_by("x", NAMES, ["oost", "west"], terms)
    assert table.rows == [("Begonnen", [82, 75, None]), ("Nooit", [None, None, None]), ("Opgelost", [None, 100, None])]
