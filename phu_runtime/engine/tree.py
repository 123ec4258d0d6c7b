"""SpiffWorkflow's task tree, made for cases that run for years.

Its own walks concatenate lists, stop silently at a depth of 1,000 and recurse over the parents; it stamps tasks with the machine's
clock and collects log texts nobody reads. These subclasses (no patches: stock SpiffWorkflow in the same process is untouched) walk
with a stack, number tasks instead of drawing UUIDs, and report every change of state to the running ``Step``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.bpmn.util.event import EventManager
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.util.task import BpmnTaskFilter
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import TaskNotFoundException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.event import Event
from SpiffWorkflow.util.task import TaskState

FINISHED = TaskState.FINISHED_MASK
UNFINISHED = TaskState.NOT_FINISHED_MASK
ACTIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED
_VARIANT = 0x8 << 60
_COUNT = (1 << 60) - 1


class CaseTask(Task):  # type: ignore[misc]
    """A node of the tree. ``id`` is a number that grows per case; ``last_state_change`` a sequence, so order is total."""

    def __init__(self, workflow: Any, task_spec: Any, parent: CaseTask | None = None, state: int = TaskState.MAYBE) -> None:
        self.id = workflow.top_workflow.next_number()
        self.workflow = workflow
        self.task_spec = task_spec
        self._parent = parent.id if parent is not None else None
        self._children: list[int] = []
        self._state = state
        self.triggered = False
        self.thread_id = 0
        self.data: dict[str, Any] = {}
        self.internal_data: dict[str, Any] = {}
        self.last_state_change = self.id
        workflow.tasks[self.id] = self
        if parent is not None:
            parent._children.append(self.id)

    def _add_child(self, task_spec: Any, state: int = TaskState.MAYBE) -> CaseTask:
        task = CaseTask(self.workflow, task_spec, self, state)
        if state == TaskState.READY:
            task._ready()
        return task

    def _set_state(self, value: int) -> None:
        if value == self._state:
            return
        top = self.workflow.top_workflow
        self.last_state_change = top.next_number()
        self._state = value
        if value >= TaskState.WAITING and top.step is not None:
            top.step.moved(self, value)

    def _inherit_data(self) -> None:
        """Local data only (loop items, message variables): case variables are one document and are never copied."""
        if self.parent.data:
            self.data = {**self.data, **self.parent.data}

    def cancel(self) -> None:
        """Stock drops unfinished children without telling them: a cancelled multi-instance call would leave its called
        processes and timers alive."""
        if not self._state & FINISHED:
            for child in list(self.children):
                if child is not None and child._state & (FINISHED | ACTIVE):
                    child.cancel()
        super().cancel()

    def is_descendant_of(self, task: Task) -> bool:
        tasks, parent = self.workflow.tasks, self._parent
        while parent is not None:
            if parent == task.id:
                return True
            parent = tasks[parent]._parent if parent in tasks else None
        return False

    def find_ancestor(self, spec_name: str) -> CaseTask | None:
        task: CaseTask | None = self.parent
        while task is not None and task.task_spec.name != spec_name:
            task = task.parent
        return task

    def __iter__(self) -> Iterator[CaseTask]:
        return walk(self)


def walk(start: Any, state: int = TaskState.ANY_MASK, end_at_spec: str | None = None, into: bool = False) -> Iterator[Any]:
    """The tree from ``start``, parents first; with ``into`` also called processes. Predicted branches only if asked for."""
    lowest = TaskState.MAYBE if state & TaskState.PREDICTED_MASK else TaskState.FUTURE
    if not state & (TaskState.PREDICTED_MASK | TaskState.DEFINITE_MASK):
        lowest = TaskState.COMPLETED
    stack = [start]
    while stack:
        task = stack.pop()
        if end_at_spec is None or task.task_spec.name != end_at_spec:
            called = task.workflow.top_workflow.subprocesses.get(task.id) if isinstance(task.task_spec, SubWorkflowTask) else None
            tasks = task.workflow.tasks
            if task._state >= lowest or called is not None:
                stack.extend(tasks[child] for child in reversed(task._children))
            if into and called is not None and not (task._state & FINISHED and state <= FINISHED):
                stack.append(called.task_tree)
        if task._state & state:
            yield task


class _Tree:
    """What a case and its called processes share. Mixed in before SpiffWorkflow's own classes."""

    tasks: dict[int, CaseTask]
    task_tree: CaseTask
    completed: bool
    success: bool

    def _begin(self, spec: Any, deserializing: bool) -> None:
        self.spec = spec
        self.data: dict[str, Any] = {}
        self.locks: dict[str, Any] = {}
        self.last_task: CaseTask | None = None
        self.success = True
        self.tasks = {}
        self.completed = False
        self.completed_event = Event()
        self.task_removed_event = Event()
        if not deserializing:
            self.task_tree = CaseTask(self, spec.start, state=TaskState.FUTURE)
            spec.start._predict(self.task_tree, mask=UNFINISHED)
            self.task_tree._ready()

    def get_tasks_iterator(self, first_task: Any = None, **asked: Any) -> Iterator[Any]:
        start, end = first_task or self.task_tree, asked.pop("end_at_spec", None)
        into = not asked.pop("skip_subprocesses", False)
        wanted = asked.pop("task_filter", None) or BpmnTaskFilter(**asked)
        return (task for task in walk(start, wanted.state, end, into) if wanted.matches(task))

    def update_waiting_tasks(self) -> None:
        for task in [task for task in self.tasks.values() if task._state == TaskState.WAITING]:
            if task._state == TaskState.WAITING and task.id in self.tasks:
                task.task_spec._update(task)

    def cancel(self, success: bool = False) -> list[CaseTask]:
        self.success, self.completed = success, True
        cancelled = list(walk(self.task_tree, UNFINISHED))
        for task in cancelled:
            task.cancel()
        return cancelled

    def _mark_complete(self, task: CaseTask) -> None:
        self.completed = True

    def _remove_task(self, task_id: int) -> None:
        task = self.tasks[task_id]
        for child in list(task._children):
            self._remove_task(child)
        if task.parent is not None:
            task.parent._children.remove(task_id)
        del self.tasks[task_id]

    def collect_log_extras(self, dct: dict[str, Any] | None = None) -> dict[str, Any]:
        return dct or {}


