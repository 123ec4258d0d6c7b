"""A form of a draft as its JSON (form-js 1.x), and the deeds on it. A deed gives new JSON; what it does not touch stays as it is.

A part is named by its place: numbers from 0 joined by dots ("2.0" is the first part of the third group).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import PurePosixPath
from typing import Any

from phu_runtime.dossier import Datum
from phu_runtime.errors import Finding, NotFound, ReleaseInvalid
from phu_runtime.formdefs.form import LONGEST

Json = dict[str, Any]
_INDENT = re.compile(r"\{\n( +|\t+)\S")
USUAL = {
    "lange_tekst": "textarea",
    "getal": "number",
    "bedrag": "number",
    "datum": "datetime",
    "tijdstip": "datetime",
    "ja_nee": "radio",
    "keuze": "radio",
    "meerkeuze": "checklist",
}
MOST_RADIOS = 5
USUAL_LENGTH = 80
YES_NO = {"ja": "Ja", "nee": "Nee"}


def read_json(path: str, content: bytes) -> Json:
    """The form as it stands. Raises ReleaseInvalid when no editor can open it."""
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _unreadable(path) from error
    if not isinstance(read, dict) or not isinstance(read.get("components"), list):
        raise _unreadable(path)
    if not all(isinstance(part, dict) for _, part in parts(read)):
        raise _unreadable(path)
    return read


def _unreadable(path: str) -> ReleaseInvalid:
    return ReleaseInvalid([Finding(path, "", "Het formulier is niet te lezen.", "Herstel het bestand bij ‘Als tekst’.")])


def write_json(before: bytes, form: Json) -> bytes:
    """The form as a file, laid out as ``before`` was."""
    text = before.decode("utf-8", "replace")
    found = _INDENT.match(text)
    end = text[len(text.rstrip("\n")) :]
    if found is None and "\n" not in text.strip():
        return (json.dumps(form, ensure_ascii=False, separators=(",", ":")) + end).encode()
    return (json.dumps(form, ensure_ascii=False, indent=found[1] if found else 2) + end).encode()


def parts(form: Json) -> Iterator[tuple[str, Json]]:
    """Every part with its place, groups before what they hold."""
    yield from _parts(form.get("components") or [], "")


def _parts(found: Any, above: str) -> Iterator[tuple[str, Json]]:
    for number, part in enumerate(found if isinstance(found, list) else []):
        yield f"{above}{number}", part
        if isinstance(part, dict):
            yield from _parts(part.get("components"), f"{above}{number}.")


def part_at(form: Json, place: str) -> Json:
    """The part at a place. Raises NotFound."""
    siblings, number = _siblings(form, place)
    return siblings[number]


def place_of(form: Json, component: str) -> str:
    """Where the part with an id (or the field with a key) stands now, "" when it is gone."""
    return next((place for place, part in parts(form) if component in (part.get("id"), part.get("key"))), "")


def _siblings(form: Json, place: str) -> tuple[list[Json], int]:
    """The parts among which a part stands, and its number there."""
    *above, last = place.split(".")
    siblings = form["components"]
    for number in above:
        siblings = _one(siblings, number).get("components") or []
    _one(siblings, last)
    return siblings, int(last)


def _one(siblings: list[Json], number: str) -> Json:
    if not number.isdecimal() or int(number) >= len(siblings):
        raise NotFound("Dit onderdeel staat niet meer in het formulier.")
    return siblings[int(number)]


# ---- deeds


def with_field(form: Json, path: str, inside: str, datum: Datum, *, required: bool = False) -> Json:
    """The datum is asked at the end of the group ``inside`` ("": of the form itself)."""
    return _added(form, inside, field_for(form, path, datum, required=required))


def with_text(form: Json, path: str, inside: str, text: str) -> Json:
    """An explanation at the end of a group."""
    return _added(form, inside, {"type": "text", "id": free_id(form, f"{PurePosixPath(path).stem}_tekst"), "text": text})


def with_group(form: Json, path: str, label: str) -> Json:
    """A new section at the end of the form."""
    return _added(form, "", {"type": "group", "id": free_id(form, f"{PurePosixPath(path).stem}_deel"), "label": label, "components": []})


def without_part(form: Json, place: str) -> Json:
    """The part goes, a group with all it holds."""
    changed = deepcopy(form)
    siblings, number = _siblings(changed, place)
    del siblings[number]
    return changed


def moved(form: Json, place: str, by: int) -> Json:
    """The part goes up (−1) or down (1) among those it stands with; at the end of its group it goes out of it, before or after; a
    field beside a group goes into it."""
    changed = deepcopy(form)
    siblings, number = _siblings(changed, place)
    part, to = siblings[number], number + by
    if 0 <= to < len(siblings):
        beside = siblings[to]
        if beside.get("type") == "group" and part.get("type") != "group":
            del siblings[number]
            beside.setdefault("components", []).insert(len(beside["components"]) if by < 0 else 0, part)
        else:
            siblings[number], siblings[to] = beside, part
    elif "." in place:
        outer, group = _siblings(changed, place.rpartition(".")[0])
        del siblings[number]
        outer.insert(group if by < 0 else group + 1, part)
    return changed


def changed_part(form: Json, place: str, settings: Mapping[str, Any]) -> Json:
    """The settings of a part: label, description, text, type, required, hide, validation, own sentences and choices. What
    ``settings`` does not name stays; an empty one goes."""
    changed = deepcopy(form)
    part = part_at(changed, place)
    label = "dateLabel" if part.get("type") == "datetime" else "label"
    for name, key in (("label", label), ("description", "description"), ("text", "text"), ("type", "type")):
        if name in settings:
            _put(part, key, settings[name])
    for name in ("required", "minLength", "maxLength", "min", "max", "pattern"):
        if name in settings:
            _put_in(part, "validate", name, settings[name])
    for name in ("verplicht", "vorm", "datum", "voorinvullen", "leegmaken"):
        if name in settings:
            _put_in(part, "properties", name, settings[name])
    if "hide" in settings:
        _put_in(part, "conditional", "hide", f"={settings['hide']}" if settings["hide"] else "")
    if "options" in settings and not part.get("valuesExpression"):
        part["values"] = [{"label": label, "value": code} for code, label in settings["options"]]
    return changed


def _put(part: Json, key: str, value: Any) -> None:
    if value == "" or value is None or value is False:
        part.pop(key, None)
    else:
        part[key] = value


def _put_in(part: Json, key: str, name: str, value: Any) -> None:
    inner = part.get(key) if isinstance(part.get(key), dict) else {}
    inner = dict(inner or {})
    _put(inner, name, value)
    _put(part, key, inner or None)


def _added(form: Json, inside: str, part: Json) -> Json:
    changed = deepcopy(form)
    group = part_at(changed, inside) if inside else changed
    group.setdefault("components", []).append(part)
    return changed


def field_for(form: Json, path: str, datum: Datum, *, required: bool = False) -> Json:
    """A field that asks a datum, as its kind is usually asked."""
    values = YES_NO if datum.kind == "ja_nee" else datum.values
    kind = "select" if datum.kind == "keuze" and len(values) > MOST_RADIOS else USUAL.get(datum.kind, "textfield")
    part: Json = {"type": kind, "id": free_id(form, f"{PurePosixPath(path).stem}_{datum.key}"), "key": datum.key}
    if kind == "datetime":
        part |= {"subtype": "datetime" if datum.kind == "tijdstip" else "date", "dateLabel": datum.label}
        part |= {"timeLabel": "Tijd"} if datum.kind == "tijdstip" else {}
    else:
        part["label"] = datum.label
    if values:
        part["values"] = [{"label": label, "value": code} for code, label in values.items()]
    longest = {"textfield": min(datum.maximum or USUAL_LENGTH, LONGEST), "textarea": min(datum.maximum or LONGEST, LONGEST)}.get(kind)
    validate = ({"required": True} if required else {}) | ({"maxLength": longest} if longest else {})
    return part | ({"validate": validate} if validate else {})


def free_id(form: Json, wanted: str) -> str:
    """An id that no part has."""
    used = {str(part.get("id")) for _, part in parts(form)}
    return next(name for number in range(len(used) + 2) if (name := f"{wanted}_{number}" if number else wanted) not in used)
