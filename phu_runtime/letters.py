"""Letters: Markdown with ``{{veld}}`` that a process owner writes, filled with a case's values, drawn as PDF/UA-1.

Everything before the heading is the letterhead: sender, address, date and reference, each a paragraph. ``{{veld?}}`` drops its
whole paragraph (in the letterhead: its line) when the value is not known. Values are text, never markup that runs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

import yaml

from phu_runtime.calendar import local_date
from phu_runtime.errors import Finding, PhuError, ReleaseInvalid
from phu_runtime.letter_layout import LayoutFailed, draw_pdf

COMPUTED = ("naam", "aanhef", "adres", "afzender")
PROVIDED = (*COMPUTED, "datum", "casusnummer", "gemeente", "woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt")
FORBIDDEN = ("bsn",)
"""Never in a letter: nothing in it needs one (UAVG art. 46)."""

LARGEST = 40_000
_FIELD = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)(\?)?\s*\}\}")
_PARAGRAPHS = re.compile(r"\n{2,}")
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
_PRONOUN = {"vrouw": "mevrouw", "man": "meneer"}


class LetterInvalid(PhuError):
    """A letter that cannot be filled or drawn; the sentence says which datum is missing or what to change."""

    status = 422


@dataclass(frozen=True)
class Letter:
    """One letter of a release. ``sender``: role key; ``text``: Markdown with fields."""

    key: str
    title: str
    sender: str
    article: str
    text: str
    file: str = ""

    @property
    def fields(self) -> list[str]:
        """The fields it uses, in order."""
        return list(dict.fromkeys(name for name, _ in _FIELD.findall(self.text)))


def read_letters(files: Mapping[str, bytes]) -> Mapping[str, Letter]:
    """The letters of a release (path → Markdown). Raises ReleaseInvalid with findings."""
    letters: dict[str, Letter] = {}
    findings: list[Finding] = []
    for path, content in files.items():
        place = PurePosixPath(path)
        if place.suffix != ".md":
            continue
        found = _front_matter(path, content)
        if isinstance(found, Finding):
            findings.append(found)
            continue
        front, text = found
        letters[place.stem] = Letter(
            place.stem, str(front["titel"]), str(front["afzender"]), str(front.get("artikel") or ""), text.strip() + "\n", path
        )
    if findings:
        raise ReleaseInvalid(findings)
    return letters


def _front_matter(path: str, content: bytes) -> tuple[Mapping[str, Any], str] | Finding:
    advice = "Begin het bestand met ---, de regels titel, afzender en artikel, en weer ---."
    try:
        text = content.decode().replace("\r\n", "\n")
        found = _FRONT.match(text)
        front = yaml.safe_load(found[1]) if found else None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        return Finding(path, "", f"De brief is niet te lezen: {error}", advice)
    if not found or not isinstance(front, dict) or not front.get("titel") or not front.get("afzender"):
        return Finding(path, "", "De brief mist een titel of een afzender.", advice)
    if len(text) > LARGEST:
        return Finding(path, "", "De brief is te lang.", f"Gebruik hooguit {LARGEST} tekens.")
    return front, text[found.end() :]


def check(letter: Letter, fields: Collection[str]) -> list[Finding]:
    """Findings for a letter that may not be published. ``fields``: the keys of the dictionary."""
    found = []
    for name in letter.fields:
        if name in FORBIDDEN:
            found.append(Finding(letter.file, name, f"De brief noemt '{name}'. Dat mag niet in een brief (PP 5.1).", "Haal het veld weg."))
        elif name not in fields and name not in PROVIDED:
            advice = f"Gebruik een gegeven uit de gegevenslijst of een van: {', '.join(PROVIDED)}."
            found.append(Finding(letter.file, name, f"De brief gebruikt een onbekend veld '{name}'.", advice))
    if not re.search(r"^# \S", letter.text, re.MULTILINE):
        found.append(
            Finding(letter.file, "", "De brief heeft geen onderwerp.", "Begin de tekst na het briefhoofd met een regel '# onderwerp'.")
        )
    if "{{" in _FIELD.sub("", letter.text):
        found.append(Finding(letter.file, "", "De brief heeft een veld dat niet goed is geschreven.", "Schrijf velden als {{achternaam}}."))
    return found


def fill(letter: Letter, values: Mapping[str, Any]) -> str:
    """The letter's text with ``values`` in it: dossier fields, process facts, ``casusnummer``, ``datum``, names of parties by role key.

    Adds ``naam``, ``aanhef``, ``adres`` and ``afzender``. Raises LetterInvalid that names every
    missing datum.
    """
    known = {**_computed(letter, values), **{key: value for key, value in values.items() if value not in (None, "", [])}}
    missing: list[str] = []
    head, mark, body = ("\n" + letter.text.strip()).partition("\n# ")
    paragraphs = [_kept(paragraph.split("\n"), known, missing) for paragraph in _PARAGRAPHS.split(head.strip())]
    paragraphs += [_kept([paragraph], known, missing) for paragraph in _PARAGRAPHS.split(f"# {body}") if mark]
    if missing:
        names = ", ".join(dict.fromkeys(missing))
        raise LetterInvalid(f"De brief “{letter.title}” kan nog niet worden gemaakt. Vul eerst in: {names}.")
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip()) + "\n"


def _kept(pieces: list[str], known: Mapping[str, Any], missing: list[str]) -> str:
    return "\n".join(filled for piece in pieces if (filled := _filled(piece, known, missing)) is not None)


def render(letter: Letter, values: Mapping[str, Any]) -> bytes:
    """The letter as a PDF (PDF/UA-1). Raises LetterInvalid."""
    return draw(letter, fill(letter, values))


def draw(letter: Letter, text: str) -> bytes:
    """A filled text as a PDF (PDF/UA-1), in a child process with limits. Raises LetterInvalid."""
    try:
        return draw_pdf(letter.title, text)
    except LayoutFailed as error:
        advice = "Maak de tekst eenvoudiger of korter, of waarschuw de beheerder."
        raise LetterInvalid(f"De brief “{letter.title}” kon niet als PDF worden gemaakt ({error}). {advice}") from error


def _filled(piece: str, known: Mapping[str, Any], missing: list[str]) -> str | None:
    for name, optional in _FIELD.findall(piece):
        if name not in known and optional:
            return None
        if name not in known:
            missing.append(name.replace("_", " "))
    return _FIELD.sub(lambda found: in_words(known.get(found[1], "")).lstrip("# "), piece)


def _computed(letter: Letter, values: Mapping[str, Any]) -> dict[str, str]:
    """Name, salutation and address from the parts that are known."""
    text = {
        key: " ".join(str(values.get(key) or "").split())
        for key in ("voornaam", "voorletters", "tussenvoegsel", "achternaam", "straatnaam")
    }
    number = " ".join(str(values[key]) for key in ("huisnummer", "huisnummertoevoeging") if values.get(key))
    first = text["voorletters"] or text["voornaam"]
    surname = _joined(text["tussenvoegsel"], text["achternaam"])
    pronoun = _PRONOUN.get(str(values.get("geslacht") or ""), "")
    found = {"afzender": str(values.get(letter.sender) or "")}
    if text["achternaam"]:
        named = _joined(first, surname)
        found["naam"] = _joined(pronoun.capitalize() if pronoun != "meneer" else "De heer", named)
        found["aanhef"] = f"Beste {pronoun} {surname[:1].upper()}{surname[1:]}," if pronoun else f"Beste {named},"
    if text["straatnaam"] and number:
        found["adres"] = _joined(text["straatnaam"], number)
    return {key: value for key, value in found.items() if value}


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def in_words(value: Any) -> str:
    """A value as a letter writes it: ``3 november 2026``, ``€ 1.250,50``, ja or nee, a list with commas; one line."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list | tuple):
        return ", ".join(in_words(item) for item in value)
    if isinstance(value, str):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            value = date.fromisoformat(value)
        elif re.fullmatch(r"\d{4}-\d\d-\d\dT\S+", value):
            value = datetime.fromisoformat(value)
        elif re.fullmatch(r"\d+\.\d\d", value):
            value = Decimal(value)
    if isinstance(value, date):
        day = local_date(value)
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    if isinstance(value, Decimal):
        return "€ " + f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    return " ".join(str(value).split())
