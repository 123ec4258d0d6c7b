"""Letters: what a tenant reads, and what nobody can do with a letter."""

from __future__ import annotations

import re
import time
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from phu_runtime import letters
from phu_runtime.dossier import read_dictionary
from phu_runtime.errors import ReleaseInvalid
from phu_runtime.letter_layout.markdown import as_blocks
from phu_runtime.letters import Letter, LetterInvalid

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = letters.read_letters({str(path.relative_to(ROOT)): path.read_bytes() for path in ROOT.glob("forms/brieven/*.md")})

TENANT: dict[str, Any] = {
    "voorletters": "A.",
    "tussenvoegsel": "van der",
    "achternaam": "Voorbeeld",
    "geslacht": "vrouw",
    "straatnaam": "Proefstraat",
    "huisnummer": "12",
    "huisnummertoevoeging": "b",
    "postcode": "3311 AB",
    "plaatsnaam": "Dordrecht",
    "casusnummer": "PHU-2026-000123",
    "datum": date(2026, 11, 12),
    "woningcorporatie": "Trivire",
    "sociaal_team": "Sociaal Wijkteam Dordrecht",
    "sociale_dienst": "Sociale Dienst Drechtsteden",
    "meldpunt": "Meldpunt Zorg en Overlast",
    "partij": "Trivire",
    "verzoek_ontvangen_op": date(2026, 11, 2),
    "verzoek_uitkomst": "Toegewezen",
    "verzoek_verlenging_reden": "Het verzoek is ingewikkeld",
    "verzoek_nieuwe_datum": date(2027, 1, 20),
}


def letter(text: str, **more: str) -> Letter:
    return Letter("proef", more.get("title", "Proefbrief"), "woningcorporatie", "", text, "forms/brieven/proef.md")


def test_the_work_process_ships_the_letters_of_its_steps() -> None:
    assert set(SHIPPED) >= {"laatste_bericht", "brief_dagvaarding", "eerste_herinnering", "gegevens_en_rechten"}
    assert set(SHIPPED) >= {"bevestiging_afsluiten", "antwoord_op_verzoek", "verlenging_verzoek"}
    assert SHIPPED["laatste_bericht"].sender == "woningcorporatie"
    assert SHIPPED["brief_dagvaarding"].sender == "meldpunt"


def test_shipped_letters_have_no_findings_and_can_be_filled_and_drawn() -> None:
    known = read_dictionary((ROOT / "forms/gegevens.yaml").read_bytes()).fields
    for one in SHIPPED.values():
        assert letters.check(one, known) == []
        assert letters.render(one, TENANT).startswith(b"%PDF")


@pytest.mark.parametrize(
    "words",
    [
        "Trivire",
        "uiterlijk een jaar",
        "artikel 6, eerste lid, onder e",
        "bezwaar",
        "Autoriteit Persoonsgegevens",
        "functionaris gegevensbescherming",
        "eigen administratie",
        "Meldpunt Zorg en Overlast",
        "Een computer neemt geen besluiten",
    ],
)
def test_the_last_message_tells_what_article_14_of_the_avg_asks(words: str) -> None:
    assert words in letters.fill(SHIPPED["laatste_bericht"], TENANT)


def test_a_name_an_address_and_a_salutation_are_made_from_their_parts() -> None:
    text = letters.fill(letter("{{naam}}\n{{adres}}\n\n# Onderwerp\n\n{{aanhef}}"), TENANT)
    assert text == "Mevrouw A. van der Voorbeeld\nProefstraat 12 b\n\n# Onderwerp\n\nBeste mevrouw Van der Voorbeeld,\n"


@pytest.mark.parametrize(
    ("sex", "name", "greeting"),
    [
        ("man", "De heer A. van der Voorbeeld", "Beste meneer Van der Voorbeeld,"),
        ("anders", "A. van der Voorbeeld", "Beste A. van der Voorbeeld,"),
        (None, "A. van der Voorbeeld", "Beste A. van der Voorbeeld,"),
    ],
)
def test_nobody_is_addressed_as_someone_else(sex: str | None, name: str, greeting: str) -> None:
    text = letters.fill(letter("{{naam}}\n\n# O\n\n{{aanhef}}"), {**TENANT, "geslacht": sex})
    assert name in text.split("\n")
    assert greeting in text


def test_values_are_written_out() -> None:
    values = {
        "datum": "2026-11-03",
        "huurachterstand": "1250.50",
        "twijfel": True,
        "lijst": ["a", "b"],
        "moment": "2026-11-03T23:30:00+00:00",
    }
    text = letters.fill(letter("# O\n\n{{datum}} {{huurachterstand}} {{twijfel}} {{lijst}} {{moment}}"), values)
    assert "3 november 2026 € 1.250,50 ja a, b 4 november 2026" in text


def test_every_missing_value_is_named_at_once() -> None:
    with pytest.raises(LetterInvalid) as refused:
        letters.fill(letter("# O\n\n{{postcode}} {{dagvaarding_op}} {{casusnummer}} {{postcode}}"), {"casusnummer": "1", "postcode": ""})
    assert refused.value.message.endswith("Vul eerst in: postcode, dagvaarding op.")


