"""Reading a scenario: strict, so that a typing error is told and not passed over. The format stands in scenarios/LEESMIJ.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import yaml

from phu_runtime.calendar import AMSTERDAM
from phu_runtime.errors import Finding, ReleaseInvalid
from phu_runtime.rehearsal.asking import TableScenario, read_questions
from phu_runtime.rehearsal.marked import Marked, load

EXAMPLES = "voorbeelden.yaml"
TENANTS = "huurders"
CHECKS = frozenset(
    {
        "open", "ook_open", "niet_open", "bericht", "geen_bericht", "besluit", "gegeven", "termijn",
        "kan", "kan_niet", "ziet", "ziet_niet", "brief", "einde",
    }
)  # fmt: skip
MORNING = time(9)
KINDS = ("doet", "stuurt", "klok", "volgt")
_PARTS = {"doet": ("rol", "taak"), "stuurt": ("rol", "gebeurtenis")}


@dataclass(frozen=True)
class Step:
    """One step. ``kind``: doet, stuurt, klok or volgt; ``what``: the task, event, clock text or process."""

    kind: str
    what: str
    line: int
    role: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    then: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """One example case. ``key`` is its file's name; ``at`` the moment at which it starts; ``role`` the office of
    who starts it, "" for a caseworker."""

    key: str
    title: str
    article: str
    at: datetime
    organisation: str
    role: str
    form: str
    line: int
    answers: Mapping[str, Any]
    then: Mapping[str, Any]
    steps: tuple[Step, ...]


def read_scenarios(files: Mapping[str, bytes]) -> list[Scenario]:
    """The cases among ``files`` (path → content), by path. Raises ReleaseInvalid with all findings at once."""
    return [found for found in read_all(files) if isinstance(found, Scenario)]


def read_all(files: Mapping[str, bytes]) -> list[Scenario | TableScenario]:
    """The cases and the questions to tables among ``files``, by path. Raises ReleaseInvalid with all findings at once."""
    findings: list[Finding] = []
    examples: Mapping[str, Any] = {}
    scenarios: list[Scenario | TableScenario] = []
    paths = sorted(path for path in files if path.endswith((".yaml", ".yml")))
    for path in sorted(paths, key=lambda path: not path.endswith(EXAMPLES)):
        try:
            found = load(files[path])
            if path.endswith(EXAMPLES):
                examples = _mapping(found, "voorbeelden")
            else:
                scenarios.append(_scenario(path.rsplit("/", 1)[-1].rsplit(".", 1)[0], _mapping(found, "scenario"), examples))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f"regel {mark.line + 1}" if mark is not None else ""
            findings.append(Finding(path, line, f"Dit is geen leesbare YAML: {getattr(error, 'problem', error)}.", "Verbeter de regel."))
        except _Wrong as wrong:
            findings.append(Finding(path, f"regel {wrong.line}" if wrong.line else "", wrong.message, "Lees scenarios/LEESMIJ.md."))
    if findings:
        raise ReleaseInvalid(findings)
    return scenarios


class _Wrong(Exception):
    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def _scenario(key: str, found: Marked, examples: Mapping[str, Any]) -> Scenario | TableScenario:
    if "tabel" in found:
        _only(found, {"titel", "artikel", "uitleg", "tabel", "vragen"}, required=("titel", "artikel", "tabel", "vragen"))
        return read_questions(found, key, _Wrong)
    _only(found, {"titel", "artikel", "uitleg", "start", "stappen"}, required=("titel", "artikel", "start"))
    start = _mapping(found["start"], "start")
    _only(
        start,
        {"datum", "organisatie", "rol", "formulier", "zoals", "antwoorden", "dan"},
        required=("datum", "organisatie", "formulier"),
    )
    steps = found.get("stappen") or []
    if not isinstance(steps, list):
        raise _Wrong("'stappen' is een lijst: begin elke stap met een streepje.", found.line)
    form = str(start["formulier"])
    return Scenario(
        key=key,
        title=str(found["titel"]),
        article=str(found["artikel"]),
        at=read_moment(start["datum"], start.line),
        organisation=str(start["organisatie"]),
        role=str(start.get("rol") or ""),
        form=form,
        line=start.line,
        answers=_answers(start, form, examples),
        then=_then(start),
        steps=tuple(_step(_mapping(step, "stap"), examples) for step in steps),
    )


def _step(found: Marked, examples: Mapping[str, Any]) -> Step:
    kinds = [kind for kind in KINDS if kind in found]
    if len(kinds) != 1:
        raise _Wrong(f"Een stap heeft precies één van: {', '.join(KINDS)}.", found.line)
    kind = kinds[0]
    _only(found, {kind, "dan"})
    if kind not in _PARTS:
        return Step(kind, str(found[kind]), found.line, then=_then(found))
    act = _mapping(found[kind], kind)
    _only(act, {*_PARTS[kind], "zoals", "antwoorden"}, required=_PARTS[kind])
    what = str(act[_PARTS[kind][1]])
    return Step(kind, what, found.line, str(act["rol"]), _answers(act, what, examples), _then(found))


def _answers(found: Marked, form: str, examples: Mapping[str, Any]) -> Mapping[str, Any]:
    """The examples named by ``zoals`` (of this form, or tenants), then what stands here."""
    known = {**(examples.get(TENANTS) or {}), **(examples.get(form) or {})}
    named = found.get("zoals") or []
    answers: dict[str, Any] = {}
    for name in named if isinstance(named, list) else [named]:
        if name not in known:
            there = ", ".join(map(str, known)) or "geen"
            raise _Wrong(f"Voorbeeld '{name}' voor {form} staat niet in {EXAMPLES} (wel: {there}).", found.line)
        answers.update(known[name] or {})
    answers.update(_mapping(found.get("antwoorden") or Marked(), "antwoorden"))
    return answers


def _then(found: Marked) -> Mapping[str, Any]:
    then = found.get("dan") or Marked()
    _only(_mapping(then, "dan"), CHECKS)
    return _mapping(then, "dan")


def _mapping(found: Any, what: str) -> Marked:
    if not isinstance(found, Marked):
        raise _Wrong(f"Bij '{what}' horen woorden met een dubbele punt, geen losse tekst of lijst.", getattr(found, "line", 0))
    return found


def _only(found: Marked, allowed: set[str] | frozenset[str], required: tuple[str, ...] = ()) -> None:
    strange = [key for key in found if key not in allowed]
    if strange:
        raise _Wrong(f"Onbekend woord: {', '.join(strange)}. Kies uit: {', '.join(sorted(allowed))}.", found.line)
    missing = [key for key in required if found.get(key) in (None, "")]
    if missing:
        raise _Wrong(f"Hier ontbreekt: {', '.join(missing)}.", found.line)


def read_moment(value: Any, line: int) -> datetime:
    """A date or moment of the file, Dutch time; a date alone is nine in the morning."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, MORNING, AMSTERDAM)
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        raise _Wrong(f"'{value}' is geen moment. Schrijf bijvoorbeeld 2026-03-02 09:00.", line) from None
    return moment.replace(tzinfo=AMSTERDAM) if moment.tzinfo is None else moment
