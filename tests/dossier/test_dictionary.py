"""What a dictionary may hold, and where answers go."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from phu_runtime.dossier import bind, check_dictionary, read_dictionary
from phu_runtime.errors import FormInvalid, ReleaseInvalid

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = (ROOT / "forms/gegevens.yaml").read_bytes()

PP_B3 = {
    "voornaam", "tussenvoegsel", "achternaam", "voorletters", "geboortedatum", "geslacht", "straatnaam", "huisnummer",
    "huisnummertoevoeging", "postcode", "plaatsnaam", "telefoonnummer", "emailadres", "bsn", "huishoudenssamenstelling",
    "leeftijden_kinderen", "ondersteuningsvraag_kinderen", "huurachterstand", "bekendheid_meldpunt", "zorgaanbieders",
    "zorgen_financieel", "zorgen_huishouden",
}  # fmt: skip


def with_datum(entry: str, groups: str = "proces: {label: Proces}") -> bytes:
    return f"groepen: {{{groups}}}\ngegevens:\n  {entry}\n".encode()


def messages(content: bytes) -> str:
    return " ".join(f"{finding.element}: {finding.message} {finding.advice}" for finding in check_dictionary(content))


def test_the_shipped_dictionary_may_be_published() -> None:
    assert check_dictionary(SHIPPED) == []


def test_the_dossier_holds_the_list_of_pp_b3_and_short_remarks_only() -> None:
    kept = {key for key, datum in read_dictionary(SHIPPED).fields.items() if datum.store == "dossier"}
    assert {key for key in kept if not key.startswith("toelichting")} == PP_B3


def test_every_datum_stands_in_a_group_that_the_table_of_data_sharing_can_give() -> None:
    dictionary = read_dictionary(SHIPPED)
    table = (ROOT / "dmn/gegevensdeling.dmn").read_text()
    for key, group in dictionary.groups.items():
        assert group.label
        assert key == "systeem" or f'"{key}"' in table, key


@pytest.mark.parametrize(
    "entry",
    [
        "nationaliteit: {label: Nationaliteit, soort: tekst, opslag: dossier, groep: proces, artikel: PP-B3}",
        "nationaliteit: {label: Nationaliteit, soort: tekst, opslag: procesfeit, groep: proces}",
        "vraag: {label: Welke diagnose is gesteld, soort: tekst, opslag: procesfeit, groep: proces}",
        "telefoon_partner: {label: Telefoon van de partner, soort: telefoon, opslag: procesfeit, groep: proces}",
        "kamer: {label: Kamer, soort: tekst, opslag: dossier, groep: proces}",
    ],
)
def test_a_personal_datum_outside_the_limitative_list_is_refused_with_its_article(entry: str) -> None:
    assert "PP-B3" in messages(with_datum(entry))
    with pytest.raises(ReleaseInvalid):
        read_dictionary(with_datum(entry))


def test_a_personal_datum_cannot_leave_the_dossier() -> None:
    assert "dossier" in messages(with_datum("postcode: {label: Postcode, soort: postcode, opslag: procesfeit, groep: proces}"))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("a: {label: A, soort: getalletje, opslag: variabele, groep: proces}", "onbekende soort"),
        ("a: {label: A, soort: getal, opslag: kast, groep: proces}", "onbekende opslag"),
        ("a: {label: A, soort: getal, opslag: variabele, groep: elders}", "onbekende groep"),
        ("a: {label: A, soort: keuze, opslag: variabele, groep: proces}", "zonder waarden"),
        ("a: {label: A, soort: getal, waarden: {x: X}, opslag: variabele, groep: proces}", "geen keuze"),
        ("a: {label: A, soort: keuze, waarden: {x: X}, begin: y, opslag: variabele, groep: proces}", "begint met een waarde"),
        ("a: {label: A, soort: keuze, waarden: {1: Een}, opslag: variabele, groep: proces}", "geen tekst"),
        ("a: {soort: getal, opslag: variabele, groep: proces}", "geen label"),
        ("a: {label: A, soort: getal, opslag: variabele, groep: proces, kleur: rood}", "onbekende eigenschap"),
        ("nu: {label: A, soort: getal, opslag: variabele, groep: proces}", "geen bruikbare sleutel"),
        ("Aa: {label: A, soort: getal, opslag: variabele, groep: proces}", "geen bruikbare sleutel"),
        ("a: {label: A, soort: getal, opslag: variabele, groep: proces, afgeleid: '=1 +'}", "formule"),
        ("a: {label: A, soort: getal, opslag: variabele, groep: proces, afgeleid: '=1', begin: 2}", "beginwaarde"),
        ("verhaal: {label: Verhaal, soort: lange_tekst, opslag: procesfeit, groep: proces}", "G19"),
        ("a: {label: A, soort: tekst, opslag: procesfeit, groep: proces, maximum: 5000}", "maximum"),
    ],
)
def test_a_wrong_datum_gets_a_finding_that_says_what_to_do(entry: str, words: str) -> None:
    found = messages(with_datum(entry))
    assert words in found


def test_derived_data_that_go_round_are_refused_with_the_way_round() -> None:
    content = b"""
