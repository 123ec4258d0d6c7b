"""Who must agree is told from the files that changed, by the table in force."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from phu_runtime.errors import ReleaseInvalid
from phu_runtime.workprocess.agreeing import TABLE, demands, kinds_of_change, missing
from phu_runtime.workprocess.files import read_files

FILES = read_files(Path(__file__).parents[2])
PARTIES = {"woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt"}


def changed(path: str, old: str, new: str) -> Mapping[str, bytes]:
    """The shipped files with ``old`` replaced by ``new`` in one of them."""
    text = FILES[path].decode()
    assert old in text
    return {**FILES, path: text.replace(old, new, 1).encode()}


TERM = changed("dmn/termijnen.dmn", "<text>3</text>", "<text>2</text>")
SHARING = changed("dmn/gegevensdeling.dmn", "</rule>", "</rule> ")
LOOSER = changed("dmn/instemming.dmn", "<text>2</text>", "<text>0</text>")


def roles(new: Mapping[str, bytes]) -> dict[str, int]:
    return {demand.role: demand.number for demand in demands(FILES, new)}


def test_nothing_changed_asks_nobody() -> None:
    assert demands(FILES, FILES) == []


def test_a_term_needs_two_of_the_adviesgroep() -> None:
    assert kinds_of_change(FILES, TERM) == ["termijnen"]
    assert roles(TERM) == {"adviesgroep": 2}


@pytest.mark.parametrize(
    "new",
    [
        SHARING,
        changed("forms/woningcorporatie/melding.form", "{", "{ "),
        {**FILES, "forms/brieven/nieuw.md": b"# onderwerp"},
        {path: content for path, content in FILES.items() if path != "forms/brieven/laatste_bericht.md"},
        changed("forms/gegevens.yaml", "label", " label"),
    ],
    ids=["gegevensdeling", "formulier", "brief erbij", "brief weg", "gegevenslijst"],
)
def test_who_gets_which_data_needs_the_parties_and_the_fg(new: Mapping[str, bytes]) -> None:
    assert set(roles(new)) == PARTIES | {"adviesgroep", "fg"}


def test_a_draft_cannot_free_itself_by_changing_the_table() -> None:
    assert roles(LOOSER) == {"adviesgroep": 2, "fg": 1, **dict.fromkeys(PARTIES, 1)}


def test_a_draft_without_the_table_is_refused() -> None:
    with pytest.raises(ReleaseInvalid, match="instemming"):
        demands(FILES, {path: content for path, content in FILES.items() if TABLE not in path})


def test_a_drawing_of_a_table_that_moved_counts_as_that_table() -> None:
    assert kinds_of_change(FILES, changed("dmn/bewaartermijn.dmn", 'height="80"', 'height="81"')) == ["bewaartermijn"]


def test_one_who_agreed_leaves_one_to_ask() -> None:
    wanted = demands(FILES, TERM)
    assert [(demand.role, left) for demand, left in missing(wanted, ["adviesgroep", "fg"])] == [("adviesgroep", 1)]
    assert missing(wanted, ["adviesgroep", "adviesgroep"]) == []
