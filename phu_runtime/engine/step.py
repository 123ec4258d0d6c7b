"""One action on a case while it runs: what it asks of the world, and what it writes down for the situation."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from phu_runtime.engine.elements import Element
from phu_runtime.engine.expressions import evaluate, to_context, to_variable
from phu_runtime.engine.roles import role_key, split_roles
from phu_runtime.engine.situation import Effect, Mark, Passed, Path, Taken, World
from phu_runtime.engine.tree import CaseTask, CaseWorkflow
from phu_runtime.errors import CaseStuck, PhuError
from phu_runtime.feel import FeelError, strip_marker

BUDGET = 5_000
# A token rested here: when it is taken away the timeline must say so. Of a join only the arrival that fires counts.
_RESTING = frozenset({"userTask", "callActivity", "subProcess", "intermediateCatchEvent", "receiveTask", "eventBasedGateway"})
_FIRED = frozenset({"intermediateCatchEvent", "boundaryEvent", "receiveTask"})
_SENT = frozenset({"serviceTask", "sendTask"})
_CHOOSES = frozenset({"exclusiveGateway", "inclusiveGateway"})


class Progress(Mapping[str, Mark]):
    """The marks of a case by element id, made into ``Mark`` only when asked for. An id that several diagrams use counts as one."""

    def __init__(self, marks: Mapping[str, Mapping[str, list[Any]]]) -> None:
        self._marks = marks

    def __getitem__(self, element: str) -> Mark:
        found = [marks[element] for marks in self._marks.values() if element in marks]
        if not found:
            raise KeyError(element)
        first, last = min(mark[1] for mark in found), max(mark[2] for mark in found)
        return Mark(sum(mark[0] for mark in found), datetime.fromisoformat(first), datetime.fromisoformat(last))

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(element for marks in self._marks.values() for element in marks))

    def __len__(self) -> int:
        return len(list(iter(self)))


class Step:
    """The running action. Specs reach it through ``task.workflow.top_workflow.step``."""

    def __init__(self, workflow: CaseWorkflow, world: World) -> None:
        self.workflow = workflow
        self.world = world
        self.now = world.now.astimezone(UTC)
        self.moment = self.now.isoformat()
        self.left = BUDGET
        self.outcomes: list[Taken] = []
        self.effects: list[Effect] = []
        self.passages: list[Passed] = []
        self._context: Mapping[str, Any] | None = None

    # ---- what models ask

    def context(self, task: CaseTask) -> Mapping[str, Any]:
        """What FEEL sees at this task: the world's context, and over it what is local to the branch."""
        if self._context is None:
            self._context = self.world.context(self.workflow.variables, Progress(self.workflow.marks))
        return ChainMap(to_context(task.data), self._context) if task.data else self._context  # type: ignore[arg-type]

    def set_variables(self, values: Mapping[str, Any]) -> None:
        """Write into the one document of the case. Copies: nobody outside keeps a hand on it."""
        for name, value in values.items():
            self.workflow.variables[name] = to_variable(value)
        if values:
            self._context = None

    def evaluate(self, task: CaseTask, text: str, external_context: Mapping[str, Any] | None = None) -> Any:
        """A FEEL expression at this task, as a FEEL value. Called by SpiffWorkflow too: it is the script engine."""
        context = self.context(task)
        if external_context:
            context = ChainMap(dict(external_context), context)  # type: ignore[arg-type]
        try:
            return evaluate(strip_marker(text), context, self.world.functions)
        except (FeelError, PhuError) as error:
            raise stuck(task, f"De expressie '{text}' kan niet worden berekend. {error.message}") from error

    @staticmethod
    def plain(value: Any) -> Any:
        """A FEEL value as JSON, in containers of its own."""
        return to_variable(value)

    def condition(self, task: CaseTask, text: str) -> bool:
        """A condition: only true is true; null is not. Anything that is no truth value stops the case."""
        value = self.evaluate(task, text)
        if value is None or isinstance(value, bool):
            return value is True
        raise stuck(task, f"De voorwaarde '{text}' geeft geen ja of nee.")

    def roles(self, task: CaseTask, text: str | None, lane: str) -> tuple[str, ...]:
        """Role keys from ``candidateGroups`` or ``rollen`` (FEEL with ``=``, or a list of names), else the lane's."""
        if not text:
            return (lane,) if lane else ()
        if not text.lstrip().startswith("="):
            return split_roles(text)
        value = self.evaluate(task, text)
        found = value if isinstance(value, list | tuple) else [value]
        return tuple(role_key(str(role)) for role in found if role) or ((lane,) if lane else ())

    def decide(self, task: CaseTask) -> None:
        """A business rule task: ask the world, remember the outcome under the result variable."""
        element: Element = task.task_spec.element
        outcome = self.world.decide(element.decision, self.context(task))
        self.set_variables({element.result_variable: _result(outcome, element.map_result)})
        self.outcomes.append(
            Taken(element.id, element.name, element.diagram, path_of(task), element.decision, element.result_variable, outcome)
        )

    def send(self, task: CaseTask) -> None:
        """A topic: the world does the work and answers; the effect is told in order."""
        element: Element = task.task_spec.element
        effect = Effect(
            topic=element.topic,
            element=element.id,
            name=element.name,
            diagram=element.diagram,
            path=path_of(task),
            lane=lane_of(task),
            properties=properties_of(task),
            documentation=element.documentation,
            result_variable=element.result_variable or None,
        )
        answer, variables = self.world.ask(effect, self.context(task))
        self.effects.append(replace(effect, answer=answer))
        if element.result_variable:
            self.set_variables({element.result_variable: answer})
        self.set_variables(variables)

    # ---- what the tree tells

    def moved(self, task: CaseTask, value: int) -> None:
        """A task changed state: count it, and write down what ended."""
        element: Element | None = getattr(task.task_spec, "element", None)
        if element is None or isinstance(task.task_spec, LoopTask):
            return
        notes = task.internal_data
        if value in (TaskState.COMPLETED, TaskState.CANCELLED):
            self._ended(task, element, value == TaskState.COMPLETED)
        elif value != TaskState.ERROR:
            if element.kind != "boundaryEvent" or value != TaskState.WAITING:
                notes.setdefault("at", self.moment)
            if value != TaskState.WAITING and "round" not in notes:
                self._count(task, element)

    def _count(self, task: CaseTask, element: Element) -> None:
        marks = self.workflow.marks.setdefault(element.diagram, {})
        mark = marks.setdefault(element.id, [0, self.moment, self.moment])
        mark[0], mark[2] = mark[0] + 1, self.moment
        task.internal_data["round"] = mark[0]
        self._context = None

    def _ended(self, task: CaseTask, element: Element, done: bool) -> None:
        notes = task.internal_data
        if not done and (element.kind not in _RESTING or "at" not in notes):
            return
        notes.setdefault("at", self.moment)
        if "round" not in notes:
            self._count(task, element)
        if not done:
            outcome = "interrupted"
        elif element.kind in _FIRED or (element.kind == "startEvent" and element.message):
            outcome = "fired"
        else:
            outcome = "sent" if element.kind in _SENT else "done"
        self.passages.append(
            Passed(
                element=element.id,
                name=element.name,
                kind=element.kind,
                diagram=element.diagram,
                path=path_of(task),
                lane=lane_of(task),
                round=notes["round"],
                started=datetime.fromisoformat(notes["at"]),
                ended=self.now,
                outcome=outcome,
                task_id=self.workflow.outside_id(task.id),
                chosen=_chosen(task, element),
            )
        )
        if element.kind == "endEvent" and task.workflow is self.workflow:
            self.workflow.ends = [end for end in self.workflow.ends if end != element.id] + [element.id]

    def spend(self, task: CaseTask) -> None:
        """One automatic step. Over the budget the diagram runs in a circle without anybody: stop."""
        self.left -= 1
        if self.left < 0:
            raise stuck(task, "De tekening blijft zonder mens rondlopen. Zet een taak of een termijn in de lus.")