def test_what_is_not_known_may_be_left_out_with_its_line_or_paragraph() -> None:
    text = letters.fill(letter("Afzender\n{{telefoonnummer?}}\n\n# O\n\nDe zitting is op {{zitting_op?}}.\n\nTot ziens."), {})
    assert text == "Afzender\n\n# O\n\nTot ziens.\n"
    assert "De zitting is op 3 december 2026." in letters.fill(
        letter("# O\n\nDe zitting is op {{zitting_op?}}."), {"zitting_op": "2026-12-03"}
    )


def test_a_value_stays_on_its_line_and_makes_no_field_of_its_own() -> None:
    text = letters.fill(letter("# O\n\n{{achternaam}}"), {"achternaam": "Voor\n# beeld {{bsn}}"})
    assert text == "# O\n\nVoor # beeld {{bsn}}\n"
    assert letters.fill(letter("# O\n\n{{achternaam}}"), {"achternaam": "# Kop"}) == "# O\n\nKop\n"


def test_a_bsn_or_an_unknown_field_in_a_letter_is_found() -> None:
    found = letters.check(letter("# O\n\n{{bsn}} {{nationaliteit}} {{casusnummer}}"), {"bsn", "achternaam"})
    assert [finding.element for finding in found] == ["bsn", "nationaliteit"]


def test_a_letter_without_a_subject_or_with_a_broken_field_is_found() -> None:
    assert "onderwerp" in letters.check(letter("Beste huurder,"), set())[0].message
    assert "niet goed is geschreven" in letters.check(letter("# O\n\n{{Achternaam}}"), set())[0].message


@pytest.mark.parametrize(
    "content",
    [b"Geen kop", b"---\ntitel: X\n---\ntekst", b"---\ntitel: [\n---\n", b"\xff\xfe", b"---\ntitel: X\nafzender: y\n---\n" + b"a" * 50_000],
)
def test_a_file_that_is_no_letter_is_refused(content: bytes) -> None:
    with pytest.raises(ReleaseInvalid) as refused:
        letters.read_letters({"forms/brieven/kapot.md": content})
    assert refused.value.findings[0].file == "forms/brieven/kapot.md"


def test_other_files_beside_letters_are_left_alone() -> None:
    assert letters.read_letters({"forms/brieven/LEESMIJ.txt": b"x"}) == {}


def test_a_kept_text_gives_the_same_pdf_again() -> None:
    one = SHIPPED["brief_dagvaarding"]
    text = letters.fill(one, TENANT)
    assert _without_id(letters.draw(one, text)) == _without_id(letters.draw(one, text))


def test_a_pdf_says_that_it_is_accessible_and_in_dutch() -> None:
    pdf = letters.render(SHIPPED["laatste_bericht"], TENANT)
    everything = pdf + b"".join(_streams(pdf))
    assert b"pdfuaid" in everything
    assert re.search(rb"/Lang\s*\(nl-NL\)", everything)
    assert b"/StructTreeRoot" in everything


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        '#import "@preview/cetz:0.3.0"',
        "#{ while true {} }",
        "$ sum_1^n $ \\u{41} `code` <tag> [link](http://voorbeeld.nl) ![beeld](x.png)",
    ],
)
def test_a_letter_cannot_be_programmed(text: str) -> None:
    parts = [part["tekst"] for block in as_blocks(f"# O\n\nZin {text}")["blokken"] for part in block["delen"]]
    assert "".join(parts) == f"Zin {text}"
    assert letters.draw(letter(""), f"Afzender\n\n# O\n\nZin {text}").startswith(b"%PDF")


def test_a_letter_that_cannot_be_drawn_in_time_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phu_runtime.letter_layout.SECONDS", 0.001)
    started = time.monotonic()
    with pytest.raises(LetterInvalid, match="Proefbrief"):
        letters.draw(letter(""), "Afzender\n\n# O\n\nTekst")
    assert time.monotonic() - started < 3


def test_a_letter_without_a_subject_cannot_be_drawn() -> None:
    with pytest.raises(LetterInvalid, match="opmaak"):
        letters.draw(letter(""), "alleen tekst")


def test_markdown_of_letters_is_headings_paragraphs_lists_and_bold() -> None:
    blocks = as_blocks(
        "Afzender\n\nNaam\nStraat\n\nDatum\n\n# Onderwerp\n\nEen **vet** woord\n\n## Kop\n\n- een\n- twee\n\n1. eerst\n2. dan\n"
    )
    assert (blocks["afzender"], blocks["aan"], blocks["kenmerk"], blocks["onderwerp"]) == (
        "Afzender",
        ["Naam", "Straat"],
        ["Datum"],
        "Onderwerp",
    )
    assert [block["soort"] for block in blocks["blokken"]] == ["alinea", "kop", "lijst", "nummers"]
    assert blocks["blokken"][0]["delen"][1] == {"tekst": "vet", "vet": True}
    assert len(blocks["blokken"][2]["punten"]) == 2


def _without_id(pdf: bytes) -> bytes:
    return re.sub(rb"/ID\s*\[.*?\]|<xmpMM:\w+>.*?</xmpMM:\w+>", b"", pdf, flags=re.DOTALL)


def _streams(pdf: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            found.append(stream)
    return found
