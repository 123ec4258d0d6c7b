"""What the fields of an element may be filled with: the forms, terms, tables, letters and names of the release itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from phu_runtime.decisions import Decisions, read_decisions
from phu_runtime.dossier import read_dictionary
from phu_runtime.engine import Diagram
from phu_runtime.engine.diagrams import read_drawn
from phu_runtime.engine.roles import ROLES
from phu_runtime.errors import ReleaseInvalid
from phu_runtime.formdefs import Forms, read_forms
from phu_runtime.letters import read_letters
from phu_runtime.workprocess.fitting import NO_TERM, TOPICS
from phu_runtime.workprocess.names import PUBLIC
from phu_runtime.workprocess.release import DICTIONARY
from phu_runtime.workprocess.requirements import FILE as REQUIREMENTS
from phu_runtime.workprocess.requirements import read_requirements

T = TypeVar("T")
Options = Sequence[tuple[str, str]]
STEPS = ("vroegsignalering", "1a", "1b", "2", "3", "4", "5", "6", "7", "8", "9", "toezicht")
COUNTED = frozenset({"nrOfInstances", "nrOfCompletedInstances"})


@dataclass(frozen=True)
class Choices:
    """Value and label of everything that can be chosen. ``names``: what an expression may use; None when the dictionary cannot be
    read, so nothing can be said about names. ``ids``: of all elements of the release. ``paths``: (form, decision, letter or diagram;
    key) → the file it is in."""

    forms: Options = ()
    terms: Options = ()
    decisions: Options = ()
    letters: Options = ()
    events: Options = ()
    requirements: Options = ()
    diagrams: Options = ()
    topics: Options = ()
    roles: Options = ()
    steps: Options = ()
    names: frozenset[str] | None = None
    ids: frozenset[str] = frozenset()
    paths: Mapping[tuple[str, str], str] = field(default_factory=dict)


def read_choices(files: Mapping[str, bytes]) -> Choices:
    """From all files of a release; what cannot be read gives nothing to choose, never an error."""
    decisions = _read(read_decisions, _part(files, "dmn/", ".dmn"))
    forms: Forms | None = _read(read_forms, _part(files, "forms/", ".form"))
    letters = _read(read_letters, _part(files, "forms/brieven/", ".md"))
    requirements = _read(read_requirements, files.get(REQUIREMENTS, b"")) or ()
    drawn = [_read(partial(read_drawn, path), content) for path, content in _part(files, "bpmn/", ".bpmn").items()]
    diagrams = [diagram for diagram in drawn if diagram is not None]
    terms = _values(decisions, "termijnen", "termijn")
    return Choices(
        forms=sorted((form.key, f"{form.title} ({form.key})") for form in forms.values()) if forms is not None else (),
        terms=[(NO_TERM, "Geen termijn"), *((key, f"{spoken(key)} ({key})") for key in terms)],
        decisions=sorted({(node.id, node.id) for read in decisions.models for node in read.decisions}) if decisions is not None else (),
        letters=sorted((key, f"{letter.title} ({key})") for key, letter in letters.items()) if letters else (),
        events=[(key, f"{spoken(key)} ({key})") for key in _values(decisions, "kennisgevingen", "gebeurtenis")],
        requirements=[(one.id, one.text) for one in requirements],
        diagrams=sorted((diagram.key, f"{diagram.name} ({diagram.key})") for diagram in diagrams),
        topics=[(topic, spoken(topic)) for topic in TOPICS],
        roles=[(role, spoken(role)) for role in ROLES],
        steps=[(step, step) for step in STEPS],
        names=_names(files, diagrams),
        ids=frozenset(element.id for diagram in diagrams for element in diagram.elements),
        paths={("form", form.key): form.file for form in (forms or {}).values()}
        | {("decision", node.id): read.file for read in (decisions.models if decisions else ()) for node in read.decisions}
        | {("letter", key): letter.file for key, letter in (letters or {}).items()}
        | {("diagram", diagram.key): diagram.file for diagram in diagrams},
    )


def spoken(key: str) -> str:
    """A key in words: ``mzo_advies`` → "Mzo advies"."""
    return key.replace("_", " ").capitalize()


def _names(files: Mapping[str, bytes], diagrams: Sequence[Diagram]) -> frozenset[str] | None:
    dictionary = _read(read_dictionary, files.get(DICTIONARY, b""))
    if dictionary is None or not dictionary.fields:
        return None
    drawn = {name for diagram in diagrams for element in diagram.elements for name in element.sets}
    return PUBLIC | COUNTED | frozenset(dictionary.fields) | drawn


def _values(decisions: Decisions | None, table: str, column: str) -> list[str]:
    if decisions is None or table not in decisions:
        return []
    return sorted(decisions.input_values(table, column))


def _part(files: Mapping[str, bytes], folder: str, ending: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.startswith(folder) and path.endswith(ending)}


def _read(reading: Callable[..., T], given: object) -> T | None:
    try:
        return reading(given)
    except ReleaseInvalid:
        return None
