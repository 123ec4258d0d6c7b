"""Reading .form files. What a form may hold is a short list: whatever else the editor can draw is refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from phu_runtime.errors import Finding, ReleaseInvalid
from phu_runtime.feel import FeelError, compile_expression, strip_marker
from phu_runtime.formdefs.form import FIELDS, TYPES, Component, Form, Forms

DEEPEST = 4
MOST = 200


def read_forms(files: Mapping[str, bytes]) -> Forms:
    """All forms of a release (path → JSON). Raises ReleaseInvalid with every finding, each with file and component."""
    forms: dict[str, Form] = {}
    findings: list[Finding] = []
    for path, content in files.items():
        try:
            form = read_form(path, content)
        except ReleaseInvalid as error:
            findings.extend(error.findings)
            continue
        if form.key in forms:
            findings.append(
                Finding(
                    path,
                    "",
                    f"Het formulier '{form.key}' bestaat twee keer: ook in {forms[form.key].file}.",
                    "Geef een van de twee een andere naam.",
                )
            )
        forms[form.key] = form
    if findings:
        raise ReleaseInvalid(findings)
    return Forms(forms)


def read_form(path: str, content: bytes) -> Form:
    """One form. A first text that starts with ``# `` is its title. Raises ReleaseInvalid."""
    place = PurePosixPath(path)
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ReleaseInvalid(
            [Finding(path, "", f"Het formulier is geen leesbare JSON: {error}", "Sla het formulier opnieuw op in de formuliereditor.")]
        ) from error
    if not isinstance(read, dict) or not isinstance(read.get("components"), list):
        raise ReleaseInvalid(
            [Finding(path, "", "Het formulier heeft geen onderdelen.", "Sla het formulier opnieuw op in de formuliereditor.")]
        )
    reader = _Reader(path)
    components = reader.components(read["components"], 1)
    if reader.findings:
        raise ReleaseInvalid(reader.findings)
    title = place.stem.replace("_", " ").capitalize()
    if components and components[0].type == "text" and components[0].text.startswith("# "):
        title, _, rest = components[0].text[2:].partition("\n")
        components = components[1:] if not rest.strip() else (_with_text(components[0], rest.strip()), *components[1:])
    return Form(place.stem, title.strip(), place.parent.name, components, path)


class _Reader:
    """Collects the findings of one file while its components are read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self.count = 0

    def components(self, read: Sequence[Any], depth: int) -> tuple[Component, ...]:
        if depth > DEEPEST:
            self.wrong("", f"Het formulier heeft meer dan {DEEPEST} groepen in elkaar.", "Maak het formulier vlakker.")
            return ()
        return tuple(component for entry in read if (component := self.component(entry, depth)) is not None)

    def component(self, entry: Any, depth: int) -> Component | None:
        self.count += 1
        if not isinstance(entry, dict) or self.count > MOST:
            self.wrong("", "Een onderdeel is onleesbaar of het formulier is te groot.", f"Gebruik hooguit {MOST} onderdelen.")
            return None
        kind, key = str(entry.get("type")), str(entry.get("key") or "")
        name = key or str(entry.get("id") or entry.get("label") or kind)
        if kind not in TYPES:
            self.wrong(name, f"Het onderdeel '{name}' is een '{kind}'. Dat kan hier niet.", f"Kies uit: {', '.join(TYPES)}.")
            return None
        if kind in FIELDS and not key:
            self.wrong(name, f"Het veld '{name}' heeft geen sleutel.", "Geef het een sleutel uit de gegevenslijst.")
        appearance = _mapping(entry.get("appearance"))
        return Component(
            id=str(entry.get("id") or key or f"onderdeel_{self.count}"),
            type=kind,
            key=key,
            label=str(entry.get("label") or entry.get("dateLabel") or ""),
            description=str(entry.get("description") or ""),
            text=str(entry.get("text") or ""),
            options=self.options(name, entry.get("values")),
            hide=self.expression(name, _mapping(entry.get("conditional")).get("hide")),
            options_expression=self.expression(name, entry.get("valuesExpression")),
            text_expression=self.expression(name, entry.get("text")) if str(entry.get("text") or "").startswith("=") else None,
            validate=_mapping(entry.get("validate")),
            properties={str(name): str(value) for name, value in _mapping(entry.get("properties")).items()},
            unit=str(appearance.get("prefixAdder") or appearance.get("suffixAdder") or ""),
            read_only=bool(entry.get("readonly") or entry.get("disabled")),
            components=self.components(entry.get("components") or (), depth + 1) if kind == "group" else (),
        )

    def options(self, name: str, values: Any) -> tuple[tuple[str, str], ...]:
        if not values:
            return ()
        if not isinstance(values, list) or not all(isinstance(value, dict) and "value" in value for value in values):
            self.wrong(name, f"De keuzes van '{name}' zijn onleesbaar.", "Geef elke keuze een waarde en een label.")
            return ()
        return tuple((str(value["value"]), str(value.get("label") or value["value"])) for value in values)

    def expression(self, name: str, text: Any) -> Any:
        if not text:
            return None
        try:
            return compile_expression(strip_marker(str(text)))
        except FeelError as error:
            self.wrong(name, f"De formule bij '{name}' klopt niet: {error.message}", "Verbeter de FEEL-formule.")
            return None

    def wrong(self, element: str, message: str, advice: str) -> None:
        self.findings.append(Finding(self.path, element, message, advice))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _with_text(component: Component, text: str) -> Component:
    return Component(component.id, "text", text=text, hide=component.hide)
