"""Taking in a file: which column gives which datum of which form (``forms/inname.yaml``). Part of the release, so that the
adviesgroep can follow another export without a programmer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from phu_runtime.errors import Finding, ReleaseInvalid
from phu_runtime.feel import FeelError, compile_expression, strip_marker

FILE = "forms/inname.yaml"
LARGEST = 5_000
_OF_INTAKE = frozenset({"titel", "toelichting", "formulier", "organisatie", "herkenning", "hoogstens", "kolommen", "voorwaarden"})
_OF_COLUMN = frozenset({"kolom", "gegeven", "verplicht", "waarden", "voorbeeld", "uitleg", "niet_door", "omdat"})
_OF_CONDITION = frozenset({"kolom", "als", "anders"})


@dataclass(frozen=True)
class Column:
    """One column. ``datum``: what it gives ("" = the organisation that reports). ``values``: what the file writes → the code.
    ``not_by``: role keys that may not deliver it, and why (``because``)."""

    name: str
    datum: str
    required: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    explanation: str = ""
    not_by: Sequence[str] = ()
    because: str = ""


@dataclass(frozen=True)
class Condition:
    """What must hold for a row: ``expression`` over its data and ``partijen``; ``otherwise`` says what is wrong with ``column``."""

    column: str
    expression: str
    otherwise: str


@dataclass(frozen=True)
class Intake:
    """One kind of file. ``form``: the start form that each row fills in. ``organisation``: the column that names who reports.
    ``recognised_by``: the data by which a row is known again, together with that organisation."""

    key: str
    title: str
    explanation: str
    form: str
    organisation: str
    recognised_by: Sequence[str]
    most: int
    columns: Sequence[Column]
    conditions: Sequence[Condition]

    def column_of(self, datum: str) -> str:
        """The column that gives a datum; "" when none does."""
        return next((column.name for column in self.columns if column.datum == datum), "")


def read_intakes(content: bytes) -> dict[str, Intake]:
    """By key, in the order of the file; none when it is empty. Raises ReleaseInvalid with all findings at once."""
    try:
        read: Any = yaml.safe_load(content) or {}
    except yaml.YAMLError as error:
        raise ReleaseInvalid([Finding(FILE, "", f"Dit is geen leesbare YAML: {error}", "Herstel de inspringing.")]) from error
    found = read.get("inname", {}) if isinstance(read, dict) else None
    if not isinstance(found, dict):
        raise ReleaseInvalid(
            [Finding(FILE, "", "De soorten bestand staan niet onder 'inname'.", "Schrijf 'inname:' en daaronder elke soort.")]
        )
    findings = [finding for key, entry in found.items() for finding in _problems(str(key), entry)]
    if findings:
        raise ReleaseInvalid(findings)
    return {str(key): _intake(str(key), entry) for key, entry in found.items()}


def _problems(key: str, entry: Any) -> list[Finding]:
    if not isinstance(entry, Mapping):
        return [Finding(FILE, key, f"De inname '{key}' is leeg.", f"Schrijf {', '.join(sorted(_OF_INTAKE))}.")]
    found = _strange(key, entry, _OF_INTAKE)
    for name in ("titel", "formulier", "organisatie", "herkenning", "kolommen"):
        if not entry.get(name):
            found.append(Finding(FILE, key, f"De inname '{key}' mist '{name}'.", f"Vul '{name}' in."))
    most = entry.get("hoogstens", LARGEST)
    if not isinstance(most, int) or not 0 < most <= LARGEST:
        found.append(Finding(FILE, key, f"Bij '{key}' is 'hoogstens' geen aantal regels.", f"Geef een getal van 1 tot en met {LARGEST}."))
    for name, known in (("kolommen", _OF_COLUMN), ("voorwaarden", _OF_CONDITION)):
        rows = entry.get(name) or []
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) and row.get("kolom") for row in rows):
            found.append(
                Finding(FILE, key, f"'{name}' van '{key}' is geen lijst met bij elk een 'kolom'.", "Schrijf per regel {kolom: …}.")
            )
            continue
        for row in rows:
            found += _strange(f"{key}.{row['kolom']}", row, known)
            found += _unreadable(key, row) if name == "voorwaarden" else []
    return found


def _strange(where: str, entry: Mapping[str, Any], known: frozenset[str]) -> list[Finding]:
    advice = f"Kies uit: {', '.join(sorted(known))}."
    return [Finding(FILE, where, f"'{where}' heeft een onbekend onderdeel '{name}'.", advice) for name in entry if name not in known]


def _unreadable(key: str, row: Mapping[str, Any]) -> list[Finding]:
    if not row.get("als") or not row.get("anders"):
        return [Finding(FILE, f"{key}.{row['kolom']}", "Een voorwaarde mist 'als' of 'anders'.", "Schrijf een FEEL-voorwaarde en een zin.")]
    try:
        compile_expression(strip_marker(str(row["als"])))
    except FeelError as error:
        return [Finding(FILE, f"{key}.{row['kolom']}", f"De voorwaarde klopt niet: {error.message}", "Verbeter de FEEL onder 'als'.")]
    return []


def _intake(key: str, entry: Mapping[str, Any]) -> Intake:
    return Intake(
        key=key,
        title=str(entry["titel"]),
        explanation=str(entry.get("toelichting") or ""),
        form=str(entry["formulier"]),
        organisation=str(entry["organisatie"]),
        recognised_by=tuple(map(str, entry["herkenning"])),
        most=int(entry.get("hoogstens", LARGEST)),
        columns=tuple(_column(row) for row in entry["kolommen"]),
        conditions=tuple(
            Condition(str(row["kolom"]), strip_marker(str(row["als"])), str(row["anders"])) for row in entry.get("voorwaarden") or []
        ),
    )


def _column(row: Mapping[str, Any]) -> Column:
    required = row.get("verplicht", False)
    return Column(
        name=str(row["kolom"]).strip().lower(),
        datum=str(row.get("gegeven") or ""),
        required=required is True or required == "ja",
        values={str(written).lower(): str(code) for written, code in (row.get("waarden") or {}).items()},
        example=str(row.get("voorbeeld") or ""),
        explanation=str(row.get("uitleg") or ""),
        not_by=tuple(map(str, row.get("niet_door") or ())),
        because=str(row.get("omdat") or ""),
    )
