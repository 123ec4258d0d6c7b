"""The situation of a case, read from the tree: open tasks, timers, messages waited for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from phu_runtime.engine.activities import PersonTask
from phu_runtime.engine.elements import Element
from phu_runtime.engine.events import EdgeEvent, running_timers, waited_messages
from phu_runtime.engine.situation import Awaited, EngineTimer, OpenTask, Situation
from phu_runtime.engine.step import Step, lane_of, path_of, properties_of
from phu_runtime.engine.tree import CaseTask, CaseWorkflow


def look(case: CaseWorkflow, step: Step) -> Situation:
    """Where the case stands now, and what the step wrote down."""
    return Situation(
        open_tasks=[_open_task(case, step, task) for task in open_tasks(case)],
        timers=[timer for task in _waiting(case) for timer in _timers(case, task)],
        awaited=[awaited for task in _waiting(case) for awaited in _awaited(step, task)],
        outcomes=step.outcomes,
        effects=step.effects,
        passages=step.passages,
        variables=dict(case.variables),
        completed=case.completed,
        ends=list(case.ends),
    )


def open_tasks(case: CaseWorkflow) -> Iterator[CaseTask]:
    """User tasks that wait for a person, oldest first."""
    found = [
        task
        for tree in (case, *case.subprocesses.values())
        if not tree.completed
        for task in tree.tasks.values()
        if task._state == TaskState.READY and isinstance(task.task_spec, PersonTask)
    ]
    return iter(sorted(found, key=lambda task: int(task.last_state_change)))


def messages(case: CaseWorkflow) -> set[str]:
    """Names of the messages that the case can take now."""
    return {message.name for task in _waiting(case) for message, _ in waited_messages(task)}


def _waiting(case: CaseWorkflow) -> list[CaseTask]:
    if case.completed:
        return []
    return [task for task in case.event_manager.tasks.values() if task._state == TaskState.WAITING]


def _open_task(case: CaseWorkflow, step: Step, task: CaseTask) -> OpenTask:
    element: Element = task.task_spec.element
    lane = lane_of(task)
    return OpenTask(
        id=case.outside_id(task.id),
        element=element.id,
        name=element.name,
        diagram=element.diagram,
        path=path_of(task),
        lane=lane,
        roles=step.roles(task, element.candidate_groups, lane),
        form=element.form,
        properties=properties_of(task),
        opened=datetime.fromisoformat(task.internal_data["at"]),
        round=task.internal_data["round"],
        documentation=element.documentation,
        local=dict(task.data),
    )


def _timers(case: CaseWorkflow, task: CaseTask) -> Iterator[EngineTimer]:
    element: Element = task.task_spec.element
    running = running_timers(task)
    for position, due, expression in running:
        drawn: Element = task.task_spec.outputs[position].element if element.kind == "eventBasedGateway" else element
        number = case.outside_id(task.id)
        yield EngineTimer(
            id=f"{number}.{position}" if element.kind == "eventBasedGateway" else number,
            element=drawn.id,
            name=drawn.name,
            diagram=drawn.diagram,
            path=path_of(task),
            due=due,
            interrupting=drawn.interrupting,
            attached_to=drawn.attached_to,
            task_id=_activity(case, task) if drawn.attached_to else "",
            expression=expression,
        )


def _activity(case: CaseWorkflow, event: CaseTask) -> str:
    """The instance that a boundary event is on."""
    beside: list[Any] = event.parent.children
    return next((case.outside_id(task.id) for task in beside if not isinstance(task.task_spec, EdgeEvent)), "")


def _awaited(step: Step, task: CaseTask) -> Iterator[Awaited]:
    for message, position in waited_messages(task):
        element: Element = task.task_spec.element if position < 0 else task.task_spec.outputs[position].element
        yield Awaited(
            message=message.name,
            element=element.id,
            name=element.name,
            diagram=element.diagram,
            path=path_of(task),
            form=element.properties.get("formulier") or element.form,
            roles=step.roles(task, element.properties.get("rollen"), ""),
            properties={**properties_of(task), **element.properties},
            interrupting=element.interrupting,
            documentation=element.documentation,
        )
