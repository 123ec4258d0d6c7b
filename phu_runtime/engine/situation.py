"""What the engine tells and asks, in plain data: nothing here knows SpiffWorkflow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

Path = tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """How often an element was started, and when first and last (aware, UTC)."""

    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class OpenTask:
    """A user task that waits for a person. ``id`` is a UUID, ``path`` the ids of the call activities and sub-processes
    around it (outermost first), ``roles`` role keys, ``round`` how often this element has now been started.
    ``local`` holds what only this branch knows: a multi-instance item, a message's ``resultVariable``."""

    id: str
    element: str
    name: str
    diagram: str
    path: Path
    lane: str
    roles: Sequence[str]
    form: str | None
    properties: Mapping[str, str]
    opened: datetime
    round: int
    documentation: str
    local: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class EngineTimer:
    """A drawn timer that runs. ``due`` is aware (UTC). ``attached_to`` is the element whose boundary it is on and
    ``task_id`` the instance of it ("" for a timer that stands alone); ``expression`` its text in the diagram."""

    id: str
    element: str
    name: str
    diagram: str
    path: Path
    due: datetime
    interrupting: bool
    attached_to: str
    task_id: str
    expression: str


@dataclass(frozen=True)
class Awaited:
    """A message that the case can take now. ``form`` and ``roles`` come from the properties ``formulier`` and ``rollen``."""

    message: str
    element: str
    name: str
    diagram: str
    path: Path
    form: str | None
    roles: Sequence[str]
    properties: Mapping[str, str]
    interrupting: bool
    documentation: str


@dataclass(frozen=True)
class Effect:
    """Work without a person (``camunda:topic``), in the order in which the diagram asked for it. ``answer`` is what
    ``World.ask`` gave for ``result_variable``."""

    topic: str
    element: str
    name: str
    diagram: str
    path: Path
    lane: str
    properties: Mapping[str, str]
    documentation: str
    result_variable: str | None
    answer: Any = None


@dataclass(frozen=True)
class Taken:
    """A decision that was taken: ``outcome`` is what ``World.decide`` returned."""

    element: str
    name: str
    diagram: str
    path: Path
    decision: str
    result_variable: str
    outcome: Any


@dataclass(frozen=True)
class Passed:
    """One finished element, told exactly once. ``kind`` is the BPMN tag; ``outcome``: ``done``, ``interrupted``, ``fired``
    (a timer, message or escalation that came) or ``sent`` (a topic). ``task_id`` is the id that ``OpenTask`` had; ``chosen``: of a
    gateway with conditions, the elements that it led on to."""

    element: str
    name: str
    kind: str
    diagram: str
    path: Path
    lane: str
    round: int
    started: datetime
    ended: datetime
    outcome: str
    task_id: str
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Situation:
    """Where a case stands after a step, and what was new in that step (``outcomes``, ``effects``, ``passages``, in order).
    ``ends``: ids of the end events reached in the top diagram, last reached last. Nobody may change ``variables``."""

    open_tasks: Sequence[OpenTask]
    timers: Sequence[EngineTimer]
    awaited: Sequence[Awaited]
    outcomes: Sequence[Taken]
    effects: Sequence[Effect]
    passages: Sequence[Passed]
    variables: Mapping[str, Any]
    completed: bool
    ends: Sequence[str]


class World(Protocol):
    """All that the engine may ask while it steps."""

    @property
    def now(self) -> datetime:
        """The moment of this step, aware."""

    @property
    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """Functions a model may call: ``termijn``, ``waarschuwing``, ``werkdagen``."""

    def context(self, variables: Mapping[str, Any], progress: Mapping[str, Mark]) -> Mapping[str, Any]:
        """What FEEL sees. Asked again only after variables or progress changed."""

    def decide(self, decision: str, context: Mapping[str, Any]) -> Any:
        """A ``decisions.Outcome``. The engine reads ``outputs`` and ``value``."""

    def ask(self, effect: Effect, context: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
        """Do what a topic asks: the value for ``resultVariable`` (or None) and variables to set."""
