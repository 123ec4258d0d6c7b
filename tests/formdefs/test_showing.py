"""A form ready to render: what it shows is what someone typed or what is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from phu_runtime.dossier import Dictionary, read_dictionary
from phu_runtime.formdefs import Forms, prefill, read_form, read_forms, show
from phu_runtime.shapes import FieldShown

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return read_dictionary((ROOT / "forms/gegevens.yaml").read_bytes())


@pytest.fixture(scope="module")
def forms() -> Forms:
    return read_forms({str(path.relative_to(ROOT)): path.read_bytes() for path in ROOT.glob("forms/*/*.form")})


def every(fields: Iterable[FieldShown]) -> Iterator[FieldShown]:
    for one in fields:
        yield one
        yield from every(one.fields)


def shown(form: Any, values: dict[str, Any], dictionary: Dictionary, **more: Any) -> dict[str, FieldShown]:
    context = {**dictionary.derived_context(dictionary.start_variables(), {"nu": NOW}), **more.pop("context", {})}
    return {one.key: one for one in every(show(form, values, context, dictionary, **more).fields)}


def test_the_first_heading_is_the_title_and_does_not_come_twice(forms: Forms, dictionary: Dictionary) -> None:
    page = show(forms["eerste_beoordeling"], {}, {"nu": NOW}, dictionary)
    assert page.title == "Eerste beoordeling"
    assert [one.label for one in page.fields][:2] == ["Contact met de huurder", "Huurder"]
    assert all(one.kind == "group" for one in page.fields)


def test_what_someone_typed_stays_as_typed_with_the_sentence_beside_it(forms: Forms, dictionary: Dictionary) -> None:
    raw = {"postcode": "12", "laatste_bericht_verzonden_op.dag": "31", "laatste_bericht_verzonden_op.maand": "2", "huurachterstand": "veel"}
    fields = shown(forms["melding"], raw, dictionary, problems={"postcode": "Vul een postcode in, bijvoorbeeld 3311 AB."})
    assert fields["postcode"].value == "12"
    assert fields["postcode"].problem.startswith("Vul een postcode in")
    assert fields["laatste_bericht_verzonden_op"].value == {"dag": "31", "maand": "2", "jaar": ""}
    assert fields["huurachterstand"].value == "veel"


def test_stored_values_are_shown_as_people_write_them(forms: Forms, dictionary: Dictionary) -> None:
    values = {
        "huurachterstand": "1250.50",
        "geboortedatum": "1980-11-03",
        "kinderen": "ja",
        "zorgen_financieel": ["financieel"],
        "twijfel": True,
    }
    fields = shown(forms["melding"], values, dictionary, context={"aanleiding": "1b_recidive"})
    assert fields["huurachterstand"].value == "1.250,50"
    assert fields["huurachterstand"].unit == "€"
    assert fields["huurachterstand"].shown is True
    assert fields["geboortedatum"].value == {"dag": "3", "maand": "11", "jaar": "1980"}
    assert fields["kinderen"].value == "ja"
    assert fields["zorgen_financieel"].value == ["financieel"]
    assert fields["twijfel"].value == "ja"
    assert fields["twijfel_reden"].shown is True


@pytest.mark.parametrize("value", [Decimal("1250.5"), "1250,50", "1250.50", 1250.5])
def test_an_amount_has_one_look(forms: Forms, dictionary: Dictionary, value: Any) -> None:
    assert shown(forms["signaal"], {"huurachterstand": value}, dictionary)["huurachterstand"].value == "1.250,50"


@pytest.mark.parametrize("value", [date(2026, 11, 3), "2026-11-03", "3-11-2026", datetime(2026, 11, 3, 9, tzinfo=UTC)])
def test_a_date_has_one_look(forms: Forms, dictionary: Dictionary, value: Any) -> None:
    assert shown(forms["contactpoging"], {"contactpoging_op": value}, dictionary)["contactpoging_op"].value == {
        "dag": "3",
        "maand": "11",
        "jaar": "2026",
    }


def test_a_moment_shows_dutch_time() -> None:
    known = read_dictionary(
        b"groepen: {p: {label: P}}\ngegevens:\n  belmoment: {label: Belmoment, soort: tijdstip, opslag: procesfeit, groep: p}\n"
    )
    form = read_form("forms/gedeeld/x.form", b'{"components": [{"type": "datetime", "key": "belmoment", "id": "belmoment"}]}')
    assert shown(form, {"belmoment": "2026-11-26T13:30:00+00:00"}, known)["belmoment"].value == {
        "dag": "26",
        "maand": "11",
        "jaar": "2026",
        "tijd": "14.30",
    }
    raw = {"belmoment.dag": "26", "belmoment.maand": "11", "belmoment.jaar": "2026", "belmoment.tijd": "25:00"}
    assert shown(form, raw, known)["belmoment"].value == {"dag": "26", "maand": "11", "jaar": "2026", "tijd": "25:00"}


def test_labels_options_and_limits_come_from_the_dictionary_when_the_form_gives_none(dictionary: Dictionary) -> None:
    components = [{"type": "radio", "key": "kinderen", "id": "k"}, {"type": "textarea", "key": "toelichting_feit", "id": "t"}]
    fields = shown(read_form("forms/gedeeld/x.form", json.dumps({"components": components}).encode()), {}, dictionary)
    assert fields["kinderen"].label == "Wonen er kinderen?"
    assert list(fields["kinderen"].options) == [("ja", "Ja"), ("nee", "Nee"), ("onbekend", "Weet ik nog niet")]
    assert fields["toelichting_feit"].maximum_length == 300
    assert "Geen bijzondere gegevens" in fields["toelichting_feit"].description


def test_readers_of_a_section_are_those_of_its_fields(forms: Forms, dictionary: Dictionary) -> None:
    readers = {"antwoord_corporatie": ["Trivire"], "overleg": ["Meldpunt Zorg en Overlast"]}
    page = show(forms["eerste_beoordeling"], {}, {"nu": NOW}, dictionary, readers=readers)
    sections = {one.label: list(one.readers) for one in page.fields}
    assert sections["Antwoord aan de corporatie"] == ["Trivire"]
    assert sections["Contact met de huurder"] == ["Trivire", "Meldpunt Zorg en Overlast"]
    assert sections["Huurder"] == []


def test_a_text_can_say_what_the_case_proposes(forms: Forms, dictionary: Dictionary) -> None:
    context = {"escalatie": {"volgende_stap": "laatste_aanmaning", "reden": "geen verbetering"}, "betrokken_partijen": ["woningcorporatie"]}
    fields = shown(forms["escalatie"], {}, dictionary, context={**context, "alle_inspanningen_geleverd": True})
    assert fields["escalatie_voorstel"].description == "Voorstel volgens de tabel: een laatste aanmaning sturen. Reden: geen verbetering."
    assert fields["escalatie_wie_nog"].shown is False
    late = shown(
        forms["escalatie"],
        {},
        dictionary,
        context={"alle_inspanningen_geleverd": False, "partijen_zonder_inspanning": ["sociaal_team", "meldpunt"]},
    )
    assert late["escalatie_wie_nog"].description == "Nog niet alles gedaan: sociaal team, Meldpunt Zorg en Overlast."


def test_a_form_starts_with_what_the_dossier_holds_but_never_with_an_old_remark(forms: Forms, dictionary: Dictionary) -> None:
    dossier = {"achternaam": "Voorbeeld", "toelichting_antwoord": "Oud", "bsn": "111222333"}
    context = {"kinderen": "ja", "twijfel": False, "besluit_voortzetting": "open"}
    assert prefill(forms["eerste_beoordeling"], dossier, context, dictionary) == {"bsn": "111222333", "kinderen": "ja"}
    assert prefill(forms["melding"], dossier, context, dictionary) == {"achternaam": "Voorbeeld"}
    assert prefill(forms["besluit_voortzetting"], dossier, context, dictionary) == {}


def test_a_necessity_judgement_starts_with_all_that_may_be_shared(forms: Forms, dictionary: Dictionary) -> None:
    values = prefill(forms["afstemming"], {}, dictionary.start_variables(), dictionary)
    assert "huishouden" in values["groepen_voor_meldpunt"]


def test_every_shipped_form_can_be_shown_for_a_new_case(forms: Forms, dictionary: Dictionary) -> None:
    context = dictionary.derived_context(dictionary.start_variables(), {"nu": NOW})
    for form in forms.values():
        page = show(form, {}, context, dictionary)
        assert page.title
        assert any(one.shown for one in every(page.fields))
