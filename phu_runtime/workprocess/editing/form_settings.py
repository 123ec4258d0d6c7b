"""The settings of a part of a form: as a page shows them, and as a browser sends them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.dossier import Datum
from phu_runtime.workprocess.editing.form_checks import NUMBERS, OFFERED, types_for
from phu_runtime.workprocess.editing.forms import YES_NO, Json

KINDS = {
    "textfield": "Korte tekst",
    "textarea": "Lange tekst",
    "number": "Getal",
    "datetime": "Datum",
    "checkbox": "Eén vinkje",
    "radio": "Keuzerondjes",
    "select": "Keuzelijst",
    "checklist": "Vinkjes",
    "text": "Uitleg",
    "group": "Deel",
    "separator": "Streep",
}
CHOICES = ("radio", "select", "checklist")
SENTENCES = ("verplicht", "vorm")
BY_TYPE = {
    "textfield": ("minLength", "maxLength", "pattern", "vorm"),
    "textarea": ("minLength", "maxLength", "pattern", "vorm"),
    "number": ("min", "max"),
    "datetime": ("datum",),
}
"""Settings that only these kinds of field have."""


def settings_of(part: Json, datum: Datum | None) -> dict[str, Any]:
    """What the editor of a part shows: texts by name, ``types`` (kind, word) and ``options`` (code, label, offered)."""
    kind = str(part.get("type"))
    hide = str(_inner(part, "conditional").get("hide") or "")
    found: dict[str, Any] = {"hide": hide.removeprefix("=").strip()}
    if kind == "text":
        return found | {"text": str(part.get("text") or "")}
    if kind == "separator":
        return found
    found |= {
        "label": str(part.get("dateLabel" if kind == "datetime" else "label") or ""),
        "description": str(part.get("description") or ""),
    }
    if kind == "group":
        return found
    validate, properties = _inner(part, "validate"), _inner(part, "properties")
    found |= {"required": bool(validate.get("required")), "verplicht": str(properties.get("verplicht") or "")}
    found |= {name: _as_text(validate.get(name)) for name in BY_TYPE.get(kind, ()) if name not in (*SENTENCES, "datum")}
    found |= {name: str(properties.get(name) or "") for name in (*OFFERED, "vorm") if name in _properties_of(kind)}
    found["type"] = kind
    found["types"] = [(one, KINDS[one]) for one in (types_for(datum.kind) if datum is not None else [kind])]
    if kind in CHOICES and not part.get("valuesExpression"):
        found["options"] = _options(part, datum)
    return found


def _properties_of(kind: str) -> tuple[str, ...]:
    return ("voorinvullen", "leegmaken", *BY_TYPE.get(kind, ()))


def _inner(part: Json, key: str) -> Mapping[str, Any]:
    found = part.get(key)
    return found if isinstance(found, dict) else {}


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _options(part: Json, datum: Datum | None) -> list[tuple[str, str, bool]]:
    """The choices of the form first, in its order; then those of the dictionary that it leaves out."""
    known = _known(datum)
    own = {str(one.get("value")): str(one.get("label") or "") for one in part.get("values") or () if isinstance(one, dict)} or known
    return [(code, label, True) for code, label in own.items()] + [(code, label, False) for code, label in known.items() if code not in own]


def _known(datum: Datum | None) -> dict[str, str]:
    if datum is None:
        return {}
    return YES_NO if datum.kind == "ja_nee" else dict(datum.values)


def read_settings(part: Json, datum: Datum | None, raw: Mapping[str, str]) -> dict[str, Any]:
    """What a browser sent, as ``changed_part`` takes it; only settings that this part has. Numbers that are none stay text."""
    shown = settings_of(part, datum)
    found: dict[str, Any] = {name: raw[name].strip() for name, now in shown.items() if isinstance(now, str) and name in raw}
    for name in NUMBERS:
        if found.get(name):
            found[name] = _number(found[name])
    if "required" in shown:
        found["required"] = raw.get("required") == "ja"
    if "options" in shown:
        offered = [
            (code, raw.get(f"optie-tekst.{code}", label).strip() or label) for code, label, _ in shown["options"] if f"optie.{code}" in raw
        ]
        if part.get("values") or offered != list(_known(datum).items()):
            found["options"] = offered
    if found.get("type") not in [one for one, _ in shown.get("types", ())]:
        found.pop("type", None)
    return found


def _number(text: str) -> int | float | str:
    for read in (int, float):
        try:
            return read(text.replace(",", "."))
        except ValueError:
            continue
    return text


def title_of(part: Json, datum: Datum | None) -> str:
    """What a part is called in a list."""
    kind = str(part.get("type"))
    if kind == "text":
        return str(part.get("text") or "").lstrip("# ").split("\n")[0]
    return str(part.get("dateLabel") or part.get("label") or (datum.label if datum else "") or KINDS.get(kind, kind))


def words_of(part: Json) -> list[str]:
    """What holds for a part, in words."""
    kind = str(part.get("type"))
    words = [KINDS.get(kind, kind)]
    if str(part.get("text") or "").startswith("# "):
        words = ["Titel van het formulier"]
    if _inner(part, "validate").get("required"):
        words.append("verplicht")
    if part.get("valuesExpression"):
        words.append(f"keuzes volgens {part['valuesExpression']}")
    hide = str(_inner(part, "conditional").get("hide") or "").removeprefix("=").strip()
    return words + ([f"verborgen als {hide}"] if hide else [])
