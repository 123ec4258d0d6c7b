"""How dates, counts and texts read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from phu_runtime.pages import words
from phu_runtime.pages.door import own_path
from phu_runtime.shapes import FactShown

WINTER = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 12, 5, tzinfo=UTC)


def test_a_moment_reads_on_a_dutch_clock():
    assert words.long_date(WINTER) == "woensdag 25 november 2026"
    assert words.clock_time(WINTER) == "00.30 uur"
    assert words.moment(SUMMER) == "1 jul 14.05"
    assert words.iso(SUMMER) == "2026-07-01T14:05+02:00"


def test_a_short_day_names_the_year_only_when_it_is_another():
    assert words.short_day(date(2026, 11, 26), WINTER) == "do 26 nov"
    assert words.short_day(date(2027, 1, 4), WINTER) == "ma 4 jan 2027"
    assert words.short_day(None) == words.long_date(None) == words.clock_time(None) == ""


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        (date(2026, 3, 1), ("1", "3", "2026")),
        ("2026-03-01", ("1", "3", "2026")),
        ("31-2-2026", ("31", "2", "2026")),
        ({"dag": "x", "maand": "3", "jaar": ""}, ("x", "3", "")),
        (None, ("", "", "")),
        ("morgen", ("morgen", "", "")),
    ],
)
def test_a_date_field_shows_what_is_known_or_what_was_typed(value, parts):
    shown = words.date_parts(value)
    assert (shown["dag"], shown["maand"], shown["jaar"]) == parts


def test_counts_and_lists_read_as_someone_says_them():
    assert words.count(1, "taak", "taken") == "1 taak"
    assert words.count(0, "taak", "taken") == "0 taken"
    assert (words.badge(99), words.badge(100)) == ("99", "99+")
    assert words.enumeration(["Trivire", "Avres", "Rhiant"]) == "Trivire, Avres en Rhiant"
    assert words.enumeration([]) == ""


def test_the_text_of_a_process_owner_cannot_bring_markup_along():
    for render in (words.prose, words.letter_prose):
        html = render('Let op <img src=x onerror=alert(1)> en [klik](javascript:alert(1)) en <b>vet</b> **zo**')
        assert "<img" not in html
        assert "<b>" not in html
        assert 'href="javascript' not in html
        assert "<strong>zo</strong>" in html


def test_headings_of_a_letter_fit_under_those_of_the_page():
    assert "<h2>" in words.letter_prose("# Kop")
    assert "<h3>" in words.letter_prose("# Kop", 2)
    assert "<h1" not in words.letter_prose("# Kop")


def test_a_first_sentence_does_not_stop_at_an_article():
    assert words.first_sentence("Ten hoogste 12 (art. 7.2). Daarna niets.") == "Ten hoogste 12 (art. 7.2)."
    assert words.first_sentence("Wie hoort wat? Eén regel per partij.") == "Wie hoort wat?"
    assert words.first_sentence("Zonder punt") == "Zonder punt"


def test_groups_of_one_stand_together_and_one_source_is_said_once():
    def fact(key, group, source="Trivire"):
        return FactShown(key, key, "x", source, WINTER, group)

    facts = [fact("a", "Naam"), fact("b", "Naam"), fact("c", "Een"), fact("d", "Twee", "Avres"), fact("e", "Adres"), fact("f", "Adres")]
    groups = words.by_group(facts)
    assert [(name, [line.key for line in lines]) for name, lines, _ in groups] == [
        ("Naam", ["a", "b"]),
        ("", ["c", "d"]),
        ("Adres", ["e", "f"]),
    ]
    assert [source for _, _, source in groups] == ["Trivire, 25 november 2026", "", "Trivire, 25 november 2026"]


@pytest.mark.parametrize("path", ["https://boos.example", "//boos.example", "/\\boos.example", "boos", "", "/a\nb"])
def test_only_a_path_of_this_site_is_one(path):
    assert own_path(path) == ""


def test_a_path_of_this_site_stays():
    assert own_path("/werklijst?lijst=vrij") == "/werklijst?lijst=vrij"
