"""Values and terms in Dutch, as a reader sees them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from phu_runtime.calendar import AMSTERDAM, Calendar
from phu_runtime.showing.header import tenant_address, tenant_name
from phu_runtime.showing.terms import show_term
from phu_runtime.showing.values import in_dutch
from phu_runtime.workprocess import WorkProcess


@dataclass(frozen=True)
class Row:
    """A task row, as far as its term goes."""

    due: datetime | None
    term_kind: str = "uiterlijk"
    term_words: str = "2 weken"


@dataclass(frozen=True)
class Datum:
    """A datum of the dictionary, as far as showing goes."""

    kind: str
    values: Any = ()


MONDAY = datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("due", "state", "words"),
    [
        ("2026-03-16 23:59:59", "ruim", "nog 10 werkdagen"),
        ("2026-03-05 23:59:59", "nadert", "nog 3 werkdagen"),
        ("2026-03-03 23:59:59", "nadert", "nog 1 werkdag"),
        ("2026-03-02 23:59:59", "vandaag", "loopt vandaag af"),
        ("2026-03-02 14:30:00", "vandaag", "nog 5 uur"),
        ("2026-03-02 08:00:00", "te_laat", "vandaag verlopen"),
        ("2026-02-27 23:59:59", "te_laat", "1 werkdag te laat"),
        ("2026-02-16 23:59:59", "te_laat", "10 werkdagen te laat"),
    ],
)
def test_a_term_is_told_by_how_far_it_is(due: str, state: str, words: str) -> None:
    shown = show_term(Row(datetime.fromisoformat(due).replace(tzinfo=AMSTERDAM)), MONDAY, Calendar())
    assert (shown.state, shown.words, shown.arithmetic) == (state, words, "2 weken")


def test_a_term_reads_the_same_whatever_the_time_zone_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    due = datetime(2026, 3, 2, 23, 59, 59, tzinfo=AMSTERDAM).astimezone(UTC)
    for zone in ("UTC", "Asia/Kolkata", "America/St_Johns"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert show_term(Row(due), datetime(2026, 3, 2, 15, tzinfo=AMSTERDAM), Calendar()).words == "loopt vandaag af"
    monkeypatch.undo()
    time.tzset()


def test_no_term_is_told_as_such() -> None:
    shown = show_term(Row(None), MONDAY, Calendar())
    assert (shown.state, shown.words, shown.due) == ("geen", "geen termijn", None)


@pytest.mark.parametrize(
    ("datum", "value", "words"),
    [
        (Datum("ja_nee"), True, "Ja"),
        (Datum("ja_nee"), False, "Nee"),
        (Datum("bedrag"), "1850.5", "€ 1.850,50"),
        (Datum("bedrag"), 0, "€ 0,00"),
        (Datum("datum"), "2026-03-02", "maandag 2 maart 2026"),
        (Datum("keuze", {"a": "Appel"}), "a", "Appel"),
        (Datum("keuze", {"a": "Appel"}), "oud", "oud"),
        (Datum("meerkeuze", {"a": "Appel", "b": "Beer"}), ["a", "b"], "Appel, Beer"),
        (Datum("tekst"), "zo", "zo"),
    ],
)
def test_a_value_reads_as_its_field_says(datum: Datum, value: Any, words: str) -> None:
    assert in_dutch(datum, value) == words


@pytest.mark.parametrize(
    ("dossier", "name", "address"),
    [
        ({"voorletters": "B.", "tussenvoegsel": "de", "achternaam": "Test"}, "B. de Test", ""),
        ({"voornaam": "Els", "achternaam": "Test", "straatnaam": "Weg", "huisnummer": "1"}, "Els Test", "Weg 1"),
        ({"straatnaam": "Weg", "huisnummer": "1", "huisnummertoevoeging": "b", "plaatsnaam": "Dordrecht"}, "", "Weg 1 b, Dordrecht"),
        ({"plaatsnaam": "Dordrecht"}, "", "Dordrecht"),
        ({}, "", ""),
    ],
)
def test_a_tenant_is_named_by_what_is_known(dossier: dict[str, str], name: str, address: str) -> None:
    assert (tenant_name(dossier), tenant_address(dossier)) == (name, address)


def test_every_coded_value_of_the_dictionary_has_words(shipped: WorkProcess) -> None:
    for datum in shipped.dictionary.fields.values():
        for code in datum.values:
            assert in_dutch(datum, code).strip(), f"{datum.key}: {code}"
