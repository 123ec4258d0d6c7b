"""A datum added to the dictionary of a draft (``forms/gegevens.yaml``), after the last one; the rest keeps its layout and remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from phu_runtime.dossier import check_dictionary
from phu_runtime.errors import FormInvalid
from phu_runtime.workprocess.release import DICTIONARY

_TOP = re.compile(r"^\S", re.MULTILINE)
_DATA = re.compile(r"^gegevens:[^\n]*\n", re.MULTILINE)


def with_datum(content: bytes, key: str, entry: Mapping[str, Any]) -> bytes:
    """The dictionary with this datum. Raises FormInvalid with what is wrong with it: its key, its values, or that it asks something of
    a person that PP-B3 does not name."""
    known = yaml.safe_load(content) or {}
    if not key:
        raise FormInvalid({"sleutel": "Geef het gegeven een sleutel, bijvoorbeeld datum_huisbezoek."})
    if key in (known.get("gegevens") or {}):
        raise FormInvalid({"sleutel": f"Het gegeven '{key}' bestaat al. Kies het hierboven, of bedenk een andere sleutel."})
    if not entry.get("label"):
        raise FormInvalid({"label": "Geef het gegeven een naam voor mensen."})
    changed = _appended(content.decode("utf-8"), key, entry).encode()
    before = {finding.message for finding in check_dictionary(content)}
    found = [finding for finding in check_dictionary(changed) if finding.message not in before]
    if found:
        raise FormInvalid({"": " ".join(f"{finding.message} {finding.advice}".strip() for finding in found)})
    return changed


def _appended(text: str, key: str, entry: Mapping[str, Any]) -> str:
    written = yaml.safe_dump(dict(entry), default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False).strip()
    start = _DATA.search(text)
    if start is None:
        raise FormInvalid({"": f"In {DICTIONARY} staat geen lijst 'gegevens'. Herstel het bestand bij ‘Als tekst’."})
    after = next((found.start() for found in _TOP.finditer(text, start.end()) if text[found.start()] != "#"), len(text))
    block, rest = text[:after].rstrip("\n"), text[after:]
    return f"{block}\n  {key}: {written}\n" + (f"\n{rest}" if rest else "")


def read_values(text: str) -> dict[str, str]:
    """Choices as typed, one a line: "code: Label", or only a label that gets a code of its own."""
    found = {}
    for line in text.splitlines():
        code, _, label = line.partition(":") if ":" in line else (re.sub(r"\W+", "_", line.strip().lower()).strip("_"), "", line)
        if code.strip():
            found[code.strip()] = label.strip() or code.strip()
    return found
