"""A small world of our own, and a case whose every action can be followed by store and restore on freshly read diagrams."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from phu_runtime.engine import Diagrams, Effect, Mark, Passed, Run, Situation, Taken, read_diagrams
from phu_runtime.feel import to_feel

DIAGRAMS = Path(__file__).parent.parent / "diagrams"
FILES = {file.name: file.read_bytes() for file in sorted(DIAGRAMS.glob("*.bpmn"))}


@dataclass(frozen=True)
class Outcome:
    outputs: Mapping[str, Any]
    value: Any


class SmallWorld:
    """What these tests need of a world: a clock that is moved, decisions that are given, topics that are counted."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 9, tzinfo=UTC)
        self.decisions: dict[str, Any] = {}
        self.asked: list[str] = []
        self.contexts = 0
        self.evaluated: list[int] = []

    @property
    def functions(self) -> Mapping[str, Callable[..., Any]]:
        return {"over": self.over, "niet_te_doen": lambda: 1 / 0}

    def over(self, days: Any) -> datetime:
        self.evaluated.append(int(days))
        return self.now + timedelta(days=int(days))

    def context(self, variables: Mapping[str, Any], progress: Mapping[str, Mark]) -> Mapping[str, Any]:
        self.contexts += 1
        done = {element: {"aantal": mark.count} for element, mark in progress.items()}
        return {name: to_feel(value) for name, value in {"casusregisseur": "woningcorporatie", **variables, "doorlopen": done}.items()}

    def decide(self, decision: str, context: Mapping[str, Any]) -> Outcome:
        given = self.decisions[decision]
        value = given(context) if callable(given) else given
        return Outcome(value if isinstance(value, dict) else {"uitkomst": value}, value)

    def ask(self, effect: Effect, context: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
        self.asked.append(effect.element)
        return len(self.asked), {"laatst_gevraagd": effect.topic}


@dataclass
class WalkedCase:
    """A case in a test. ``restored``: after every action it is stored, and loaded with the other reading of the diagrams."""

    read: list[Diagrams]
    world: SmallWorld
    restored: bool
    run: Run
    now: Situation
    passages: list[Passed] = field(default_factory=list)
    outcomes: list[Taken] = field(default_factory=list)

    def told(self, situation: Situation) -> WalkedCase:
        self.passages += situation.passages
        self.outcomes += situation.outcomes
        if self.restored:
            self.read = self.read[::-1]
            self.run = Run.load(self.read[0], self.run.dump())
            again = self.run.situation(self.world)
            assert (again.open_tasks, again.timers, again.awaited) == (situation.open_tasks, situation.timers, situation.awaited)
            assert (again.variables, again.completed, again.ends) == (situation.variables, situation.completed, situation.ends)
        self.now = situation
        return self

    def do(self, element: str, **answers: Any) -> WalkedCase:
        task = next(task for task in self.now.open_tasks if task.element == element)
        return self.told(self.run.complete(task.id, answers, self.world))

    def send(self, message: str, payload: Any = None, **variables: Any) -> WalkedCase:
        return self.told(self.run.send_message(message, payload, self.world, variables=variables))

    def later(self, **parts: float) -> WalkedCase:
        self.world.now += timedelta(**parts)
        return self.told(self.run.wake(self.world))

    @property
    def open(self) -> list[str]:
        return sorted(task.element for task in self.now.open_tasks)

    @property
    def timers(self) -> dict[str, datetime]:
        return {timer.element: timer.due for timer in self.now.timers}

    @property
    def awaited(self) -> list[str]:
        return sorted(awaited.message for awaited in self.now.awaited)

    def passed(self, outcome: str) -> list[str]:
        return [passage.element for passage in self.passages if passage.outcome == outcome]


Begin = Callable[..., WalkedCase]


@pytest.fixture(scope="session")
def diagrams() -> Diagrams:
    """All tiny diagrams."""
    return read_diagrams(FILES)


@pytest.fixture(scope="session")
def diagrams_again() -> Diagrams:
    """The same diagrams, read a second time: nothing that a case needs may live in the reading."""
    return read_diagrams(FILES)


@pytest.fixture
def world() -> SmallWorld:
    return SmallWorld()


@pytest.fixture(scope="session")
def new_world() -> type[SmallWorld]:
    """For tests that need several worlds."""
    return SmallWorld


@pytest.fixture(params=["kept in memory", "stored and restored at every step"])
def begin(request: pytest.FixtureRequest, diagrams: Diagrams, diagrams_again: Diagrams, world: SmallWorld) -> Begin:
    """Starts a case of a tiny diagram: ``begin(process, message=…, payload=…, **variables)``."""

    def start(process: str, message: str | None = None, payload: Any = None, **variables: Any) -> WalkedCase:
        run, situation = Run.start(diagrams, process, world, message=message, payload=payload, variables=variables)
        return WalkedCase([diagrams, diagrams_again], world, request.param.startswith("stored"), run, situation).told(situation)

    return start


@pytest.fixture(scope="session")
def tiny_files() -> Mapping[str, bytes]:
    """The tiny diagrams as files, by name."""
    return FILES
