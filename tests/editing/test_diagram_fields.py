"""What is filled in at an element of a diagram is changed in its place, and nothing else; what cannot be is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from phu_runtime.engine import check_diagrams, read_drawn
from phu_runtime.errors import FormInvalid, NotFound
from phu_runtime.workprocess.editing.diagrams import Choices, Paper, apply_deed, outline, read_choices
from phu_runtime.workprocess.editing.diagrams.measured import drawn_worse
from phu_runtime.workprocess.files import read_files

FILES = read_files(Path(__file__).parents[2])
DRAWN = {path: content for path, content in FILES.items() if path.endswith(".bpmn")}
CHOICES = read_choices(FILES)
PATH = "bpmn/eerste_beoordeling.bpmn"
WAY = "pijl.stroom_nog_een_poging_volgende_poging"
OTHER = "pijl.stroom_nog_een_poging_beoordeel"


def change(element: str, fields: dict[str, str], path: str = PATH, content: bytes | None = None, choices: Choices = CHOICES) -> bytes:
    return apply_deed(path, content or FILES[path], "wijzig", element, fields, choices)[0]


def refused(element: str, fields: dict[str, str], path: str = PATH) -> dict[str, str]:
    with pytest.raises(FormInvalid) as error:
        change(element, fields, path)
    return error.value.problems


def changed_lines(before: bytes, after: bytes) -> list[str]:
    """The lines that only ``after`` has."""
    there = before.decode().splitlines()
    return [line.strip() for line in after.decode().splitlines() if line not in there]


@pytest.mark.parametrize("path", DRAWN)
def test_a_file_that_nothing_is_done_to_keeps_every_byte(path):
    assert Paper(path, DRAWN[path]).content() == DRAWN[path]


@pytest.mark.parametrize("path", DRAWN)
def test_the_outline_holds_every_element_once(path):
    drawn = read_drawn(path, DRAWN[path])

    def ids(items):
        for item in items:
            yield item.id
            yield from ids(item.inside)

    found = [key for group in outline(drawn) for key in ids(group.items)]
    assert sorted(found) == sorted(drawn.by_id)


@pytest.mark.parametrize("path", DRAWN)
def test_every_task_gets_another_explanation_form_term_and_article_in_the_places_meant(path):
    for element in read_drawn(path, DRAWN[path]).elements:
        if element.kind != "userTask":
            continue
        fields = {
            "uitleg": 'Eerst bellen, dan "schrijven" & <wachten>.',
            "formulier": "contactpoging",
            "eigenschap.termijn": "mzo_advies",
            "eigenschap.artikel": "art. 7 'ST' a",
        }
        after = change(element.id, fields, path)
        now = read_drawn(path, after).by_id[element.id]
        assert (now.documentation, now.form) == (fields["uitleg"], "contactpoging")
        assert (now.properties["termijn"], now.properties["artikel"]) == ("mzo_advies", "art. 7 'ST' a")
        assert {**now.properties, "termijn": "", "artikel": ""} == {**element.properties, "termijn": "", "artikel": ""}
        assert len(changed_lines(DRAWN[path], after)) <= 4
        assert check_diagrams({path: after}) == []


def test_an_empty_field_takes_its_property_out_and_filling_it_again_brings_the_bytes_back():
    without = change("zoek_contact", {"eigenschap.termijn": "geen", "eigenschap.eis": ""})
    assert "eis" not in read_drawn(PATH, without).by_id["zoek_contact"].properties
    last = change("dag_7", {"eigenschap.reden": "x"})
    assert last == FILES[PATH]  # a property that this element has no field for


def test_a_task_that_had_no_properties_gets_them_where_the_standard_wants_them():
    path = "bpmn/eerste_beoordeling.bpmn"
    fields = {"eigenschap.artikel": "art. 7", "eigenschap.eis": "R-068", "uitleg": "Hier begint het."}
    after = change("beoordeling_gestart", fields, path)
    assert read_drawn(path, after).by_id["beoordeling_gestart"].properties == {"artikel": "art. 7", "eis": "R-068"}
    assert check_diagrams({path: after}) == []


def test_the_name_of_the_drawing_is_also_that_of_its_pool():
    after = change("eerste_beoordeling", {"naam": "Eerste kennismaking"})
    assert after == FILES[PATH].replace(b'name="Eerste beoordeling"', b'name="Eerste kennismaking"')


def test_another_answer_can_be_the_one_that_holds_when_nothing_else_does():
    after = change("nog_een_poging", {"standaard": "stroom_nog_een_poging_volgende_poging", f"{OTHER}.voorwaarde": "contact_sociaal_team"})
    flows = {flow.name: flow for flow in read_drawn(PATH, after).by_id["nog_een_poging"].flows}
    assert (flows["ja"].default, flows["ja"].condition) == (True, "")
    assert (flows["nee"].default, flows["nee"].condition) == (False, "=contact_sociaal_team")
    assert check_diagrams({PATH: after}) == []


def test_an_answer_without_a_condition_is_refused_unless_it_holds_when_nothing_else_does():
    assert "wanneer dit antwoord geldt" in refused("nog_een_poging", {f"{WAY}.voorwaarde": ""})[f"{WAY}.voorwaarde"]
    both = refused("nog_een_poging", {f"{OTHER}.voorwaarde": "=contact_sociaal_team"})
    assert "Laat de voorwaarde leeg" in both[f"{OTHER}.voorwaarde"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("=not(contact_sociaal_tem)", "Bedoelt u 'contact_sociaal_team'?"),
        ("=contact_sociaal_team and", "niet te lezen"),
        ("=", "Na het =-teken staat niets"),
        ("=${contact}", "geen FEEL"),
        ("=" + "1+" * 1500 + "1", "ten hoogste"),
    ],
)
def test_a_formula_that_cannot_be_is_refused_with_what_is_wrong(text, told):
    assert told in refused("nog_een_poging", {f"{WAY}.voorwaarde": text})[f"{WAY}.voorwaarde"]


def test_a_formula_gets_its_sign_when_it_was_left_out():
    after = change("nog_een_poging", {f"{WAY}.voorwaarde": "not(contact_sociaal_team)"})
    assert read_drawn(PATH, after).by_id["nog_een_poging"].flows[0].condition == "=not(contact_sociaal_team)"


@pytest.mark.parametrize(
    ("element", "field", "value", "told"),
    [
        ("zoek_contact", "naam", "", "Vul dit in"),
        ("zoek_contact", "naam", "x" * 400, "ten hoogste"),
        ("zoek_contact", "naam", "Zoek \x07", "onzichtbaar teken"),
        ("zoek_contact", "naam", "Onderzoeksbeoordelingsverslaglegging", "past niet in het vakje"),
        ("zoek_contact", "formulier", "bestaat_niet", "Kies iets uit de lijst"),
        ("zoek_contact", "wie", "buurman", "De partij 'buurman' bestaat niet"),
        ("zoek_contact", "eigenschap.eis", "R-068, R-999", "De eis 'R-999'"),
        ("zoek_contact", "eigenschap.processtap", "12", "De processtap '12' bestaat niet"),
        ("zoek_contact", "eigenschap.termijn", "ooit", "Kies iets uit de lijst"),
        ("bepaal_casusregisseur", "tabel", "", "Vul dit in"),
        ("bepaal_casusregisseur", "uitkomst", "twee woorden", "zonder spaties"),
        ("dag_7", "tijd", "7 dagen", "geen tijd"),
        ("dag_7", "tijd", "PT5S", "korter dan"),
        ("dag_7", "tijd", "=termijnn(\"mzo_advies\")", "komt nergens vandaan"),
        ("koppel_terug", "onderwerp", "telegram", "Kies iets uit de lijst"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(element, field, value, told):
    assert told in refused(element, {field: value})[field]


def test_all_problems_are_told_at_once():
    assert set(refused("zoek_contact", {"naam": "", "formulier": "x", "eigenschap.eis": "R-999"})) == {
        "naam",
        "formulier",
        "eigenschap.eis",
    }


def test_what_was_wrong_already_stands_in_nobodys_way():
    broken = FILES[PATH].replace(b'camunda:formKey="contactpoging"', b'camunda:formKey="verdwenen"')
    after = change("zoek_contact", {"formulier": "verdwenen", "naam": "Bel de huurder"}, content=broken)
    assert b'name="Bel de huurder"' in after


def test_a_name_that_no_longer_fits_beside_its_event_gets_a_place_where_it_does():
    for name in ("Klaar", "De hele termijn is nu bijna verstreken", "Nog even"):
        after = change("dag_11", {"naam": name})
        assert read_drawn(PATH, after).by_id["dag_11"].name == name
        assert drawn_worse(PATH, FILES[PATH], after) == []


def test_a_term_on_an_edge_can_end_the_work_or_let_it_go_on():
    after = change("dag_7", {"stopt": "ja", "tijd": '=termijn("mzo_advies")'})
    assert read_drawn(PATH, after).by_id["dag_7"].interrupting
    assert change("dag_7", {"stopt": "nee", "tijd": '=waarschuwing("terugkoppeling_eerste_beoordeling", 1)'}, content=after).count(
        b'cancelActivity="false"'
    ) == FILES[PATH].count(b'cancelActivity="false"')


def test_an_element_or_deed_that_is_not_there_is_not_found():
    for deed, element in (("wijzig", "weg"), ("verven", "zoek_contact")):
        with pytest.raises(NotFound):
            apply_deed(PATH, FILES[PATH], deed, element, {}, CHOICES)


def test_a_file_of_another_modeller_keeps_its_own_prefixes_comments_and_line_ends():
    content = (
        b'<?xml version="1.0"?>\r\n<!-- van een ander -->\r\n'
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">\r\n'
        b"  <process id='p'>\r\n    <userTask name='Een' id='een'/><!-- blijft -->\r\n  </process>\r\n</definitions>"
    )
    after = change("een", {"formulier": "contactpoging", "eigenschap.termijn": "geen", "uitleg": "Doe dit."}, "bpmn/p.bpmn", content)
    assert b"<!-- van een ander -->" in after
    assert b"<!-- blijft -->" in after
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert b"<documentation>Doe dit.</documentation>" in after
    element = read_drawn("bpmn/p.bpmn", after).by_id["een"]
    assert (element.form, element.properties, element.documentation) == ("contactpoging", {"termijn": "geen"}, "Doe dit.")


def test_choices_come_from_the_release_and_a_broken_file_gives_none():
    assert ("contactpoging", "Contactpoging (contactpoging)") in CHOICES.forms
    assert CHOICES.paths["decision", "termijnen"] == "dmn/termijnen.dmn"
    broken = read_choices({**FILES, "dmn/fase.dmn": b"<x", "forms/gegevens.yaml": b"a: [", "bpmn/nazorg.bpmn": b"<x"})
    assert list(broken.decisions) == []
    assert broken.names is None
    assert broken.forms == CHOICES.forms
    assert change("nog_een_poging", {f"{WAY}.voorwaarde": "=onbekend"}, choices=broken) != FILES[PATH]