class CalledProcess(_Tree, BpmnSubWorkflow):  # type: ignore[misc]
    """A called diagram or an embedded sub-process that runs."""

    def __init__(self, spec: Any, parent_task_id: int, top: CaseWorkflow, deserializing: bool = False) -> None:
        self.parent_task_id = parent_task_id
        self.top_workflow = top
        self.correlations: dict[str, Any] = {}
        parent = top.get_task_from_id(parent_task_id).workflow
        self.depth = parent.depth + 1
        self._begin(spec, deserializing)


class CaseWorkflow(_Tree, BpmnWorkflow):  # type: ignore[misc]
    """A case: the tree of its top diagram, its called processes and what the whole case shares.

    ``variables`` is the one document; ``marks`` diagram → element id → [count, first, last]; ``step`` the action that runs now.
    """

    step: Any = None

    def __init__(self, spec: Any, called: dict[str, Any], events: type[EventManager], salt: int | None = None) -> None:
        restored = salt is not None
        self.salt = salt if salt is not None else uuid4().int >> 64
        self.number = 0
        self.variables: dict[str, Any] = {}
        self.marks: dict[str, dict[str, list[Any]]] = {}
        self.ends: list[str] = []
        self.subprocess_specs = called
        self.subprocesses: dict[int, CalledProcess] = {}
        self.bpmn_events: list[Any] = []
        self.correlations: dict[str, Any] = {}
        self.event_manager = events(self)
        self._begin(spec, restored)

    @property
    def script_engine(self) -> Any:
        """Conditions and loops ask it to ``evaluate``; the running step answers, with FEEL only."""
        return self.step

    def next_number(self) -> int:
        self.number += 1
        return self.number

    def create_subprocess(self, my_task: CaseTask, spec_name: str) -> CalledProcess:
        called = CalledProcess(self.subprocess_specs[spec_name], my_task.id, self)
        self.subprocesses[my_task.id] = called
        return called

    def get_task_from_id(self, task_id: int) -> CaseTask:
        for tree in (self, *self.subprocesses.values()):
            if task_id in tree.tasks:
                return tree.tasks[task_id]
        raise TaskNotFoundException(f"no task {task_id}")

    def outside_id(self, number: int) -> str:
        """The UUID by which the world knows a task: the case's own first half, the number in the second."""
        return str(UUID(int=self.salt << 64 | _VARIANT | number))

    def inside_id(self, task_id: str) -> int | None:
        """The number behind a UUID, or None when it is none of this case's."""
        try:
            value = UUID(task_id).int
        except ValueError:
            return None
        return value & _COUNT if value >> 64 == self.salt and (value & _COUNT) <= self.number else None
