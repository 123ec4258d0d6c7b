"""Forms changed part by part: on every shipped form, and judged as the gate judges them."""

from __future__ import annotations

import json

import pytest

from phu_runtime.dossier import read_dictionary
from phu_runtime.errors import FormInvalid, NotFound, ReleaseInvalid
from phu_runtime.formdefs import read_form
from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.editing import forms
from phu_runtime.workprocess.editing.dictionary import read_values, with_datum
from phu_runtime.workprocess.editing.form_checks import new_problems, offers, setting_problems, shared
from phu_runtime.workprocess.editing.form_settings import read_settings, settings_of, title_of, words_of
from tests.region import SHIPPED, shipped

__all__ = ["shipped"]
FORMS = {path.relative_to(SHIPPED).as_posix(): path.read_bytes() for path in sorted((SHIPPED / "forms").rglob("*.form"))}
DICTIONARY = (SHIPPED / "forms" / "gegevens.yaml").read_bytes()
FIELDS = read_dictionary(DICTIONARY).fields
MELDING = "forms/woningcorporatie/melding.form"
every_form = pytest.mark.parametrize("path", FORMS, ids=list(FORMS))


def as_sent(part: forms.Json) -> dict[str, str]:
    """What the editor of a part would send when nobody touched it."""
    settings = settings_of(part, FIELDS.get(str(part.get("key"))))
    sent = {name: value for name, value in settings.items() if isinstance(value, str)}
    sent |= {"required": "ja"} if settings.get("required") else {}
    for code, label, offered in settings.get("options", ()):
        sent |= {f"optie-tekst.{code}": label} | ({f"optie.{code}": "ja"} if offered else {})
    return sent


@every_form
def test_what_was_read_and_written_without_a_change_is_the_same_file(path: str) -> None:
    assert forms.write_json(FORMS[path], forms.read_json(path, FORMS[path])) == FORMS[path]


@every_form
def test_every_part_kept_as_its_editor_showed_it_changes_nothing(path: str) -> None:
    form = forms.read_json(path, FORMS[path])
    for place, part in forms.parts(form):
        settings = read_settings(part, FIELDS.get(str(part.get("key"))), as_sent(part))
        assert setting_problems(str(part["type"]), settings, {}) == {}
        assert forms.changed_part(form, place, settings) == form
        assert title_of(part, None)
        assert words_of(part)


@every_form
def test_a_part_that_is_moved_down_and_up_again_is_where_it_was(path: str) -> None:
    form = forms.read_json(path, FORMS[path])
    for place, part in forms.parts(form):
        down = forms.moved(form, place, 1)
        assert sorted(one["id"] for _, one in forms.parts(down)) == sorted(one["id"] for _, one in forms.parts(form))
        if down != form:
            assert forms.moved(down, forms.place_of(down, part["id"]), -1) == form


@every_form
def test_a_field_that_is_added_and_taken_out_leaves_the_form_as_it_was(path: str) -> None:
    form = forms.read_json(path, FORMS[path])
    added = forms.with_field(form, path, "", FIELDS["voornaam"], required=True)
    component = added["components"][-1]
    assert component["validate"] == {"required": True, "maxLength": 80}
    assert forms.without_part(added, forms.place_of(added, component["id"])) == form


@pytest.mark.parametrize("key", [key for key, datum in FIELDS.items() if datum.kind != "lijst"])
def test_a_field_for_any_datum_is_one_that_the_reader_of_forms_knows_and_fits(key: str) -> None:
    form = {"type": "default", "components": [forms.field_for({"components": []}, "forms/gedeeld/x.form", FIELDS[key])]}
    read = read_form("forms/gedeeld/x.form", json.dumps(form).encode())
    assert [component.key for component in read.fields()] == [key]


def test_texts_and_groups_get_an_id_of_their_own() -> None:
    form = forms.read_json(MELDING, FORMS[MELDING])
    changed = forms.with_text(forms.with_group(forms.with_group(form, MELDING, "Nieuw"), MELDING, "Nog een"), MELDING, "1", "Let op.")
    ids = [part["id"] for _, part in forms.parts(changed)]
    assert len(ids) == len(set(ids))
    assert forms.part_at(changed, "1")["components"][-1]["text"] == "Let op."


def test_a_place_that_is_not_there_is_said_to_be_gone() -> None:
    form = forms.read_json(MELDING, FORMS[MELDING])
    for place in ("99", "1.99", "x", "", "1..2"):
        with pytest.raises(NotFound):
            forms.part_at(form, place)


def test_a_form_that_is_no_form_is_refused_with_a_sentence() -> None:
    for content in (b"{", b"[]", b'{"components": [1]}', b'{"components": "x"}'):
        with pytest.raises(ReleaseInvalid):
            forms.read_json(MELDING, content)


