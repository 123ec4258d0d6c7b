"""What changes between two releases, in Dutch words: per element, table cell, form field, datum, letter and scenario.

The kinds are those that table ``instemming`` asks (domain.md §7): who must agree follows from them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import yaml

from phu_runtime.decisions import read_models
from phu_runtime.decisions.model import Decision, Table
from phu_runtime.dossier import read_dictionary
from phu_runtime.engine import Diagram, Element, Flow, read_drawn
from phu_runtime.errors import ReleaseInvalid
from phu_runtime.letters import read_letters

KINDS = (
    "gegevensdeling", "bewaartermijn", "meldplicht", "kennisgevingen", "afstemming_meldpunt", "informatieplicht", "brief", "formulierveld",
    "overig",
)  # fmt: skip
TABLES = frozenset(KINDS[:6])
DICTIONARY = "forms/gegevens.yaml"
TERMS = "termijnen"
_WORDS = {
    "name": "naam", "lane_label": "baan", "documentation": "toelichting", "form": "formulier", "candidate_groups": "wie de taak krijgt",
    "message": "bericht", "timer": "termijn", "decision": "beslistabel", "topic": "onderwerp", "called": "aangeroepen tekening",
    "interrupting": "onderbreekt", "result_variable": "naam van de uitkomst", "map_result": "vorm van de uitkomst", "repeats": "herhaling",
    "kind": "soort", "event": "soort gebeurtenis", "attached_to": "plaats op de rand",
}  # fmt: skip
FIELD_PARTS = {
    "type": "soort", "label": "vraag", "dateLabel": "vraag", "text": "tekst", "description": "uitleg", "values": "antwoorden",
    "valuesExpression": "antwoorden (formule)", "validate": "controle", "conditional": "voorwaarde", "properties": "eigenschappen",
}  # fmt: skip
_AMOUNT = ("'aantal'",)
_DATUM = {
    "label": "label", "kind": "soort", "store": "opslag", "group": "gegevensgroep", "article": "artikel", "values": "waarden",
    "start": "beginwaarde", "derived": "formule", "unit": "eenheid", "maximum": "maximum",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One change. ``kind``: see ``KINDS``; ``element``: BPMN id, ``decision`` id, field key or "" for a whole file; ``before`` and
    ``after``: the texts ("" when it was not there)."""

    kind: str
    file: str
    element: str
    sentence: str
    before: str = ""
    after: str = ""


