"""Walks over the shipped diagrams on the real engine, tables, dictionary and calendar; saved and restored after every step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from phu_runtime.blocks.room import Party
from phu_runtime.calendar import AMSTERDAM
from phu_runtime.engine import OpenTask, Run, Situation
from phu_runtime.steps.known import Known, form_fact
from phu_runtime.steps.world import CaseWorld
from phu_runtime.workprocess import WorkProcess, read_release

ROOT = Path(__file__).parents[2]
START = datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM)
ROLES = ("woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt")
OFFICES = ("partij", "fg", "manager", "procesregisseur", "adviesgroep", "regiegroep")


@lru_cache(maxsize=1)
def shipped() -> WorkProcess:
    """The shipped work process, read once."""
    folders = ("bpmn", "dmn", "forms")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in (".bpmn", ".dmn", ".form", ".yaml", ".md")]
    return read_release({path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths})


class Walk:
    """One case. ``seen``: elements that were passed; ``told``: events told, in order; ``sent``: effects of all topics."""

    def __init__(self, process: str, message: str, *, municipality: str = "Dordrecht", form: str = "", **answers: Any) -> None:
        self.work = shipped()
        self.now = START
        self.seen: set[str] = set()
        self.told: list[str] = []
        self.sent: list[Any] = []
        self.ends: list[str] = []
        self.known = Known(parties={role: Party(role, role, role, joined=True) for role in (*ROLES, *OFFICES)})
        variables = self.work.dictionary.start_variables()
        variables["gemeente"] = municipality
        variables["partijen"] = self.work.decisions.evaluate("partijen", {"gemeente": municipality}).outputs
        variables.update(self._remember(form, message, "woningcorporatie", answers))
        self.run, situation = Run.start(
            self.work.diagrams, process, self._world(), message=message or None, payload={"rol": "woningcorporatie"}, variables=variables
        )
        self._after(situation)

    def do(self, element: str, **answers: Any) -> Walk:
        """The open task ``element`` is done by the party that has it, a minute later."""
        self.now += timedelta(minutes=1)
        task = self._open(element)
        variables = self._remember(task.form or "", element, task.roles[0] if task.roles else "", answers)
        self._after(self.run.complete(task.id, variables, self._world()))
        return self

    def send(self, message: str, role: str, **answers: Any) -> Walk:
        """``role`` sends an event from the case page; it must be offered to that role."""
        self.now += timedelta(minutes=1)
        offered = next((each for each in self.situation.awaited if each.message == message), None)
        assert offered is not None, f"{message} wordt nu niet aangeboden"
        assert role in offered.roles, f"{message} wordt niet aangeboden aan {role}, wel aan {offered.roles}"
        variables = self._remember(offered.form or "", offered.element, role, answers)
        self._after(self.run.send_message(message, {"rol": role}, self._world(), variables=variables))
        return self

    def days(self, days: float) -> Walk:
        """Time passes."""
        self.now += timedelta(days=days)
        self._after(self.run.wake(self._world()))
        return self

    @property
    def open(self) -> list[str]:
        """Elements of the open tasks, sorted."""
        return sorted(task.element for task in self.situation.open_tasks)

    @property
    def offered(self) -> dict[str, tuple[str, ...]]:
        """Events that can be sent now, and by whom."""
        return {each.message: tuple(each.roles) for each in self.situation.awaited if each.roles}

    @property
    def context(self) -> Mapping[str, Any]:
        """What FEEL sees now."""
        return self._world().context(self.run.variables, self.run.progress)

    def task(self, element: str) -> OpenTask:
        """The open task ``element``."""
        return self._open(element)

    def _open(self, element: str) -> OpenTask:
        found = next((task for task in self.situation.open_tasks if task.element == element), None)
        assert found is not None, f"{element} is niet open, wel: {self.open}"
        return found

    def _world(self) -> CaseWorld:
        return CaseWorld(self.work, self.known, self.now)

    def _remember(self, form: str, element: str, role: str, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Each answer goes where the dictionary says; the case's variables among them are returned."""
        stores = {key: self.work.dictionary.fields[key].store for key in answers}
        self.known.dossier.update({key: value for key, value in answers.items() if stores[key] == "dossier"})
        facts = {key: value for key, value in answers.items() if stores[key] != "dossier"}
        self.known.remember(str(len(self.known.sent)), form_fact(form, element, role, self.now, facts))
        return {key: value for key, value in answers.items() if stores[key] == "variabele" and not self.work.dictionary.fields[key].derived}

    def _after(self, situation: Situation) -> None:
        self._take(situation)
        while (gone := self._lapsed()) is not None:
            self._take(self.run.complete(gone.id, {}, self._world()))
        self.run = Run.load(self.work.diagrams, self.run.dump())
        self.situation = self.run.situation(self._world())

    def _take(self, situation: Situation) -> None:
        self.situation = situation
        self.seen |= {passed.element for passed in situation.passages}
        self.sent += situation.effects
        self.told += [effect.properties["gebeurtenis"] for effect in situation.effects if effect.topic == "kennisgeving"]
        self.ends += [end for end in situation.ends if end not in self.ends]

    def _lapsed(self) -> OpenTask | None:
        left = self.context["vertrokken_partijen"] or ()
        return next((task for task in self.situation.open_tasks if task.roles and all(role in left for role in task.roles)), None)


class Walks:
    """Begins cases: ``walk(process, message, form=…, **answers)``. ``passed``: every element that any of them passed."""

    def __init__(self) -> None:
        self.begun: list[Walk] = []
        self.diagrams = shipped().diagrams

    def __call__(self, process: str, message: str, **given: Any) -> Walk:
        self.begun.append(Walk(process, message, **given))
        return self.begun[-1]

    @property
    def passed(self) -> set[str]:
        return set().union(*(each.seen for each in self.begun))


@pytest.fixture
def walk() -> Walks:
    """Begins a case of the shipped work process."""
    return Walks()
