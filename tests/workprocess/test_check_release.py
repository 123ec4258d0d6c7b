"""A release is checked as one: the shipped one has no findings, and each thing that no longer fits is found with its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from phu_runtime.errors import ReleaseInvalid
from phu_runtime.workprocess import check_release, digest, read_release
from phu_runtime.workprocess.files import read_files
from phu_runtime.workprocess.names import unknown_names

SHIPPED = read_files(Path(__file__).parents[2])
ASSESS, REPORT, OVERVIEW = "bpmn/eerste_beoordeling.bpmn", "bpmn/aanleiding_en_melding.bpmn", "bpmn/preventie_huisuitzetting.bpmn"


def _changed(file: str, before: str, after: str) -> Mapping[str, bytes]:
    text = SHIPPED[file].decode()
    assert before in text, f"{before} does not stand in {file}"
    return {**SHIPPED, file: text.replace(before, after).encode()}


def _without(*paths: str) -> Mapping[str, bytes]:
    return {path: content for path, content in SHIPPED.items() if path not in paths}


def test_the_shipped_work_process_has_no_findings() -> None:
    assert check_release(SHIPPED) == []


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        (ASSESS, 'formKey="eerste_beoordeling"', 'formKey="eerste_beordeling"', "Bedoelt u 'eerste_beoordeling'?"),
        (ASSESS, ' camunda:formKey="eerste_beoordeling"', "", "heeft geen formulier"),
        (ASSESS, 'decisionRef="casusregie"', 'decisionRef="casus_regie"', "De beslistabel 'casus_regie'"),
        (ASSESS, 'name="termijn" value="besluit_voortzetting"', 'name="termijn" value="besluit"', "De termijn 'besluit'"),
        (ASSESS, '<camunda:property name="termijn" value="besluit_voortzetting" />', "", "heeft geen termijn"),
        (ASSESS, 'camunda:topic="kennisgeving"', 'camunda:topic="bericht"', "Het onderwerp 'bericht'"),
        (ASSESS, 'name="gebeurtenis" value="eerste_beoordeling_klaar"', 'name="gebeurtenis" value="klaar"', "De gebeurtenis 'klaar'"),
        (ASSESS, '<camunda:property name="gebeurtenis" value="eerste_beoordeling_klaar" />', "", "mist de eigenschap 'gebeurtenis'"),
        (ASSESS, "=not(contact_sociaal_team)", "=not(contact_sociaal_taem)", "Bedoelt u 'contact_sociaal_team'?"),
        (REPORT, 'name="brief" value="laatste_bericht"', 'name="brief" value="laatste_brief"', "De brief 'laatste_brief'"),
        (OVERVIEW, 'name="formulier" value="oplossing"', 'name="formulier" value="oplossen"', "van de gebeurtenis"),
        (OVERVIEW, 'name="proces" value="vroegsignalering"', 'name="proces" value="vroeg"', "De tekening 'vroeg'"),
        (OVERVIEW, 'name="bericht" value="teruggestuurd"', 'name="bericht" value="terug"', "begint niet met het bericht 'terug'"),
        (OVERVIEW, 'calledElement="nazorg"', 'calledElement="nazorgen"', "De tekening 'nazorgen'"),
        (OVERVIEW, 'formKey="aanleiding"', 'formKey="aanleidingen"', "Het startformulier 'aanleidingen'"),
    ],
)
def test_what_does_not_fit_is_found_at_its_place(file: str, before: str, after: str, expected: str) -> None:
    findings = check_release(_changed(file, before, after))
    assert any(expected in f"{found.message} {found.advice}" and found.file == file for found in findings), findings
    assert all(found.element and found.advice for found in findings)


def test_a_form_that_asks_what_is_not_in_the_dictionary_is_found() -> None:
    form = next(path for path in SHIPPED if path.endswith("/melding.form"))
    findings = check_release(_changed(form, '"achternaam"', '"geloof"'))
    assert any("geloof" in found.message and found.file == form for found in findings)


def test_a_formula_with_a_name_that_nothing_gives_is_found() -> None:
    findings = check_release(_changed("forms/gegevens.yaml", "count(partijen_met_contact)", "count(partijen_met_kontact)"))
    assert [(found.element, "partijen_met_contact" in found.advice) for found in findings] == [("contact", True)]


def test_files_that_cannot_be_read_are_all_named_at_once() -> None:
    broken = {**SHIPPED, ASSESS: b"x", "dmn/fase.dmn": b"x", "forms/gegevens.yaml": b"x: ["}
    assert {ASSESS, "dmn/fase.dmn", "forms/gegevens.yaml"} <= {found.file for found in check_release(broken)}


def test_a_release_needs_diagrams_and_a_dictionary() -> None:
    assert any("gegevenslijst" in found.message for found in check_release(_without("forms/gegevens.yaml")))
    only_forms = {path: content for path, content in SHIPPED.items() if not path.startswith("bpmn")}
    assert any("geen tekeningen" in found.message for found in check_release(only_forms))


def test_a_called_diagram_that_is_missing_is_found() -> None:
    assert any("'nazorg' bestaat niet" in found.message for found in check_release(_without("bpmn/nazorg.bpmn")))


def test_a_release_that_is_read_keeps_its_files_and_digest() -> None:
    work = read_release(SHIPPED)
    assert work.digest == digest(dict(reversed(SHIPPED.items())))
    assert work.files == SHIPPED
    assert digest({**SHIPPED, "forms/extra.md": b""}) != work.digest
    with pytest.raises(ReleaseInvalid):
        read_release(_without("forms/gegevens.yaml"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a + b.c", ["a", "b"]),
        ('termijn("x") > nu', ["nu"]),
        ("for x in lijst return x + y", ["lijst", "y"]),
        ("some x in a satisfies x = b", ["a", "b"]),
        ("lijst[veld = ander]", ["lijst"]),
        ("{p: a, q: p + b}", ["a", "b"]),
        ("(function(n) n + m)(1)", ["m"]),
        ("count(rij) in [1..top]", ["rij", "top"]),
        ("if waar then null else true", ["waar"]),
        ("((", []),
    ],
)
def test_names_that_an_expression_needs_from_outside(text: str, names: list[str]) -> None:
    assert sorted(unknown_names(text, ())) == sorted(names)
