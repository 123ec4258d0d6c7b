"""What our events do: timers of our own, messages with their payload, escalations that stay on their path."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, EventBasedGateway
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent, EventManager
from SpiffWorkflow.util.task import TaskState

from phu_runtime.engine.moments import due_moment
from phu_runtime.engine.step import stuck
from phu_runtime.engine.tree import CaseTask


class Timer(TimerEventDefinition):  # type: ignore[misc]
    """A moment, computed once when the timer starts and kept. Fires only when the run says so, in order of due moments."""

    def due(self, my_task: CaseTask) -> str:
        """The due moment as ISO 8601 text in UTC. Raises CaseStuck when the expression gives no moment."""
        step = my_task.workflow.top_workflow.step
        text: str = self.expression
        value = step.evaluate(my_task, text) if text.lstrip().startswith("=") else text
        moment = due_moment(value, step.now)
        if moment is None:
            raise stuck(my_task, f"De termijn '{text}' geeft geen tijdstip.")
        return moment.isoformat()

    def has_fired(self, my_task: CaseTask) -> bool:
        notes = my_task.internal_data
        if "due" not in notes:
            notes["due"] = [self.due(my_task)]
        return bool(notes.get("event_fired"))

    def reset(self, my_task: CaseTask) -> None:
        my_task.internal_data.pop("event_fired", None)
        my_task.internal_data.pop("due", None)


class Message(MessageEventDefinition):  # type: ignore[misc]
    """A message from outside, matched by name. Its payload is local to the branch, under ``variable``; without it, dropped."""

    def __init__(self, name: str, variable: str, description: str | None = None) -> None:
        super().__init__(name, description=description)
        self.variable = variable

    def catch(self, my_task: CaseTask, event: Any = None) -> None:
        if self.variable and event is not None:
            my_task.internal_data["payload"] = event.payload
        my_task.internal_data["event_fired"] = True

    def update_task_data(self, my_task: CaseTask) -> None:
        if "payload" in my_task.internal_data:
            my_task.data[self.variable] = my_task.internal_data.pop("payload")


class _WithoutData:
    """Escalations, errors and signals carry no data, because case variables are shared."""

    def catch(self, my_task: CaseTask, event: Any = None) -> None:
        my_task.internal_data["event_fired"] = True

    def update_task_data(self, my_task: CaseTask) -> None:
        """Nothing came along."""

    def reset(self, my_task: CaseTask) -> None:
        my_task.internal_data.pop("event_fired", None)


class Signal(_WithoutData, SignalEventDefinition):  # type: ignore[misc]
    """A signal, matched by name, heard anywhere in the case."""

    def throw(self, my_task: CaseTask) -> None:
        deliver(my_task.workflow.top_workflow, BpmnEvent(self))


class Terminate(TerminateEventDefinition):  # type: ignore[misc]
    """Ends its process at once; the end event does that itself, there is nobody to tell."""

    def throw(self, my_task: CaseTask) -> None:
        """Nothing to throw."""


class Escalation(_WithoutData, EscalationEventDefinition):  # type: ignore[misc]
    """An escalation, matched by code, caught on the way up."""

    def throw(self, my_task: CaseTask) -> None:
        my_task.workflow.top_workflow.event_manager.raise_up(my_task, BpmnEvent(self, payload={}))


class Error(_WithoutData, ErrorEventDefinition):  # type: ignore[misc]
    """An error, matched by code. One that nobody catches stops the case."""

    def throw(self, my_task: CaseTask) -> None:
        if not my_task.workflow.top_workflow.event_manager.raise_up(my_task, BpmnEvent(self, payload={})):
            raise stuck(my_task, f"De fout '{self.name or self.code}' wordt nergens opgevangen.")


class CaseEvents(EventManager):  # type: ignore[misc]
    """Stock hands an escalation to every catcher in the case once its own path has none; here it goes up its path only."""

    def raise_up(self, thrower: CaseTask, event: Any) -> bool:
        """Give an escalation or error to the nearest activity around the thrower that catches it. Whether one did."""
        number = thrower.workflow.parent_task_id
        while number is not None:
            caller = self.workflow.get_task_from_id(number)
            caught = [task for task in self._on_edge_of(caller) if task.task_spec.catches(task, event)]
            if caught:
                exact = [task for task in caught if task.task_spec.event_definition.code is not None]
                first = (exact or caught)[0]
                first.task_spec.catch(first, event)
                first.task_spec._update(first)
                interrupt(first)
                return True
            number = caller.workflow.parent_task_id
        return False

    def _on_edge_of(self, activity: CaseTask) -> list[CaseTask]:
        around = {parent.id for parent in (activity.parent, activity.parent.parent) if parent is not None}
        return [task for task in self.tasks.values() if isinstance(task.task_spec, BoundaryEvent) and task._parent in around]


class EdgeEvent(BoundaryEvent):  # type: ignore[misc]
    """A boundary event. Stock fires a non-interrupting message or escalation once; in BPMN it fires every time."""

    def _on_ready_hook(self, my_task: CaseTask) -> None:
        super()._on_ready_hook(my_task)
        if self.cancel_activity or isinstance(self.event_definition, TimerEventDefinition):
            return
        again = my_task.parent._add_child(self, TaskState.WAITING)
        again.triggered = True
        self._predict(again, mask=TaskState.NOT_FINISHED_MASK)
        self._update(again)


class FirstOf(MultipleEventDefinition):  # type: ignore[misc]
    """What an event-based gateway waits for: whichever comes first. Each timer has a due moment of its own (stock shares one)."""

    def __init__(self) -> None:
        super().__init__([], False)

    def has_fired(self, my_task: CaseTask) -> bool:
        notes = my_task.internal_data
        if "due" not in notes:
            notes["due"] = [event.due(my_task) if isinstance(event, Timer) else None for event in self.event_definitions]
        return "first" in notes

    def catches(self, my_task: CaseTask, event: Any = None) -> bool:
        return "first" not in my_task.internal_data and any(each.catches(my_task, event) for each in self.event_definitions)

    def catch(self, my_task: CaseTask, event: Any = None) -> None:
        for position, each in enumerate(self.event_definitions):
            if each.catches(my_task, event):
                my_task.internal_data["first"] = position
                each.catch(my_task, event)
                return

    def reset(self, my_task: CaseTask) -> None:
        for name in ("first", "due", "event_fired"):
            my_task.internal_data.pop(name, None)

    def update_task_data(self, my_task: CaseTask) -> None:
        """The gateway does this for the event that came."""


class FirstEvent(EventBasedGateway):  # type: ignore[misc]
    """An event-based gateway: the flow of the event that came first."""

    def _run_hook(self, my_task: CaseTask) -> bool:
        position = my_task.internal_data["first"]
        event = self.event_definition.event_definitions[position]
        event.update_task_data(my_task)
        my_task._sync_children([self.outputs[position]], TaskState.FUTURE)
        for child in my_task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        self.event_definition.reset(my_task)
        return True


def running_timers(task: CaseTask) -> list[tuple[int, datetime, str]]:
    """The timers of a waiting task: position (0, or that in the event-based gateway), due moment (UTC), text."""
    event = task.task_spec.event_definition
    events = event.event_definitions if isinstance(event, FirstOf) else [event]
    dues = task.internal_data.get("due") or []
    return [
        (position, datetime.fromisoformat(due), events[position].expression)
        for position, due in enumerate(dues)
        if due is not None and isinstance(events[position], Timer)
    ]


def waited_messages(task: CaseTask) -> list[tuple[Message, int]]:
    """The messages a waiting task can take, with their position (-1: the task's own event)."""
    event = task.task_spec.event_definition
    if isinstance(event, FirstOf):
        return [(each, position) for position, each in enumerate(event.event_definitions) if isinstance(each, Message)]
    return [(event, -1)] if isinstance(event, Message) else []


def fire(task: CaseTask, position: int) -> None:
    """Let a timer go off now."""
    if isinstance(task.task_spec.event_definition, FirstOf):
        task.internal_data["first"] = position
    else:
        task.internal_data["event_fired"] = True
    task.task_spec._update(task)
    interrupt(task)


def interrupt(task: CaseTask) -> None:
    """An interrupting event acts before anything else runs: else the activity it ends may finish first, and both go on."""
    if isinstance(task.task_spec, EdgeEvent) and task.task_spec.cancel_activity and task._state == TaskState.READY:
        task.run()


def deliver(top: Any, event: Any) -> int:
    """Hand a message or signal to everything in the case that waits for it; how many did."""
    waiting = [task for task in top.event_manager.tasks.values() if task.task_spec.catches(task, event)]
    for task in waiting:
        if task._state == TaskState.WAITING:
            task.task_spec.catch(task, event)
            task.task_spec._update(task)
            interrupt(task)
    return len(waiting)


def send(top: Any, name: str, payload: Any) -> int:
    """A message from outside; how many in the case waited for it."""
    return deliver(top, BpmnEvent(Message(name, ""), payload=payload))