def test_a_form_on_one_line_stays_on_one_line() -> None:
    content = b'{"type":"default","components":[{"type":"text","id":"a","text":"\xc3\xa9"}]}\n'
    assert forms.write_json(content, forms.read_json(MELDING, content)) == content


def test_wrong_settings_are_told_at_their_setting() -> None:
    names = {"kinderen": "string"}
    assert "één '='" in setting_problems("radio", {"hide": 'kinderen == "ja"'}, names)["hide"]
    assert "Bedoelt u 'kinderen'?" in setting_problems("radio", {"hide": "kinderne = 1"}, names)["hide"]
    assert setting_problems("textfield", {"maxLength": "veel", "datum": "morgen"}, names).keys() == {"maxLength", "datum"}
    assert setting_problems("textfield", {"maxLength": 5000}, names).keys() == {"maxLength"}
    assert setting_problems("text", {"text": " "}, names).keys() == {"text"}
    assert setting_problems("group", {"label": ""}, names).keys() == {"label"}
    assert setting_problems("radio", {"options": []}, names).keys() == {"options"}


def test_a_field_that_the_party_may_not_fill_in_is_refused_with_the_article(shipped: WorkProcess) -> None:
    form = forms.read_json(MELDING, FORMS[MELDING])
    asked = forms.write_json(FORMS[MELDING], forms.with_field(form, MELDING, "1", FIELDS["leeftijden_kinderen"]))
    (problem,) = new_problems(shipped, MELDING, FORMS[MELDING], asked)
    assert "mag bij stap" in problem
    assert "PP-B3" in problem


def test_what_the_gate_says_already_is_not_said_again(shipped: WorkProcess) -> None:
    assert new_problems(shipped, MELDING, FORMS[MELDING], FORMS[MELDING]) == []


def test_what_a_form_may_not_ask_is_offered_with_its_reason_after_what_it_may(shipped: WorkProcess) -> None:
    offered = {one.key: one for _, group in offers(shipped, read_form(MELDING, FORMS[MELDING])) for one in group}
    assert "achternaam" not in offered
    assert "G20" in offered["bsn"].refused
    assert "gegevensdeling" in offered["leeftijden_kinderen"].refused
    assert any(not one.refused for one in offered.values())


def test_who_may_fill_in_and_see_what_is_told_per_group(shipped: WorkProcess) -> None:
    groups = {group.key: group for group in shared(shipped, "melding")}
    assert "woningcorporatie" in groups["identiteit"].write
    assert "woningcorporatie" not in groups["huishouden"].write


def test_a_new_datum_stands_last_in_the_dictionary_and_the_rest_keeps_its_bytes() -> None:
    entry = {"label": "Datum huisbezoek", "soort": "datum", "opslag": "procesfeit", "groep": "proces"}
    changed = with_datum(DICTIONARY, "datum_huisbezoek", entry)
    assert changed.startswith(DICTIONARY.rstrip(b"\n"))
    assert read_dictionary(changed).fields["datum_huisbezoek"].kind == "datum"


def test_a_datum_before_other_lists_is_put_at_the_end_of_its_own() -> None:
    content = b"gegevens:\n  a: {label: A, soort: tekst, opslag: procesfeit, groep: g}\n\n# Groepen\ngroepen:\n  g: {label: G}\n"
    changed = with_datum(content, "b", {"label": "B", "soort": "tekst", "opslag": "procesfeit", "groep": "g"})
    assert list(read_dictionary(changed).fields) == ["a", "b"]


@pytest.mark.parametrize(
    ("key", "entry", "said"),
    [
        ("nationaliteit", {"label": "Nationaliteit", "soort": "tekst", "opslag": "dossier", "groep": "identiteit"}, "PP-B3"),
        ("kinderen", {"label": "Kinderen", "soort": "tekst", "opslag": "procesfeit", "groep": "proces"}, "bestaat al"),
        ("Fout!", {"label": "Fout", "soort": "tekst", "opslag": "procesfeit", "groep": "proces"}, "geen bruikbare sleutel"),
        ("zonder_naam", {"label": "", "soort": "tekst", "opslag": "procesfeit", "groep": "proces"}, "naam voor mensen"),
        ("", {"label": "Leeg", "soort": "tekst", "opslag": "procesfeit", "groep": "proces"}, "sleutel"),
        ("keus", {"label": "Keus", "soort": "keuze", "opslag": "procesfeit", "groep": "proces"}, "zonder waarden"),
    ],
)
def test_a_datum_that_may_not_be_there_is_refused_with_the_reason(key: str, entry: dict[str, str], said: str) -> None:
    with pytest.raises(FormInvalid) as refused:
        with_datum(DICTIONARY, key, entry)
    assert said in " ".join(refused.value.problems.values())


def test_choices_are_read_one_a_line() -> None:
    assert read_values("ja: Ja, graag\nNog niet\n\n : leeg") == {"ja": "Ja, graag", "nog_niet": "Nog niet"}
