"""A row of a list says whose task it is: one's own organisation's, also as a further candidate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from phu_runtime.calendar import Calendar
from phu_runtime.shapes import Actor
from phu_runtime.showing.rows import show_row

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MINE, OTHER, THIRD = "eigen", "ander", "derde"


@dataclass
class Row:
    """A task's and a case's columns, as far as a row shows them."""

    organisation_id: str = OTHER
    claimed_by: str | None = None
    id: str = "t"
    name: str = "Bellen"
    number: str = "PHU-2026-000001"
    municipality: str = "Dordrecht"
    roles: str = "sociaal_team,woningcorporatie"
    status: str = "open"
    opened: datetime = NOW
    due: datetime | None = None
    term_kind: str = ""
    term_words: str = ""


@pytest.mark.parametrize(
    ("organisation", "candidates", "mine"),
    [(MINE, (), True), (OTHER, (), False), (OTHER, (OTHER, MINE), True), (OTHER, (THIRD,), False)],
)
def test_a_further_candidate_has_the_task_to_do_too(organisation: str, candidates: tuple[str, ...], mine: bool) -> None:
    actor = Actor("u", "Linda", MINE, "Trivire", "woningcorporatie", frozenset({"medewerker"}))
    row = Row(organisation_id=organisation)
    shown = show_row(row, row, actor, NOW, Calendar(), phase="", organisation="", names={}, candidates=candidates)
    assert shown.mine_to_do is mine


def test_a_row_says_in_whose_name_its_reader_does_it() -> None:
    actor = Actor("u", "Bas", MINE, "Team", "sociaal_team", frozenset({"medewerker"}), stands_in_for={"f": "Fatma Yildiz"})
    plain = {"phase": "", "organisation": "", "names": {"f": "Fatma Yildiz", "x": "Xander"}}
    rows = [Row(claimed_by=user_id) for user_id in ("f", "x", "u", None)]
    shown = [show_row(row, row, actor, NOW, Calendar(), **plain) for row in rows]  # type: ignore[arg-type]
    assert [row.on_behalf for row in shown] == ["Fatma Yildiz", "", "", ""]
    assert [row.claimed_by_me for row in shown] == [False, False, True, False]
