# ruff: noqa: E501 (texts of tables, one a line)
"""The difference between two releases is told in words: what, where, from what to what, and of which kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from phu_runtime.workprocess.difference import KINDS, Change, difference
from phu_runtime.workprocess.files import read_files

SHIPPED = read_files(Path(__file__).parents[2])
ASSESS = "bpmn/eerste_beoordeling.bpmn"


def changed(file: str, before: str, after: str, count: int = 1) -> list[Change]:
    text = SHIPPED[file].decode()
    assert before in text, before
    return difference(SHIPPED, {**SHIPPED, file: text.replace(before, after, count).encode()})


def test_the_same_release_has_no_difference() -> None:
    assert difference(SHIPPED, dict(SHIPPED)) == []


def test_a_term_is_told_with_its_unit() -> None:
    rule = next(part for part in SHIPPED["dmn/termijnen.dmn"].decode().split("<rule ") if part.startswith('id="regel_termijnen_4"'))
    (change,) = changed("dmn/termijnen.dmn", rule, rule.replace("<text>3</text>", "<text>2</text>", 1))
    assert (change.sentence, change.before, change.after) == ("Termijn 'mzo_advies' van 3 naar 2 werkdagen.", "3", "2")
    assert (change.kind, change.file, change.element) == ("overig", "dmn/termijnen.dmn", "termijnen")


@pytest.mark.parametrize(
    ("file", "before", "after", "element", "words"),
    [
        (
            ASSESS,
            'name="Zoek contact met de huurder"',
            'name="Zoek de huurder"',
            "zoek_contact",
            "naam van 'Zoek contact met de huurder' naar 'Zoek de huurder'",
        ),
        (ASSESS, 'formKey="contactpoging"', 'formKey="nazorg"', "zoek_contact", "formulier van 'contactpoging' naar 'nazorg'"),
        (
            ASSESS,
            'name="termijn" value="besluit_voortzetting"',
            'name="termijn" value="geen"',
            "besluit",
            "termijn van 'besluit_voortzetting'",
        ),
        ("forms/gedeeld/nazorg.form", '"label"', '"toelichting"', "", ""),
    ],
)
def test_what_changes_is_named_at_its_place(file: str, before: str, after: str, element: str, words: str) -> None:
    changes = changed(file, before, after)
    assert changes
    assert all(change.file == file and change.sentence.endswith(".") and change.kind in KINDS for change in changes)
    assert not element or any(change.element == element and words in change.sentence for change in changes), changes


def test_every_table_of_the_parties_and_fgs_has_a_kind_of_its_own() -> None:
    for table in ("gegevensdeling", "bewaartermijn", "meldplicht", "kennisgevingen", "afstemming_meldpunt", "informatieplicht"):
        text = SHIPPED[f"dmn/{table}.dmn"].decode()
        rule = "<rule " + text.split("<rule ")[1].split("</rule>")[0] + "</rule>"
        (change,) = changed(f"dmn/{table}.dmn", rule, "")
        assert change.kind == table
        assert "is verwijderd" in change.sentence


def test_letters_forms_and_data_have_their_own_kinds() -> None:
    assert {change.kind for change in changed("forms/brieven/laatste_bericht.md", "titel: ", "titel: Nog een ")} == {"brief"}
    (change,) = changed("forms/gegevens.yaml", "  achternaam: {label: Achternaam", "  achternaam: {label: Familienaam")
    assert (change.kind, change.sentence) == ("formulierveld", "Gegeven 'achternaam': label van 'Achternaam' naar 'Familienaam'.")
    assert {change.kind for change in changed("forms/gedeeld/nazorg.form", '"label"', '"titel"')} == {"formulierveld"}


def test_files_that_come_go_or_cannot_be_read_are_named_as_a_whole() -> None:
    def only(new: Mapping[str, bytes]) -> Change:
        (change,) = difference(SHIPPED, new)
        return change

    assert only({**SHIPPED, "scenarios/nieuw.yaml": b"a: 1"}).sentence == "Het bestand 'scenarios/nieuw.yaml' is toegevoegd."
    assert only({path: content for path, content in SHIPPED.items() if path != ASSESS}).sentence == f"Het bestand '{ASSESS}' is verwijderd."
    assert "is gewijzigd" in only({**SHIPPED, ASSESS: b"x"}).sentence


def test_moving_something_in_the_drawing_is_no_change_of_the_work() -> None:
    text = SHIPPED[ASSESS].decode()
    bounds = text.split("<dc:Bounds ")[3].split("/>")[0]
    wider = bounds.replace('width="', 'width="1', 1)
    (change,) = changed(ASSESS, f"<dc:Bounds {bounds}", f"<dc:Bounds {wider}")
    assert change.sentence.endswith("is gewijzigd, zonder dat het werk verandert.")
