"""The forms that ship, and what a form may not be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from phu_runtime.dossier import Dictionary, read_dictionary
from phu_runtime.errors import ReleaseInvalid
from phu_runtime.formdefs import Forms, check_form, read_form, read_forms

ROOT = Path(__file__).resolve().parents[2]

ROWS = {
    "signaal", "contact_wgs", "screening_wgs", "hulpaanbod", "resultaat_vroegsignalering", "aanleiding", "noodzaak",
    "aanmaning_voor_melding", "melding", "casusregie", "overdracht", "verlenging", "contactpoging", "eerste_beoordeling",
    "termijn_niet_gehaald", "besluit_voortzetting", "inzet_sociale_dienst", "eerste_gesprek", "doorbetaling", "bekendheid_vraag",
    "bekendheid_antwoord", "afstemming", "advies", "ondersteuning", "bemoeizorg", "screening", "plan", "voortgang", "escalatie",
    "betalingstermijn", "aanmaning_voor_deurwaarder", "deurwaarder", "aanzegging_dagvaarding", "dagvaarding", "vonnis",
    "aanzegging_ontruiming", "ontruiming", "brief_dagvaarding", "oplossing", "afsluiten", "nieuw_feit", "beeindiging", "nazorg",
}  # fmt: skip
"""The rows of domain.md §4 for the work on a case."""


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return read_dictionary((ROOT / "forms/gegevens.yaml").read_bytes())


@pytest.fixture(scope="module")
def forms() -> Forms:
    return read_forms({str(path.relative_to(ROOT)): path.read_bytes() for path in ROOT.glob("forms/*/*.form")})


def drawn(role: str = "sociaal_team", **component: Any) -> bytes:
    return json.dumps({"components": [{"id": "x", "type": "textfield", **component}]}).encode()


def found(dictionary: Dictionary, role: str = "sociaal_team", **component: Any) -> str:
    form = read_form(f"forms/{role}/proef.form", drawn(**component))
    return " ".join(f"{finding.file} {finding.element}: {finding.message}" for finding in check_form(form, dictionary))


def test_every_row_of_the_domain_has_its_form(forms: Forms) -> None:
    assert ROWS - set(forms) == set()


def test_no_shipped_form_has_a_finding(forms: Forms, dictionary: Dictionary) -> None:
    for form in forms.values():
        assert check_form(form, dictionary) == [], form.key


def test_a_corporation_never_sees_or_enters_a_bsn(forms: Forms, dictionary: Dictionary) -> None:
    for form in forms.values():
        if form.role in ("woningcorporatie", "gedeeld"):
            assert "bsn" not in {component.key for component in form.fields()}, form.key
    assert "G20" in found(dictionary, "woningcorporatie", key="bsn")
    assert "G20" in found(dictionary, "gedeeld", key="bsn")
    assert found(dictionary, "sociaal_team", key="bsn") == ""


def test_a_field_that_the_dictionary_does_not_know_is_refused_with_its_name_and_article(dictionary: Dictionary) -> None:
    message = found(dictionary, key="nationaliteit", label="Nationaliteit")
    assert "nationaliteit" in message
    assert "PP-B3" in message


@pytest.mark.parametrize(
    ("component", "words"),
    [
        ({"type": "number", "key": "kinderen"}, "is een number"),
        ({"type": "radio", "key": "kinderen", "values": [{"value": "misschien", "label": "Misschien"}]}, "misschien"),
        ({"key": "achternaam", "validate": {"pattern": "("}}, "patroon"),
        ({"type": "textarea", "key": "toelichting_feit", "validate": {"maxLength": 4000}}, "4000"),
        ({"key": "achternaam", "properties": {"kleur": "rood"}}, "onbekende eigenschap"),
        ({"key": "achternaam", "properties": {"leegmaken": "soms"}}, "soms"),
    ],
)
def test_a_wrong_field_gets_a_finding(dictionary: Dictionary, component: dict[str, Any], words: str) -> None:
    assert words in found(dictionary, **component)


def test_a_field_that_comes_twice_is_refused(dictionary: Dictionary) -> None:
    twice = {"components": [{"type": "textfield", "key": "achternaam", "id": "a"}, {"type": "textfield", "key": "achternaam", "id": "b"}]}
    form = read_form("forms/sociaal_team/x.form", json.dumps(twice).encode())
    assert "twee keer" in check_form(form, dictionary)[0].message


@pytest.mark.parametrize(
    "kind", ["button", "iframe", "html", "dynamiclist", "expression", "filepicker", "documentPreview", "table", "image", "script"]
)
def test_a_component_that_the_pages_do_not_render_is_refused(kind: str) -> None:
    with pytest.raises(ReleaseInvalid) as refused:
        read_form("forms/gedeeld/x.form", drawn(type=kind, key="achternaam"))
    assert kind in refused.value.findings[0].message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"components": 3}',
        b"{" * 5000,
        drawn(type="textfield"),
        drawn(key="achternaam", conditional={"hide": "=1 +"}),
        drawn(key="kinderen", type="radio", values=["ja"]),
    ],
)
def test_a_file_that_is_no_form_is_refused_with_its_name(content: bytes) -> None:
    with pytest.raises(ReleaseInvalid) as refused:
        read_forms({"forms/gedeeld/kapot.form": content})
    assert refused.value.findings[0].file == "forms/gedeeld/kapot.form"


def test_groups_too_deep_and_forms_too_large_are_refused() -> None:
    deep: dict[str, Any] = {"type": "group", "id": "g", "components": []}
    for _ in range(50):
        deep = {"type": "group", "id": "g", "components": [deep]}
    large = [{"type": "separator", "id": f"s{number}"} for number in range(500)]
    for components in ([deep], large):
        with pytest.raises(ReleaseInvalid):
            read_form("forms/gedeeld/x.form", json.dumps({"components": components}).encode())


def test_two_forms_with_one_key_are_refused() -> None:
    with pytest.raises(ReleaseInvalid, match="twee keer"):
        read_forms({"forms/gedeeld/a.form": drawn(key="achternaam"), "forms/meldpunt/a.form": drawn(key="achternaam")})


def test_a_form_without_a_heading_is_named_after_its_file() -> None:
    form = read_form("forms/gedeeld/nieuw_feit.form", drawn(key="achternaam"))
    assert (form.key, form.title, form.role) == ("nieuw_feit", "Nieuw feit", "gedeeld")


def test_help_lists_never_hold_anything_up(forms: Forms) -> None:
    lists = [component for form in forms.values() for component in form.fields() if component.key == "ontruiming_aandacht"]
    assert lists
    assert not any(component.required for component in lists)
