"""Findings for a form that may not be published: it asks what the dictionary (and so PP-B3) doesn't know, or in a wrong way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from phu_runtime.errors import Finding
from phu_runtime.formdefs.answers import Known
from phu_runtime.formdefs.form import LONGEST, SHARED, Component, Form

FITS = {
    "textfield": ("tekst", "bsn", "postcode", "telefoon", "email", "bedrag", "getal"),
    "textarea": ("lange_tekst", "tekst"),
    "number": ("getal", "bedrag"),
    "datetime": ("datum", "tijdstip"),
    "checkbox": ("ja_nee",),
    "radio": ("ja_nee", "keuze"),
    "select": ("keuze",),
    "checklist": ("meerkeuze",),
}
ROLES = ("woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt")
WITHOUT_BSN = ("woningcorporatie", SHARED)
PROPERTIES = {"verplicht": None, "vorm": None, "datum": ("verleden", "toekomst"), "voorinvullen": ("ja", "nee"), "leegmaken": ("ja", "nee")}


def check_form(form: Form, dictionary: Known) -> list[Finding]:
    """All problems of one form; an empty list means that it may be published."""
    seen: set[str] = set()
    found: list[Finding] = []
    for component in form.fields():
        found.extend(Finding(form.file, component.key, message, advice) for message, advice in _wrong(form, component, dictionary))
        if component.key in seen:
            found.append(
                Finding(form.file, component.key, f"Het veld '{component.key}' staat twee keer in dit formulier.", "Haal er een weg.")
            )
        seen.add(component.key)
    return found


def _wrong(form: Form, component: Component, dictionary: Known) -> Iterator[tuple[str, str]]:
    key, datum = component.key, dictionary.fields.get(component.key)
    if datum is None:
        yield (
            f"Het veld '{key}' ({component.label or 'zonder label'}) staat niet in de gegevenslijst en mag niet worden gevraagd (PP-B3).",
            "Haal het veld weg, of voeg het toe aan de gegevenslijst als het geen persoonsgegeven buiten PP-B3 is.",
        )
        return
    if datum.kind not in FITS[component.type]:
        fitting = ", ".join(kind for kind, kinds in FITS.items() if datum.kind in kinds)
        yield f"Het veld '{key}' is een {component.type}, maar het gegeven is een {datum.kind}.", f"Kies een van: {fitting}."
    if datum.kind == "bsn" and form.role in WITHOUT_BSN:
        yield (
            f"Het veld '{key}' vraagt een BSN in een formulier dat een woningcorporatie kan zien (G20, UAVG art. 46).",
            "Haal het veld weg.",
        )
    if datum.store == "dossier" and datum.derived:
        yield f"Het veld '{key}' is afgeleid en wordt niet gevraagd.", "Haal het veld weg."
    yield from _wrong_options(component, datum)
    yield from _wrong_rules(component, datum)


def _wrong_options(component: Component, datum: Any) -> Iterator[tuple[str, str]]:
    codes = ("ja", "nee") if datum.kind == "ja_nee" else tuple(datum.values)
    for code, label in component.options:
        if code not in codes:
            yield f"De keuze '{code}' ({label}) van '{component.key}' staat niet in de gegevenslijst.", f"Kies uit: {', '.join(codes)}."


def _wrong_rules(component: Component, datum: Any) -> Iterator[tuple[str, str]]:
    longest = component.validate.get("maxLength")
    if longest and int(longest) > LONGEST:
        yield (
            f"Het veld '{component.key}' laat {longest} tekens toe; hooguit {LONGEST} mag (G19).",
            f"Zet de maximale lengte op {LONGEST} of lager.",
        )
    if pattern := component.validate.get("pattern"):
        try:
            regex.compile(str(pattern))
        except regex.error:
            yield f"Het patroon van '{component.key}' is onleesbaar.", "Verbeter het patroon of haal het weg."
    for name, value in component.properties.items():
        allowed = PROPERTIES.get(name)
        if name not in PROPERTIES:
            yield f"Het veld '{component.key}' heeft een onbekende eigenschap '{name}'.", f"Kies uit: {', '.join(PROPERTIES)}."
        elif allowed and value not in allowed:
            yield f"De eigenschap '{name}' van '{component.key}' is '{value}'.", f"Kies uit: {', '.join(allowed)}."
