"""Findings for a dictionary that may not be published: unknown kinds, circles, and personal data that PP-B3 doesn't name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from phu_runtime.dossier.dictionary import FILE, parse
from phu_runtime.dossier.personal_data import ARTICLE, PERSONAL_DATA, is_remark, named_in_words, not_on_the_list
from phu_runtime.dossier.typed import CHOICES, KINDS
from phu_runtime.errors import Finding, ReleaseInvalid
from phu_runtime.feel import FeelError, compile_expression, strip_marker

STORES = ("dossier", "procesfeit", "variabele")
PROPERTIES = ("label", "soort", "waarden", "opslag", "groep", "artikel", "begin", "afgeleid", "eenheid", "maximum", "telt")
COUNTED = ("adres",)
RESERVED = ("dossier", "formulieren", "gebeurtenissen", "doorlopen", "nu", "item")
LONGEST = 300
_KEY = re.compile(r"[a-z][a-z0-9_]*\Z")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_NAME = re.compile(r"(?<![.\w])[a-z][a-z0-9_]*(?!\w|\s*:)")


def check_dictionary(content: bytes) -> list[Finding]:
    """All problems of ``forms/gegevens.yaml``; an empty list means that it may be published. Personal data: PP 3.1, PP-B3."""
    try:
        read = parse(content)
    except ReleaseInvalid as error:
        return error.findings
    found = [
        Finding(FILE, str(key), "De groep heeft geen label.", "Geef de groep een 'label'.")
        for key, group in (read.get("groepen") or {}).items()
        if not _has_label(group)
    ]
    for key, entry in read["gegevens"].items():
        found.extend(Finding(FILE, str(key), message, advice) for message, advice in _wrong(str(key), entry, read))
    return found or _circles(read["gegevens"])


def _has_label(entry: Any) -> bool:
    return isinstance(entry, Mapping) and bool(entry.get("label"))


def _wrong(key: str, entry: Any, read: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not _has_label(entry):
        yield f"'{key}' heeft geen label.", "Geef het gegeven een 'label'."
        return
    if not _KEY.match(key) or key in RESERVED:
        yield f"'{key}' is geen bruikbare sleutel.", "Gebruik kleine letters, cijfers en _; begin met een letter."
    for name in entry:
        if name not in PROPERTIES:
            yield f"'{key}' heeft een onbekende eigenschap '{name}'.", f"Kies uit: {', '.join(PROPERTIES)}."
    kind, store = str(entry.get("soort")), str(entry.get("opslag"))
    if kind not in KINDS:
        yield f"'{key}' heeft een onbekende soort '{kind}'.", f"Kies uit: {', '.join(KINDS)}."
    if store not in STORES:
        yield f"'{key}' heeft een onbekende opslag '{store}'.", f"Kies uit: {', '.join(STORES)}."
    if str(entry.get("groep")) not in (read.get("groepen") or {}):
        yield f"'{key}' staat in een onbekende groep '{entry.get('groep')}'.", "Voeg de groep toe onder 'groepen' of kies een bestaande."
    if "telt" in entry and (entry["telt"] not in COUNTED or kind != "getal" or store != "variabele" or entry.get("afgeleid")):
        yield f"'{key}' kan niet tellen wat onder 'telt' staat.", f"Een getal met opslag variabele kan tellen: {', '.join(COUNTED)}."
    yield from _wrong_personal(key, str(entry["label"]), kind, store)
    yield from _wrong_values(key, entry, kind)
    yield from _wrong_expression(key, entry, store)


def _wrong_personal(key: str, label: str, kind: str, store: str) -> Iterator[tuple[str, str]]:
    if not_on_the_list(key, label, kind, store):
        yield (
            f"Het persoonsgegeven '{key}' ({label}) staat niet op de limitatieve lijst ({ARTICLE}).",
            f"Haal het weg. Toegestaan zijn: {named_in_words()}. Alleen de partijen samen kunnen de lijst wijzigen (PP 14.1).",
        )
    elif key in PERSONAL_DATA and store == "procesfeit":
        yield f"Het persoonsgegeven '{key}' hoort in het dossier ({ARTICLE}).", "Zet 'opslag' op dossier."


def _wrong_values(key: str, entry: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    values = entry.get("waarden")
    if kind in CHOICES:
        if not values and kind == "meerkeuze" and entry.get("afgeleid"):
            return
        if not isinstance(values, Mapping) or not values:
            yield f"'{key}' is een {kind} zonder waarden.", "Geef 'waarden': code en label."
        elif not all(isinstance(code, str) and isinstance(label, str) for code, label in values.items()):
            yield f"'{key}' heeft een waarde die geen tekst is.", "Zet codes en labels tussen aanhalingstekens."
        else:
            begin = entry.get("begin")
            chosen = [] if begin is None else begin if isinstance(begin, list) else [begin]
            if any(code not in values for code in chosen):
                yield f"'{key}' begint met een waarde die niet bestaat.", f"Kies uit: {', '.join(values)}."
    elif values:
        yield f"'{key}' heeft waarden, maar is geen keuze of meerkeuze.", "Haal 'waarden' weg of verander de soort."
    maximum = entry.get("maximum")
    if maximum is not None and not (isinstance(maximum, int) and 0 < maximum <= LONGEST):
        yield f"'{key}' heeft geen bruikbaar maximum.", f"Geef een getal van 1 tot en met {LONGEST}."
    if kind == "lange_tekst" and not is_remark(key, kind):
        yield (
            f"'{key}' is een vrije tekst zonder afspraak (G19).",
            "Laat de sleutel met 'toelichting' beginnen; die tekst is kort en zonder bijzondere gegevens.",
        )


def _wrong_expression(key: str, entry: Mapping[str, Any], store: str) -> Iterator[tuple[str, str]]:
    text = entry.get("afgeleid")
    if not text:
        return
    if store == "dossier":
        yield f"'{key}' is afgeleid en kan niet in het dossier staan.", "Zet 'opslag' op variabele."
    if "begin" in entry:
        yield f"'{key}' is afgeleid en heeft toch een beginwaarde.", "Haal 'begin' weg."
    try:
        compile_expression(strip_marker(str(text)))
    except FeelError as error:
        yield f"De formule van '{key}' klopt niet: {error.message}", "Verbeter de FEEL-formule onder 'afgeleid'."


def _circles(entries: Mapping[str, Any]) -> list[Finding]:
    """A finding per derived datum that reaches itself, straight or by way of others."""
    uses = {key: _uses(str(entry["afgeleid"]), entries) for key, entry in entries.items() if entry.get("afgeleid")}
    found, done = [], set()
    for key in uses:
        around = _way_back(key, uses) if key not in done else None
        if around:
            done.update(around)
            text = " → ".join(around)
            found.append(
                Finding(
                    FILE, key, f"De afgeleide gegevens verwijzen in een kring naar elkaar: {text}.", "Haal een van de verwijzingen weg."
                )
            )
    return found


def _uses(text: str, entries: Mapping[str, Any]) -> set[str]:
    return {name for name in _NAME.findall(_TEXT.sub('""', text)) if name in entries and entries[name].get("afgeleid")}


def _way_back(start: str, uses: Mapping[str, set[str]]) -> list[str] | None:
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for name in sorted(uses.get(way[-1], ())):
            if name == start:
                return [*way, start]
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return None