def difference(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[Change]:
    """Every change from ``old`` to ``new`` (path → content), by file. A file that cannot be read is one change as a whole."""
    found: list[Change] = []
    for path in sorted({*old, *new}):
        before, after = old.get(path), new.get(path)
        if before != after:
            found += _file(path, before, after)
    return found


def _file(path: str, before: bytes | None, after: bytes | None) -> list[Change]:
    compare = _comparing(path)
    try:
        changes = list(compare(path, before, after)) if compare is not None else []
    except (ReleaseInvalid, ValueError, yaml.YAMLError):
        changes = []
    return changes or [_whole(path, before, after)]


def _whole(path: str, before: bytes | None, after: bytes | None) -> Change:
    what = "is toegevoegd" if before is None else "is verwijderd" if after is None else "is gewijzigd, zonder dat het werk verandert"
    return Change(_kind_of(path), path, "", f"Het bestand '{path}' {what}.", "" if before is None else path, "" if after is None else path)


def _kind_of(path: str) -> str:
    stem = path.rpartition("/")[2].rpartition(".")[0]
    if path.startswith("forms/brieven/"):
        return "brief"
    if path.endswith(".form") or path == DICTIONARY:
        return "formulierveld"
    return stem if path.endswith(".dmn") and stem in TABLES else "overig"


# ---- diagrams


def _diagrams(path: str, before: bytes | None, after: bytes | None) -> Iterator[Change]:
    old, new = _drawn(path, before), _drawn(path, after)
    known, now = (dict(each.by_id) if each is not None else {} for each in (old, new))
    title = (new or old).name if (new or old) is not None else path  # type: ignore[union-attr]
    if old is None or new is None:
        yield _whole(path, before, after)
        return
    for key in [*now, *(key for key in known if key not in now)]:
        if key not in known:
            yield Change("overig", path, key, f"'{_named(now[key])}' is toegevoegd in '{title}'.", "", _named(now[key]))
        elif key not in now:
            yield Change("overig", path, key, f"'{_named(known[key])}' is verwijderd uit '{title}'.", _named(known[key]), "")
        else:
            yield from _element(path, known[key], now[key])
    yield from _flows(path, old, new)


def _drawn(path: str, content: bytes | None) -> Diagram | None:
    return read_drawn(path, content) if content is not None else None


def _element(path: str, old: Element, new: Element) -> Iterator[Change]:
    name = _named(new)
    for each, word in _WORDS.items():
        yield from _value(path, new.id, f"Bij '{name}': {word}", getattr(old, each), getattr(new, each))
    for key in sorted({*old.properties, *new.properties}):
        yield from _value(path, new.id, f"Bij '{name}': {key}", old.properties.get(key), new.properties.get(key))


def _flows(path: str, old: Diagram, new: Diagram) -> Iterator[Change]:
    known = {flow.id: flow for element in old.elements for flow in element.flows}
    now = {flow.id: flow for element in new.elements for flow in element.flows}
    for key in [*now, *(key for key in known if key not in now)]:
        diagram = new if key in now else old
        flow = now.get(key) or known[key]
        name = _arrow(diagram, flow)
        if key not in known:
            yield Change("overig", path, flow.source, f"De pijl {name} is toegevoegd.", "", name)
        elif key not in now:
            yield Change("overig", path, flow.source, f"De pijl {name} is verwijderd.", name, "")
        else:
            if (known[key].source, known[key].target) != (flow.source, flow.target):
                yield from _value(path, flow.source, f"De pijl {name}: loopt", _arrow(old, known[key]), name)
            yield from _value(path, flow.source, f"De pijl {name}: voorwaarde", known[key].condition, flow.condition)
            yield from _value(path, flow.source, f"De pijl {name}: tekst", known[key].name, flow.name)
            yield from _value(path, flow.source, f"De pijl {name}: standaardpijl", known[key].default, flow.default)


def _arrow(diagram: Diagram, flow: Flow) -> str:
    ends = (diagram.by_id.get(key) for key in (flow.source, flow.target))
    return " → ".join(f"'{_named(end)}'" if end is not None else "'?'" for end in ends)


def _named(element: Element) -> str:
    return element.name or element.id


# ---- tables


def _tables(path: str, before: bytes | None, after: bytes | None) -> Iterator[Change]:
    old, new = _decisions(path, before), _decisions(path, after)
    for key in [*new, *(key for key in old if key not in new)]:
        kind = key if key in TABLES else "overig"
        if key not in old or key not in new:
            what = "toegevoegd" if key not in old else "verwijderd"
            yield Change(kind, path, key, f"De tabel '{key}' is {what}.", key if key in old else "", key if key in new else "")
        elif isinstance(old[key].logic, Table) and isinstance(new[key].logic, Table):
            yield from _table(path, kind, key, old[key].logic, new[key].logic)
        elif old[key].logic != new[key].logic:
            yield Change(kind, path, key, f"De beslissing '{key}' is gewijzigd.", str(old[key].logic), str(new[key].logic))


def _decisions(path: str, content: bytes | None) -> dict[str, Decision]:
    models = read_models({path: content}).models if content is not None else []
    return {decision.id: decision for model in models for decision in model.decisions}


def _table(path: str, kind: str, key: str, old: Any, new: Any) -> Iterator[Change]:
    title = f"Tabel '{key}'"
    yield from _value(path, key, f"{title}: trefregel", old.policy, new.policy, kind)
    for word, before, after in (("invoerkolom", old.inputs, new.inputs), ("uitkomst", old.outputs, new.outputs)):
        known, now = ({each.element: each for each in columns} for columns in (before, after))
        for column in [*now, *(column for column in known if column not in now)]:
            if column not in known or column not in now:
                label = (now.get(column) or known[column]).label
                what = "toegevoegd" if column not in known else "verwijderd"
                yield Change(kind, path, key, f"{title}: {word} '{label}' is {what}.", "" if what == "toegevoegd" else label, "")
            elif known[column] != now[column]:
                for part in fields(now[column]):
                    one, other = getattr(known[column], part.name), getattr(now[column], part.name)
                    yield from _value(path, key, f"{title}: {word} '{now[column].label}'", one, other, kind)
    yield from _rules(path, kind, key, old, new)


def _rules(path: str, kind: str, key: str, old: Any, new: Any) -> Iterator[Change]:
    known, now = ({rule.element: (number, rule) for number, rule in enumerate(table.rules, start=1)} for table in (old, new))
    for element, (number, rule) in now.items():
        if element not in known:
            yield Change(kind, path, key, f"Tabel '{key}': regel {number} is toegevoegd ({_row(rule)}).", "", _row(rule))
            continue
        _, before = known[element]
        name = _rule_name(number, rule)
        for column, one, other in _cells(old, new, before, rule):
            if key == TERMS and column in _AMOUNT:
                yield from _term(path, kind, key, new, rule, one, other)
                continue
            yield from _value(path, key, f"Tabel '{key}', {name}: {column}", one, other, kind)
    for element, (number, rule) in known.items():
        if element not in now:
            yield Change(kind, path, key, f"Tabel '{key}': regel {number} is verwijderd ({_row(rule)}).", _row(rule), "")
    order = [element for element in known if element in now]
    if order != [element for element in now if element in known]:
        yield Change(kind, path, key, f"Tabel '{key}': de regels staan in een andere volgorde.", "", "")


def _cells(old: Any, new: Any, before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    """Column, text before, text after; a column that came or went is told elsewhere."""
    for one, other, had, has in (
        (old.inputs, new.inputs, before.tests, after.tests),
        (old.outputs, new.outputs, before.outputs, after.outputs),
    ):
        known = {column.element: text for column, text in zip(one, had, strict=False)}
        for column, text in zip(other, has, strict=False):
            if column.element in known:
                yield (
                    _AMOUNT[0] if getattr(column, "name", "") == "aantal" else f"'{column.label or column.element}'",
                    known[column.element],
                    text,
                )
    if list(before.annotations) != list(after.annotations):
        yield "toelichting", " ".join(before.annotations), " ".join(after.annotations)


def _term(path: str, kind: str, key: str, table: Any, rule: Any, before: str, after: str) -> Iterator[Change]:
    """ "Termijn 'mzo_advies' van 3 naar 2 werkdagen": the amount of a term with its unit."""
    if before != after:
        outputs = dict(zip((column.name for column in table.outputs), rule.outputs, strict=False))
        term, unit = rule.tests[0].strip('"'), outputs.get("eenheid", "").strip('"')
        yield Change(kind, path, key, f"Termijn '{term}' van {before} naar {after} {unit}".rstrip() + ".", before, after)


def _row(rule: Any) -> str:
    return f"{', '.join(text or '-' for text in rule.tests)} geeft {', '.join(text or '-' for text in rule.outputs)}"


def _rule_name(number: int, rule: Any) -> str:
    first = rule.tests[0].strip('"') if rule.tests else ""
    return f"regel {number}" + (f" ('{first}')" if first and first != "-" and "," not in first else "")


# ---- forms, dictionary, letters, scenarios


def _forms(path: str, before: bytes | None, after: bytes | None) -> Iterator[Change]:
    old, new = _components(before), _components(after)
    form = path.rpartition("/")[2].removesuffix(".form")
    for key in [*new, *(key for key in old if key not in new)]:
        if key not in old or key not in new:
            what = "toegevoegd" if key not in old else "verwijderd"
            label = str((new.get(key) or old[key]).get("label") or (new.get(key) or old[key]).get("text") or key)[:80]
            sentence = f"Formulier '{form}': '{label}' is {what}."
            yield Change("formulierveld", path, key, sentence, label if key in old else "", label if key in new else "")
            continue
        for part in sorted({*old[key], *new[key]} - {"components", "layout"}):
            what = f"Formulier '{form}', '{key}': {FIELD_PARTS.get(part, part)}"
            yield from _value(path, key, what, old[key].get(part), new[key].get(part), "formulierveld")
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield Change("formulierveld", path, "", f"Formulier '{form}': de velden staan in een andere volgorde.")


def _components(content: bytes | None) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    stack = [json.loads(content)] if content is not None else []
    while stack:
        here = stack.pop(0)
        for component in here.get("components", ()) if isinstance(here, dict) else ():
            found[str(component.get("key") or component.get("id"))] = component
            stack.append(component)
    return found


def _dictionary(path: str, before: bytes | None, after: bytes | None) -> Iterator[Change]:
    old, new = (read_dictionary(content).fields if content is not None else {} for content in (before, after))
    for key in [*new, *(key for key in old if key not in new)]:
        if key not in old or key not in new:
            what = "toegevoegd aan" if key not in old else "verwijderd uit"
            label = (new.get(key) or old[key]).label
            sentence = f"'{label}' ({key}) is {what} de gegevenslijst."
            yield Change("formulierveld", path, key, sentence, label if key in old else "", label if key in new else "")
            continue
        for part, word in _DATUM.items():
            yield from _value(path, key, f"Gegeven '{key}': {word}", getattr(old[key], part), getattr(new[key], part), "formulierveld")


def _letters(path: str, before: bytes | None, after: bytes | None) -> Iterator[Change]:
    old, new = (next(iter(read_letters({path: content}).values()), None) if content is not None else None for content in (before, after))
    if old is None or new is None:
        yield _whole(path, before, after)
        return
    for part, word in (("title", "titel"), ("sender", "afzender"), ("article", "artikel"), ("text", "tekst")):
        yield from _value(path, new.key, f"Brief '{new.title}': {word}", getattr(old, part), getattr(new, part), "brief")


def _value(path: str, element: str, what: str, before: Any, after: Any, kind: str = "overig") -> Iterator[Change]:
    """A change of one value; long texts are named, not quoted."""
    one, other = _in_words(before), _in_words(after)
    if one == other:
        return
    if max(len(one), len(other)) > 80:
        sentence = f"{what} is gewijzigd."
    elif not one:
        sentence = f"{what} is nu '{other}'."
    else:
        sentence = f"{what} van '{one}' naar '{other or 'niets'}'."
    yield Change(kind, path, element, sentence, one, other)


def _in_words(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value) if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False, default=dict)


Compare = Callable[[str, bytes | None, bytes | None], Iterator[Change]]


def _comparing(path: str) -> Compare | None:
    """How the two contents of a file are compared; None: as a whole."""
    if path == DICTIONARY:
        return _dictionary
    if path.startswith("forms/brieven/"):
        return _letters
    return {".bpmn": _diagrams, ".dmn": _tables, ".form": _forms}.get(path[path.rfind(".") :])
