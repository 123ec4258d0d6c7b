"""The requirements of the agreement in our own words (``forms/eisen.yaml``): part of the release, the adviesgroep may change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from phu_runtime.errors import Finding, ReleaseInvalid

FILE = "forms/eisen.yaml"
KINDS = ("proces", "besluit", "termijn", "bericht")
_KEYS = frozenset({"eis", "artikel", "soort", "voorlopig", "tabellen", "velden", "programma", "toont"})
_LISTS = ("tabellen", "velden", "toont")


@dataclass(frozen=True)
class Requirement:
    """One obligation. ``provisional``: what the text leaves open and we filled in, "" when nothing; ``tables``: ``table`` or
    ``table.value``; ``fields``: ``form.field``; ``program``: what the program does for it itself; ``shown_by``: scenarios that must
    show it (empty: any that passes one of its elements)."""

    id: str
    text: str
    article: str
    kind: str
    provisional: str = ""
    tables: Sequence[str] = ()
    fields: Sequence[str] = ()
    program: str = ""
    shown_by: Sequence[str] = ()


def read_requirements(content: bytes) -> tuple[Requirement, ...]:
    """In the order of the file; none when it is empty. Raises ReleaseInvalid with all findings at once."""
    try:
        found: Any = yaml.safe_load(content) or {}
    except yaml.YAMLError as error:
        raise ReleaseInvalid([Finding(FILE, "", f"De eisen zijn geen leesbare YAML: {error}")]) from error
    rows = found.get("eisen", {}) if isinstance(found, dict) else None
    if not isinstance(rows, dict):
        raise ReleaseInvalid([Finding(FILE, "", "De eisen staan niet onder 'eisen'.", "Schrijf 'eisen:' en daaronder per eis een nummer.")])
    findings = [finding for key, row in rows.items() for finding in _problems(str(key), row)]
    if findings:
        raise ReleaseInvalid(findings)
    return tuple(_requirement(str(key), row) for key, row in rows.items())


def _problems(key: str, row: Any) -> list[Finding]:
    if not isinstance(row, Mapping):
        return [Finding(FILE, key, f"De eis {key} heeft geen tekst.", "Schrijf ten minste eis, artikel en soort.")]
    found = [
        Finding(FILE, key, f"De eis {key} mist '{name}'.", f"Vul '{name}' in.") for name in ("eis", "artikel", "soort") if not row.get(name)
    ]
    for name in sorted(set(map(str, row)) - _KEYS):
        found.append(Finding(FILE, key, f"De eis {key} heeft een onbekend onderdeel '{name}'.", f"Kies uit: {', '.join(sorted(_KEYS))}."))
    if row.get("soort") and row["soort"] not in KINDS:
        found.append(Finding(FILE, key, f"De soort '{row['soort']}' van {key} bestaat niet.", f"Kies uit: {', '.join(KINDS)}."))
    for name in _LISTS:
        if not isinstance(row.get(name, []), list):
            found.append(Finding(FILE, key, f"'{name}' van {key} is geen lijst.", "Schrijf [een, twee]."))
    return found


def _requirement(key: str, row: Mapping[str, Any]) -> Requirement:
    return Requirement(
        id=key,
        text=str(row["eis"]),
        article=str(row["artikel"]),
        kind=str(row["soort"]),
        provisional=str(row.get("voorlopig") or ""),
        tables=tuple(map(str, row.get("tabellen", ()))),
        fields=tuple(map(str, row.get("velden", ()))),
        program=str(row.get("programma") or ""),
        shown_by=tuple(map(str, row.get("toont", ()))),
    )