groepen: {proces: {label: Proces}}
gegevens:
  a: {label: A, soort: getal, opslag: variabele, groep: proces, afgeleid: '=b + 1'}
  b: {label: B, soort: getal, opslag: variabele, groep: proces, afgeleid: '=c.b + c'}
  c: {label: C, soort: getal, opslag: variabele, groep: proces, afgeleid: '=if "b" = "x" then 1 else a'}
  d: {label: D, soort: getal, opslag: variabele, groep: proces, afgeleid: '=formulieren[1].d'}
"""
    findings = check_dictionary(content)
    assert [finding.element for finding in findings] == ["a"]
    assert "a → b → c → a" in findings[0].message


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a: [", b"- een lijst", b"groepen: {}", b"gegevens: 3"])
def test_a_file_that_is_no_dictionary_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(ReleaseInvalid, match="gegevenslijst"):
        read_dictionary(content)


def test_each_answer_goes_to_its_own_store() -> None:
    dictionary = read_dictionary(SHIPPED)
    bound = bind(
        {
            "achternaam": "Voorbeeld",
            "huurachterstand": Decimal("1250.50"),
            "contactpoging_op": date(2026, 11, 3),
            "kinderen": "ja",
            "maanden_achterstand": 3,
            "gekozen_stap": "voortzetten",
            "zorgen_financieel": ["financieel"],
            "tussenvoegsel": None,
        },
        dictionary,
    )
    assert bound.dossier == {
        "achternaam": "Voorbeeld",
        "huurachterstand": "1250.50",
        "zorgen_financieel": ["financieel"],
        "tussenvoegsel": None,
    }
    assert bound.facts == {"contactpoging_op": "2026-11-03", "gekozen_stap": "voortzetten"}
    assert bound.variables == {"kinderen": "ja", "maanden_achterstand": 3}


def test_an_emptied_variable_gets_its_start_value() -> None:
    assert bind({"kinderen": None}, read_dictionary(SHIPPED)).variables == {"kinderen": "onbekend"}


def test_an_unknown_answer_is_not_stored_anywhere() -> None:
    with pytest.raises(FormInvalid) as refused:
        bind({"nationaliteit": "x"}, read_dictionary(SHIPPED))
    assert list(refused.value.problems) == ["nationaliteit"]


def test_start_values_are_not_shared_between_cases() -> None:
    dictionary = read_dictionary(SHIPPED)
    dictionary.start_variables()["groepen_bekendheid"].clear()
    assert dictionary.start_variables()["groepen_bekendheid"]


def test_moments_are_kept_as_text() -> None:
    content = with_datum("belafspraak: {label: Belafspraak, soort: tijdstip, opslag: procesfeit, groep: proces}")
    assert bind({"belafspraak": datetime(2026, 11, 3, 14, tzinfo=UTC)}, read_dictionary(content)).facts == {
        "belafspraak": "2026-11-03T14:00:00+00:00"
    }
