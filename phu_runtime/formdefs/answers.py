"""From what a browser sends to clean answers: only fields that are shown count, each problem is a sentence at its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

import regex

from phu_runtime.errors import FormInvalid
from phu_runtime.formdefs.conditions import options_of, shown_components
from phu_runtime.formdefs.form import LONGEST, Component, Form
from phu_runtime.formdefs.raw import given, given_list
from phu_runtime.formdefs.values import AMSTERDAM, PLAIN, Unusable, read_text

PATTERN_SECONDS = 0.2


class Known(Protocol):
    """A dictionary, as forms need it: ``fields[key]`` has label, kind, values, store, maximum."""

    @property
    def fields(self) -> Mapping[str, Any]: ...


def clean(form: Form, raw: Mapping[str, Any], context: Mapping[str, Any], dictionary: Known) -> dict[str, Any]:
    """Clean answers by key: text, bool, int or Decimal, date, datetime, list of codes.

    ``raw``: text or list of text by key, a date also as ``key.dag``, ``key.maand``, ``key.jaar``; unknown keys are left aside.
    A shown text left empty is None when its datum is kept in the dossier (it is no longer so), else absent; a hidden field is
    absent, or None when it has property ``leegmaken``. Raises FormInvalid with a sentence per field.
    """
    read, problems = read_all(form, raw, context, dictionary)
    shown = shown_components(form, read, context)
    answers: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for component in form.fields():
        key, datum = component.key, dictionary.fields.get(component.key)
        if datum is None or component.read_only:
            continue
        if component.id not in shown:
            if component.properties.get("leegmaken") == "ja" and key not in answers:
                answers[key] = [] if datum.kind == "meerkeuze" else None
            continue
        if key in problems:
            wrong[key] = problems[key]
        elif read.get(key) in (None, "", []):
            if component.required:
                wrong[key] = missing(component, datum)
            elif datum.kind == "meerkeuze" or datum.store == "dossier":
                answers[key] = [] if datum.kind == "meerkeuze" else None
        elif component.required and component.type == "checkbox" and read[key] is False:
            wrong[key] = missing(component, datum)
        else:
            answers[key] = read[key]
    if wrong:
        raise FormInvalid(wrong)
    return answers


def usable(form: Form, raw: Mapping[str, Any], context: Mapping[str, Any], dictionary: Known) -> dict[str, Any]:
    """The answers so far, of fields that are shown: what is missing or wrong is left out, nothing is judged."""
    read, _ = read_all(form, raw, context, dictionary)
    shown = shown_components(form, read, context)
    asked = [each.key for each in form.fields() if each.id in shown and not each.read_only]
    return {key: read[key] for key in asked if read.get(key) not in (None, "", [])}


def read_all(form: Form, raw: Mapping[str, Any], context: Mapping[str, Any], dictionary: Known) -> tuple[dict[str, Any], dict[str, str]]:
    """Every field's value, shown or not, and the problems of those that cannot be used."""
    read: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for component in form.fields():
        datum = dictionary.fields.get(component.key)
        if datum is None or component.key in read:
            continue
        try:
            read[component.key] = _read(component, datum, raw, {**read}, context)
        except Unusable as error:
            read[component.key] = None
            problems[component.key] = error.message
    return read, problems


def missing(component: Component, datum: Any) -> str:
    """What to do about a field that must be answered. Property ``verplicht`` gives a sentence of its own."""
    if own := component.properties.get("verplicht"):
        return own
    label = (component.label or datum.label).rstrip(" :")
    if component.type == "checkbox":
        return f"Zet een vinkje bij “{label}”."
    if label.endswith("?"):
        return f"Geef antwoord op de vraag “{label}”."
    choose = component.type in ("radio", "select", "checklist")
    low = label if label[:2].isupper() else label[:1].lower() + label[1:]
    return f"Kies {low}." if choose else f"Vul in: {low}."


def _read(component: Component, datum: Any, raw: Mapping[str, Any], read: Mapping[str, Any], context: Mapping[str, Any]) -> Any:
    if datum.kind == "meerkeuze":
        return _chosen(given_list(raw, component.key), options_of(component, datum, read, context))
    text = given(raw, component.key)
    if component.type == "checkbox":
        return bool(text) and PLAIN["ja_nee"](text)
    if not text:
        return None
    if datum.kind == "keuze":
        return _one(text, options_of(component, datum, read, context))
    reader = PLAIN.get(datum.kind)
    if reader is None:
        value: Any = read_text(text, _longest(component, datum), lines=datum.kind == "lange_tekst")
    else:
        value = reader(text)
    _check_limits(component, value, context)
    return value


def _one(text: str, options: Sequence[tuple[str, str]]) -> str:
    if text not in dict(options):
        raise Unusable("Kies een antwoord uit de lijst.")
    return text


def _chosen(texts: Sequence[str], options: Sequence[tuple[str, str]]) -> list[str]:
    codes = dict(options)
    if any(text not in codes for text in texts):
        raise Unusable("Kies alleen antwoorden uit de lijst.")
    return [code for code in codes if code in texts]


def _longest(component: Component, datum: Any) -> int:
    limits = (component.validate.get("maxLength"), datum.maximum, LONGEST)
    return min(int(limit) for limit in limits if limit)


def _check_limits(component: Component, value: Any, context: Mapping[str, Any]) -> None:
    if isinstance(value, str):
        _check_text(component.validate, value, component.properties.get("vorm", ""))
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        _check_number(component.validate, value)
    elif isinstance(value, date):
        _check_day(component.properties.get("datum", ""), value, context)


def _check_text(rules: Mapping[str, Any], value: str, shape: str) -> None:
    shortest = int(rules.get("minLength") or 0)
    if len(value) < shortest:
        raise Unusable(f"Vul ten minste {shortest} tekens in.")
    if pattern := rules.get("pattern"):
        try:
            fits = regex.search(str(pattern), value, timeout=PATTERN_SECONDS)
        except (TimeoutError, regex.error):
            fits = None
        if not fits:
            raise Unusable(shape or "Dit heeft niet de goede vorm. Lees de uitleg bij het veld en verbeter het.")


def _check_number(rules: Mapping[str, Any], value: int | Decimal) -> None:
    low, high = rules.get("min"), rules.get("max")
    if low is not None and value < Decimal(str(low)):
        raise Unusable(f"Vul een getal in van {low} of hoger.")
    if high is not None and value > Decimal(str(high)):
        raise Unusable(f"Vul een getal in van {high} of lager.")


def _check_day(rule: str, value: date, context: Mapping[str, Any]) -> None:
    now = context.get("nu")
    if not isinstance(now, datetime):
        return
    today = now.astimezone(AMSTERDAM).date()
    day = value.astimezone(AMSTERDAM).date() if isinstance(value, datetime) else value
    if rule == "verleden" and day > today:
        raise Unusable("Deze datum ligt in de toekomst. Vul een datum in tot en met vandaag.")
    if rule == "toekomst" and day < today:
        raise Unusable("Deze datum ligt in het verleden. Vul een datum in vanaf vandaag.")
