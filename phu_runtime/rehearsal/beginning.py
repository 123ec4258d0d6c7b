"""What a rehearsal can begin with: the ways to start a case of a release, invented tenants, examples of answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import yaml

from phu_runtime import formdefs
from phu_runtime.access.roles import CASE_PARTIES, OWN_PARTY
from phu_runtime.rehearsal.filled_in import as_answers
from phu_runtime.rehearsal.marked import load
from phu_runtime.rehearsal.scenario import EXAMPLES, TENANTS, Scenario
from phu_runtime.rehearsal.spoken import raw_answers
from phu_runtime.rehearsal.stage import OFFICES
from phu_runtime.shapes import FormShown
from phu_runtime.steps.starts import start_context
from phu_runtime.workprocess import WorkProcess

CORPORATION = "Corporatie Proef"
MUNICIPALITY = "gemeente"
_ORGANISATION = re.compile(rb"^ +organisatie: *([^\s#][^\n#]*?) *$", re.MULTILINE)
ABOUT = "Opgenomen tijdens het proefdraaien"


@dataclass(frozen=True)
class StartShown:
    """A way to start a case. ``role``: the office of who starts it, "" for a caseworker; ``organisations``: who may be played."""

    form: str
    title: str
    process: str
    role: str
    organisations: Sequence[str]
    has_tenant: bool


def starts(work: WorkProcess) -> list[StartShown]:
    """Every start with a form that somebody of the invented region can play, those about a tenant first."""
    found = [_start(work, start) for start in work.diagrams.starts() if start.form and start.form in work.forms]
    return sorted(found, key=lambda one: not one.has_tenant)


def _start(work: WorkProcess, start: Any) -> StartShown:
    process = work.diagrams[start.diagram].name
    title = work.forms[start.form].title
    role = "" if not start.roles or set(start.roles) & {*CASE_PARTIES, OWN_PARTY} else start.roles[0]
    offices = [name for name, _, held in OFFICES if role in held]
    return StartShown(start.form, title, process, role, offices or corporations(work), work.has_tenant(start.diagram))


def corporations(work: WorkProcess) -> list[str]:
    """The corporations that the release's own scenarios name; one invented when there are none."""
    named: Counter[str] = Counter()
    for path, content in work.files.items():
        if path.startswith("scenarios/"):
            named.update(match[1].decode("utf-8", "replace").strip("\"'") for match in _ORGANISATION.finditer(content))
    for name, _, _ in OFFICES:
        named.pop(name, None)
    return sorted(named, key=lambda name: (-named[name], name)) or [CORPORATION]


def municipalities(work: WorkProcess) -> list[str]:
    """Those of the table ``partijen``."""
    return sorted(str(value) for value in work.decisions.input_values("partijen", MUNICIPALITY))


def examples(work: WorkProcess, form: str) -> Mapping[str, Mapping[str, Any]]:
    """Answers to a form by name, from the release's ``voorbeelden.yaml``; those of ``huurders`` are the invented tenants."""
    found = _loaded(work.files.get(f"scenarios/{EXAMPLES}", b""))
    named = found.get(form) if isinstance(found, Mapping) else None
    return {str(name): answers or {} for name, answers in named.items()} if isinstance(named, Mapping) else {}


def tenants(work: WorkProcess) -> Mapping[str, Mapping[str, Any]]:
    """Invented tenants by name."""
    return examples(work, TENANTS)


def example_answers(work: WorkProcess, form: str, name: str, now: datetime) -> dict[str, Any]:
    """An example as a browser would send it; empty when there is no such example."""
    return raw_answers(examples(work, form).get(name, {}), now)


def start_form(work: WorkProcess, form: str, raw: Mapping[str, Any], now: datetime, problems: Mapping[str, str] | None = None) -> FormShown:
    """The form with which the case starts, filled with ``raw``."""
    shown: FormShown = formdefs.show(work.forms[form], raw, start_context(work, now), work.dictionary, problems or {})
    return shown


def start_answers(work: WorkProcess, form: str, raw: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What a browser sent with the start form, as a scenario writes it."""
    return as_answers(work.forms[form], raw, {}, start_context(work, now), work.dictionary, now)


def opening(start: StartShown, organisation: str, at: datetime, answers: Mapping[str, Any]) -> Scenario:
    """The scenario with which a rehearsal begins: its start, no steps yet."""
    return Scenario("proef", "Proef", ABOUT, at, organisation, start.role, start.form, 1, answers, {}, ())


def without_last(scenario: Scenario) -> Scenario:
    """The scenario as it was one step ago."""
    return replace(scenario, steps=scenario.steps[:-1])


@lru_cache(maxsize=8)
def _loaded(content: bytes) -> Any:
    try:
        return load(content)
    except yaml.YAMLError:
        return {}
