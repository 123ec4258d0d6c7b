"""The data dictionary of a release (``forms/gegevens.yaml``): each datum's label, kind, store, field group and article.

A form field's key must be in it; its store decides where an answer goes; derived data are FEEL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from phu_runtime.dossier.derived import LazyContext
from phu_runtime.dossier.typed import empty
from phu_runtime.errors import Finding, ReleaseInvalid
from phu_runtime.feel import compile_expression, strip_marker

FILE = "forms/gegevens.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads the list ten times faster


@dataclass(frozen=True)
class Group:
    """A field group: what ``gegevensdeling`` gives or withholds as one."""

    key: str
    label: str
    article: str


@dataclass(frozen=True)
class Datum:
    """One datum. ``kind``: soort; ``values``: code → label; ``store``: dossier, procesfeit or variabele; ``start``: the value
    at the start of a case; ``derived``: FEEL without its marker, or ""; ``counts``: set at the start of a case to the number of other
    open cases with the same ``adres``."""

    key: str
    label: str
    kind: str
    store: str
    group: str
    article: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    start: Any = None
    derived: str = ""
    unit: str = ""
    maximum: int | None = None
    counts: str = ""


@dataclass(frozen=True)
class Dictionary:
    """All data and groups of a release, in the order of the file."""

    fields: Mapping[str, Datum]
    groups: Mapping[str, Group]

    def start_variables(self) -> dict[str, Any]:
        """The case variables of a new case: booleans False, numbers 0, choices their first code, unless ``begin`` says else."""
        return {key: deepcopy(datum.start) for key, datum in self.fields.items() if datum.store == "variabele" and not datum.derived}

    def derived_context(
        self,
        variables: Mapping[str, Any],
        facts: Mapping[str, Any],
        functions: Mapping[str, Callable[..., Any]] | None = None,
    ) -> LazyContext:
        """The context of every FEEL expression of a case. ``facts``: dossier, formulieren (oldest first), gebeurtenissen,
        doorlopen, nu. ``functions``: what expressions may call (``termijn`` …). Derived data are computed when asked for."""
        return LazyContext(self, variables, facts, functions or {})

    @cached_property
    def compiled(self) -> Mapping[str, Any]:
        """The expressions of all derived data, compiled once."""
        return {key: compile_expression(datum.derived, names=tuple(self.fields)) for key, datum in self.fields.items() if datum.derived}


def parse(content: bytes) -> dict[str, Any]:
    """The YAML as it stands. Raises ReleaseInvalid when it is no YAML or no mapping."""
    try:
        read = yaml.load(content, Loader=_LOADER)  # noqa: S506  (both are safe loaders)
    except yaml.YAMLError as error:
        raise ReleaseInvalid(
            [Finding(FILE, "", f"De gegevenslijst is geen leesbare YAML: {error}", "Herstel de inspringing of de aanhalingstekens.")]
        ) from error
    if not isinstance(read, dict) or not isinstance(read.get("gegevens"), dict) or not isinstance(read.get("groepen", {}), dict):
        raise ReleaseInvalid(
            [Finding(FILE, "", "De gegevenslijst mist 'groepen' of 'gegevens'.", "Zet beide als lijst van sleutels in het bestand.")]
        )
    return read


def build_dictionary(read: Mapping[str, Any]) -> Dictionary:
    """From checked YAML."""
    groups = {key: Group(key, str(entry["label"]), str(entry.get("artikel") or "")) for key, entry in read["groepen"].items()}
    return Dictionary({key: _datum(key, entry) for key, entry in read["gegevens"].items()}, groups)


def _datum(key: str, entry: Mapping[str, Any]) -> Datum:
    kind, values = str(entry["soort"]), {str(code): str(label) for code, label in (entry.get("waarden") or {}).items()}
    start = entry.get("begin", next(iter(values), "") if kind == "keuze" else empty(kind))
    return Datum(
        key=key,
        label=str(entry["label"]),
        kind=kind,
        store=str(entry["opslag"]),
        group=str(entry["groep"]),
        article=str(entry.get("artikel") or ""),
        values=values,
        start=start,
        derived=strip_marker(str(entry.get("afgeleid") or "")),
        unit=str(entry.get("eenheid") or ""),
        maximum=entry.get("maximum"),
        counts=str(entry.get("telt") or ""),
    )
