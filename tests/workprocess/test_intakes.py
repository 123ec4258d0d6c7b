"""What ``forms/inname.yaml`` may say: columns of a file that fit the form they fill in, each mistake with its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from phu_runtime.errors import ReleaseInvalid
from phu_runtime.workprocess import WorkProcess, check_release, read_release
from phu_runtime.workprocess.files import read_files
from phu_runtime.workprocess.intake_check import check_intakes
from phu_runtime.workprocess.intakes import FILE, read_intakes

SHIPPED = read_files(Path(__file__).parents[2])
TEXT = SHIPPED[FILE].decode()


@pytest.fixture(scope="module")
def work() -> WorkProcess:
    return read_release(SHIPPED)


def changed(old: str, new: str) -> Mapping[str, bytes]:
    assert old in TEXT
    return {**SHIPPED, FILE: TEXT.replace(old, new, 1).encode()}


def said(files: Mapping[str, bytes]) -> str:
    return " | ".join(finding.message for finding in check_intakes(read_release(files)))


def test_the_shipped_intakes_fit_their_forms(work: WorkProcess) -> None:
    assert list(work.intakes) == ["ris_resultaten", "betalingsachterstanden"]
    assert check_intakes(work) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("formulier: resultaat_vroegsignalering", "formulier: melding", "Met het formulier 'melding' begint geen casus"),
        ("formulier: signaal", "formulier: resultaat_vroegsignalering", "hoort al bij een ander bestand"),
        ("gegeven: achternaam", "gegeven: achternam", "Het gegeven 'achternam' bestaat niet"),
        ("gegeven: achternaam", "gegeven: voornaam", "Geen kolom geeft 'achternaam'"),
        ("herkenning: [signaal_kenmerk]", "herkenning: [kenmerk]", "De herkenning 'kenmerk' staat in geen kolom"),
        ("organisatie: corporatie", "organisatie: verhuurder", "De kolom 'verhuurder' met de organisatie ontbreekt"),
        ("{G: geen, L: lopend", "{G: niets, L: lopend", "'niets' is geen antwoord"),
        ("waarden: {J: ja, N: nee}", "waarden: {J: wel, N: nee}", "'wel' is geen antwoord"),
        ("niet_door: [woningcorporatie]", "niet_door: [corporatie]", "De rol 'corporatie' bestaat niet"),
        ("voorbeeld: 16-02-2026", "voorbeeld: gisteren", "Het voorbeeld bij 'datum_resultaat' kan niet worden gelezen"),
        ("voorbeeld: Dordrecht, uitleg", "voorbeeld: Rotterdam, uitleg", "Het voorbeeld bij 'gemeente' is geen antwoord"),
        ("partijen.kanaal", "partij.kanaal", "De naam 'partij' is niet bekend"),
        ("{kolom: plaats,", "{kolom: postcode,", "De kolom 'postcode' staat er twee keer"),
        ("signaalnummer, gegeven: signaal_kenmerk", "signaalnummer, gegeven: aanmaning_kenmerk", "vraagt 'aanmaning_kenmerk' niet"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_name(old: str, new: str, message: str) -> None:
    assert message in said(changed(old, new))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("inname:", "innames:", "staan niet onder 'inname'"),
        ("    titel:", "    naam:", "mist 'titel'"),
        ("hoogstens: 300", "hoogstens: veel", "geen aantal regels"),
        ("verplicht: ja", "verplichting: ja", "onbekend onderdeel 'verplichting'"),
        ("partijen.kanaal =", "partijen.kanaal = =", "De voorwaarde klopt niet"),
        ("- {kolom: signaalnummer", "- {veld: signaalnummer", "geen lijst met bij elk een 'kolom'"),
        ("inname:", "inname: [", "geen leesbare YAML"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(old: str, new: str, message: str) -> None:
    text = TEXT.replace(old, new, 1) if old != "inname:" else TEXT.replace("\ninname:", f"\n{new}", 1)
    if "innames" in new or "[" in new:
        text = f"{new}\n" if "[" in new else "inname: []\n"
    with pytest.raises(ReleaseInvalid) as refused:
        read_intakes(text.encode())
    assert any(message in finding.message for finding in refused.value.findings)


def test_a_release_without_files_to_take_in_is_whole(work: WorkProcess) -> None:
    assert read_intakes(b"") == {}
    assert read_release({path: content for path, content in SHIPPED.items() if path != FILE}).intakes == {}


def test_the_gate_tells_it_with_the_other_findings() -> None:
    found = check_release(changed("gegeven: achternaam", "gegeven: achternam"))
    assert [(finding.file, finding.element) for finding in found][-1] == (FILE, "ris_resultaten.achternaam")
    assert all(finding.why for finding in found)


def test_the_documents_name_every_column_and_show_the_example(work: WorkProcess) -> None:
    docs = Path(__file__).parents[2] / "docs"
    columns = work.intakes["ris_resultaten"].columns
    page = (docs / "ris-inname.md").read_text("utf-8")
    assert [column.name for column in columns if f"`{column.name}`" not in page] == []
    lines = [";".join(column.name for column in columns), ";".join(column.example for column in columns)]
    assert (docs / "ris-voorbeeld.csv").read_text("utf-8-sig").splitlines() == lines