def _chosen(task: CaseTask, element: Element) -> tuple[str, ...]:
    """Where a gateway with conditions led on to: what it did not choose is dropped by the time it ends."""
    return tuple(_entered(child.task_spec) for child in task.children) if element.kind in _CHOOSES else ()


def _entered(spec: Any) -> str:
    """The drawn element of a spec. One with events on its edge stands behind a split of its own, beside those events."""
    if (element := getattr(spec, "element", None)) is not None:
        return str(element.id)
    return next(_entered(beyond) for beyond in spec.outputs if getattr(getattr(beyond, "element", None), "kind", "") != "boundaryEvent")


def stuck(task: CaseTask, reason: str) -> CaseStuck:
    """The error for a step that failed, at the nearest drawn element."""
    here: CaseTask | None = task
    while here is not None and getattr(here.task_spec, "element", None) is None:
        here = here.parent
    element: Element | None = here.task_spec.element if here is not None else None
    return CaseStuck(element.id if element else task.task_spec.name, element.name if element else "", reason)


def explain(task: CaseTask, error: Exception) -> str:
    """Why a step failed, in Dutch and without personal data. A failed decision's own sentence shows the case's answers, so that
    one is left out; what is no error of ours is in the log."""
    element: Element | None = getattr(task.task_spec, "element", None)
    if hasattr(error, "decision"):
        return f"De beslistabel '{error.decision}' heeft geen uitkomst voor deze gegevens."
    if isinstance(error, PhuError | FeelError):
        return error.message
    if element is not None and element.kind.endswith("Gateway") and isinstance(error, SpiffWorkflowException):
        return "Geen enkele voorwaarde geldt en er is geen standaardpijl."
    what = f" bij '{element.decision or element.topic}'" if element is not None and (element.decision or element.topic) else ""
    return f"Er ging iets mis in het programma{what}."


def callers(task: CaseTask) -> Iterator[CaseTask]:
    """The call activities and sub-processes around a task, innermost first."""
    top = task.workflow.top_workflow
    number = task.workflow.parent_task_id
    while number is not None:
        caller = top.get_task_from_id(number)
        yield caller
        number = caller.workflow.parent_task_id


def path_of(task: CaseTask) -> Path:
    """Ids of the call activities and sub-processes around a task, outermost first."""
    return tuple(caller.task_spec.element.id for caller in callers(task))[::-1]


def lane_of(task: CaseTask) -> str:
    """The role key of the task's own lane, else that of what called it; "" when no lane says who."""
    for here in (task, *callers(task)):
        lane: str = here.task_spec.element.lane
        if lane:
            return lane
    return ""


def properties_of(task: CaseTask) -> dict[str, str]:
    """A task's own properties; ``processtap`` and ``artikel`` also from what is around it, the nearest first."""
    own = dict(task.task_spec.element.properties)
    for caller in callers(task):
        for name in ("processtap", "artikel"):
            if name in caller.task_spec.element.properties:
                own.setdefault(name, caller.task_spec.element.properties[name])
    return own


def _result(outcome: Any, mapping: str) -> Any:
    """What ``camunda:mapDecisionResult`` makes of an outcome: without it, or ``singleResult``, the context of its outputs."""
    if mapping == "singleEntry" and isinstance(outcome.outputs, Mapping):
        return next(iter(outcome.outputs.values()), None)
    return outcome.value if mapping in ("collectEntries", "resultList") else outcome.outputs
