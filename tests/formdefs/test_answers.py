"""From a browser's fields to clean answers."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from phu_runtime.dossier import Dictionary, read_dictionary
from phu_runtime.errors import FormInvalid, PhuError
from phu_runtime.formdefs import Form, Forms, clean, read_form, read_forms

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return read_dictionary((ROOT / "forms/gegevens.yaml").read_bytes())


@pytest.fixture(scope="module")
def forms() -> Forms:
    return read_forms({str(path.relative_to(ROOT)): path.read_bytes() for path in ROOT.glob("forms/*/*.form")})


def drawn(*components: dict[str, Any], role: str = "sociaal_team") -> Form:
    return read_form(f"forms/{role}/proef.form", json.dumps({"components": list(components)}).encode())


def field(key: str, kind: str = "textfield", **more: Any) -> dict[str, Any]:
    return {"type": kind, "id": key, "key": key, **more}


REQUIRED = {"validate": {"required": True}}


def problems(form: Form, raw: dict[str, Any], dictionary: Dictionary, **context: Any) -> dict[str, str]:
    with pytest.raises(FormInvalid) as refused:
        clean(form, raw, {"nu": NOW, **context}, dictionary)
    return refused.value.problems


def test_every_kind_becomes_a_value(dictionary: Dictionary) -> None:
    form = drawn(
        field("achternaam"),
        field("postcode"),
        field("bsn"),
        field("huurachterstand", "number"),
        field("maanden_achterstand", "number"),
        field("geboortedatum", "datetime"),
        field("twijfel", "radio"),
        field("kinderen", "radio"),
        field("zorgen_huishouden", "checklist"),
        field("toelichting_feit", "textarea"),
    )
    raw = {
        "achternaam": " Voorbeeld ",
        "postcode": "3311ab",
        "bsn": "111222333",
        "huurachterstand": "1.250,50",
        "maanden_achterstand": "3",
        "geboortedatum.dag": "3",
        "geboortedatum.maand": "11",
        "geboortedatum.jaar": "1980",
        "twijfel": "ja",
        "kinderen": ["nee"],
        "zorgen_huishouden": ["leefbaarheid", "hygiene"],
        "toelichting_feit": "Een\r\ntwee",
        "csrf_token": "x",
        "nationaliteit": "y",
    }
    assert clean(form, raw, {"nu": NOW}, dictionary) == {
        "achternaam": "Voorbeeld",
        "postcode": "3311 AB",
        "bsn": "111222333",
        "huurachterstand": Decimal("1250.50"),
        "maanden_achterstand": 3,
        "geboortedatum": date(1980, 11, 3),
        "twijfel": True,
        "kinderen": "nee",
        "zorgen_huishouden": ["hygiene", "leefbaarheid"],
        "toelichting_feit": "Een\ntwee",
    }


def test_all_problems_come_at_once_each_at_its_field(dictionary: Dictionary) -> None:
    form = drawn(field("achternaam", **REQUIRED), field("postcode"), field("kinderen", "radio", **REQUIRED), field("telefoonnummer"))
    found = problems(form, {"postcode": "12", "telefoonnummer": "06 12345678"}, dictionary)
    assert list(found) == ["achternaam", "postcode", "kinderen"]
    assert found["achternaam"] == "Vul in: achternaam."
    assert found["kinderen"] == "Geef antwoord op de vraag “Wonen er kinderen?”."
    assert "3311 AB" in found["postcode"]


def test_a_form_may_say_in_its_own_words_what_must_be_answered(dictionary: Dictionary) -> None:
    form = drawn(field("huur_haalbaar", "radio", properties={"verplicht": "Kies of de huur haalbaar is."}, **REQUIRED))
    assert problems(form, {}, dictionary) == {"huur_haalbaar": "Kies of de huur haalbaar is."}


@pytest.mark.parametrize(
    ("kind", "key", "raw"),
    [("radio", "kinderen", "misschien"), ("select", "gemeente", "Rotterdam"), ("checklist", "zorgen_financieel", ["ziekte"])],
)
def test_only_answers_from_the_list_are_accepted(dictionary: Dictionary, kind: str, key: str, raw: Any) -> None:
    assert "uit de lijst" in problems(drawn(field(key, kind)), {key: raw}, dictionary)[key]


def test_a_form_may_offer_fewer_answers_than_the_dictionary(dictionary: Dictionary) -> None:
    form = drawn(field("besluit_voortzetting", "radio", values=[{"value": "stoppen", "label": "Stoppen"}]))
    assert clean(form, {"besluit_voortzetting": "stoppen"}, {}, dictionary) == {"besluit_voortzetting": "stoppen"}
    assert "besluit_voortzetting" in problems(form, {"besluit_voortzetting": "open"}, dictionary)


def test_answers_may_depend_on_where_the_case_is(forms: Forms, dictionary: Dictionary) -> None:
    raw = {"gekozen_stap": "deurwaarder", "escalatie_reden": "geen_contact"}
    context = {"nu": NOW, "alle_inspanningen_geleverd": True, "hoofdfase": "laatste_aanmaning"}
    assert clean(forms["escalatie"], raw, context, dictionary)["gekozen_stap"] == "deurwaarder"
    assert "gekozen_stap" in problems(forms["escalatie"], raw, dictionary, hoofdfase="plan_van_aanpak", alle_inspanningen_geleverd=True)


def test_only_fields_that_are_shown_count(dictionary: Dictionary) -> None:
    form = drawn(field("kinderen", "radio"), field("leeftijden_kinderen", conditional={"hide": '=kinderen != "ja"'}, **REQUIRED))
    assert clean(form, {"kinderen": "nee", "leeftijden_kinderen": "4"}, {}, dictionary) == {"kinderen": "nee"}
    assert "leeftijden_kinderen" in problems(form, {"kinderen": "ja"}, dictionary)


def test_a_hidden_field_may_be_emptied(dictionary: Dictionary) -> None:
    form = drawn(
        field("kinderen", "radio"),
        field("leeftijden_kinderen", conditional={"hide": '=kinderen != "ja"'}, properties={"leegmaken": "ja"}),
    )
    assert clean(form, {"kinderen": "nee"}, {}, dictionary) == {"kinderen": "nee", "leeftijden_kinderen": None}


def test_an_unanswered_question_does_not_borrow_the_answer_of_the_case(dictionary: Dictionary) -> None:
    form = drawn(field("kinderen", "radio"), field("leeftijden_kinderen", conditional={"hide": '=kinderen != "ja"'}, **REQUIRED))
    assert clean(form, {}, {"kinderen": "ja"}, dictionary) == {}


def test_a_condition_may_ask_the_case(dictionary: Dictionary) -> None:
    form = drawn(field("zorgmijder", "radio", conditional={"hide": "=zorgmijder_vermoeden.vermoeden != true"}, **REQUIRED))
    assert clean(form, {}, {}, dictionary) == {}
    assert "zorgmijder" in problems(form, {}, dictionary, zorgmijder_vermoeden={"vermoeden": True})


def test_a_field_behind_a_hidden_field_is_hidden_too(dictionary: Dictionary) -> None:
    form = drawn(
        field("kinderen", "radio"),
        field("twijfel", "radio", conditional={"hide": '=kinderen != "ja"'}),
        field("twijfel_reden", "select", conditional={"hide": "=twijfel != true"}, **REQUIRED),
    )
    assert clean(form, {"kinderen": "nee", "twijfel": "ja"}, {}, dictionary) == {"kinderen": "nee"}


def test_a_hidden_group_hides_all_it_holds(dictionary: Dictionary) -> None:
    group = {"type": "group", "id": "deel", "conditional": {"hide": "=true"}, "components": [field("achternaam", **REQUIRED)]}
    assert clean(drawn(group), {"achternaam": "x"}, {}, dictionary) == {}


def test_conditions_that_depend_on_each_other_come_to_rest(dictionary: Dictionary) -> None:
    form = drawn(
        field("twijfel", "radio", conditional={"hide": "=schulden = true"}),
        field("schulden", "radio", conditional={"hide": "=twijfel = true"}),
    )
    assert set(clean(form, {"twijfel": "ja", "schulden": "ja"}, {}, dictionary)) <= {"twijfel", "schulden"}


def test_a_condition_that_fails_names_its_field(dictionary: Dictionary) -> None:
    form = drawn(field("achternaam", conditional={"hide": "=count(for x in 1..1000000000 return x) > 0"}))
    with pytest.raises(PhuError, match="achternaam"):
        clean(form, {}, {}, dictionary)


def test_an_emptied_personal_datum_is_no_longer_so_but_an_empty_fact_says_nothing(dictionary: Dictionary) -> None:
    form = drawn(field("tussenvoegsel"), field("aanmaning_kenmerk"), field("zorgen_financieel", "checklist"), field("twijfel", "radio"))
    assert clean(form, {"tussenvoegsel": " "}, {}, dictionary) == {"tussenvoegsel": None, "zorgen_financieel": []}


def test_a_required_checklist_needs_one_and_a_required_tick_must_be_set(dictionary: Dictionary) -> None:
    form = drawn(field("plan_doelen", "checklist", **REQUIRED), field("dossier_afgerond", "checkbox", **REQUIRED))
    assert set(problems(form, {}, dictionary)) == {"plan_doelen", "dossier_afgerond"}
    assert clean(form, {"plan_doelen": "huur_betaald", "dossier_afgerond": "on"}, {}, dictionary) == {
        "plan_doelen": ["huur_betaald"],
        "dossier_afgerond": True,
    }


def test_a_fact_lies_in_the_past_and_a_plan_in_the_future(dictionary: Dictionary) -> None:
    form = drawn(
        field("gesprek_op", "datetime", properties={"datum": "verleden"}),
        field("nieuwe_datum", "datetime", properties={"datum": "toekomst"}),
    )
    assert set(problems(form, {"gesprek_op": "27-11-2026", "nieuwe_datum": "25-11-2026"}, dictionary)) == {"gesprek_op", "nieuwe_datum"}
    assert len(clean(form, {"gesprek_op": "26-11-2026", "nieuwe_datum": "26-11-2026"}, {"nu": NOW}, dictionary)) == 2


def test_today_is_the_day_in_the_netherlands(dictionary: Dictionary) -> None:
    form = drawn(field("gesprek_op", "datetime", properties={"datum": "verleden"}))
    late = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    assert clean(form, {"gesprek_op": "27-11-2026"}, {"nu": late}, dictionary) == {"gesprek_op": date(2026, 11, 27)}


def test_limits_of_a_form_hold(dictionary: Dictionary) -> None:
    form = drawn(
        field("maanden_achterstand", "number", validate={"min": 0, "max": 120}),
        field("achternaam", validate={"minLength": 2, "maxLength": 5}),
        field("huisnummer", validate={"pattern": "^[0-9]{1,5}$"}),
        field("voornaam", validate={"pattern": "(a+)+$"}),
    )
    raw = {"maanden_achterstand": "121", "achternaam": "Voorbeeld", "huisnummer": "12b", "voornaam": "a" * 70 + "!"}
    found = problems(form, raw, dictionary)
    assert set(found) == set(raw)
    assert "120 of lager" in found["maanden_achterstand"]
    assert "hooguit 5 tekens" in found["achternaam"]
    assert "ten minste 2" in problems(form, {"achternaam": "V"}, dictionary)["achternaam"]


def test_free_text_is_at_most_300_characters_whatever_a_form_says(dictionary: Dictionary) -> None:
    form = drawn(field("toelichting_feit", "textarea", validate={"maxLength": 5000}))
    assert "hooguit 300 tekens" in problems(form, {"toelichting_feit": "x" * 301}, dictionary)["toelichting_feit"]


def test_values_from_the_api_are_read_like_those_of_a_browser(dictionary: Dictionary) -> None:
    form = drawn(field("twijfel", "radio"), field("maanden_achterstand", "number"), field("huurachterstand", "number"))
    assert clean(form, {"twijfel": False, "maanden_achterstand": 3, "huurachterstand": 1250.5}, {}, dictionary) == {
        "twijfel": False,
        "maanden_achterstand": 3,
        "huurachterstand": Decimal("1250.50"),
    }


def test_the_report_asks_for_the_amount_only_with_recidive_or_a_broken_agreement(forms: Forms, dictionary: Dictionary) -> None:
    without = problems(forms["melding"], {}, dictionary, aanleiding="1b_zorgen")
    assert "huurachterstand" not in without
    for cause in ("1b_recidive", "1b_regeling"):
        assert "huurachterstand" in problems(forms["melding"], {}, dictionary, aanleiding=cause)


def test_ages_of_children_are_asked_only_when_there_are_children(forms: Forms, dictionary: Dictionary) -> None:
    form = forms["eerste_beoordeling"]
    raw = {"leeftijden_kinderen": "4 en 9", "kinderen": "nee"}
    shown = {"nu": NOW, **raw}
    with pytest.raises(FormInvalid) as refused:
        clean(form, raw, shown, dictionary)
    assert "leeftijden_kinderen" not in refused.value.problems


@pytest.mark.parametrize(
    ("answer", "regisseur", "asked"),
    [("nee", "woningcorporatie", True), ("ja", "woningcorporatie", False), ("ja", "sociaal_team", True), ("nee", "sociaal_team", False)],
)
def test_who_declines_the_direction_of_a_case_gives_a_reason(
    forms: Forms, dictionary: Dictionary, answer: str, regisseur: str, asked: bool
) -> None:
    raw = {"team_neemt_casus": answer}
    if asked:
        assert list(problems(forms["casusregie"], raw, dictionary, casusregisseur=regisseur)) == ["casusregie_reden"]
    else:
        assert clean(forms["casusregie"], raw, {"casusregisseur": regisseur}, dictionary) == raw
