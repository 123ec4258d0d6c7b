"""What our activities, gateways and joins do in SpiffWorkflow, and where that differs from its own."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.control import SimpleBpmnTask, _EndJoin
from SpiffWorkflow.bpmn.specs.defaults import CallActivity, ExclusiveGateway, InclusiveGateway, ParallelGateway, SubWorkflowTask, UserTask
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.operators import Operator
from SpiffWorkflow.util.task import TaskState

from phu_runtime.engine.tree import ACTIVE, FINISHED, UNFINISHED, CaseTask, walk


class PersonTask(UserTask):  # type: ignore[misc]
    """A task for a person."""


class DecisionTask(BpmnSpecMixin):  # type: ignore[misc]
    """A business rule task: the world takes the decision."""

    def _run_hook(self, my_task: CaseTask) -> Any:
        my_task.workflow.top_workflow.step.decide(my_task)
        return super()._run_hook(my_task)


class TopicTask(BpmnSpecMixin):  # type: ignore[misc]
    """A service or send task with ``camunda:topic``: the world does the work."""

    def _run_hook(self, my_task: CaseTask) -> Any:
        my_task.workflow.top_workflow.step.send(my_task)
        return super()._run_hook(my_task)


class FeelTask(BpmnSpecMixin):  # type: ignore[misc]
    """A script task whose script is one FEEL expression; its value goes to ``camunda:resultVariable``."""

    script = ""

    def _run_hook(self, my_task: CaseTask) -> Any:
        step = my_task.workflow.top_workflow.step
        step.set_variables({my_task.task_spec.element.result_variable: step.evaluate(my_task, self.script)})
        return super()._run_hook(my_task)


class _Called:
    """A sub-process or call activity is started before its contents, gets only local data, and gives none back."""

    spec: str

    def _update_hook(self, my_task: CaseTask) -> bool | None:
        top = my_task.workflow.top_workflow
        called = top.subprocesses.get(my_task.id)
        if called is not None:
            return bool(called.completed)
        my_task._inherit_data()
        my_task._set_state(TaskState.STARTED)
        called = top.create_subprocess(my_task, self.spec)
        called.completed_event.connect(self._on_subworkflow_completed, my_task)
        called.task_tree.data = dict(my_task.data)
        called.task_tree.run()
        return None

    def _on_subworkflow_completed(self, subworkflow: Any, my_task: CaseTask) -> None:
        """Case variables are shared already and what was local inside ends with it; an interrupted caller stays interrupted."""
        if my_task._state == TaskState.STARTED:
            my_task._set_state(TaskState.READY)


class SubProcess(_Called, SubWorkflowTask):  # type: ignore[misc]
    """An embedded sub-process."""


class CalledDiagram(_Called, CallActivity):  # type: ignore[misc]
    """A call activity."""


class Condition(Operator):  # type: ignore[misc]
    """The FEEL condition on a flow."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def _matches(self, task: CaseTask) -> bool:
        return bool(task.workflow.top_workflow.step.condition(task, self.text))


class _Choice(BpmnTaskSpec):  # type: ignore[misc]
    def connect_outgoing_if(self, condition: str | None, taskspec: Any) -> None:
        if condition is None:
            self.connect(taskspec)
        else:
            self.connect_if(Condition(condition), taskspec)


class ExclusiveChoice(_Choice, ExclusiveGateway):  # type: ignore[misc]
    """The first flow whose condition is true, else the default one."""


def nearest(task: CaseTask, spec: Any) -> int | None:
    """The number of the nearest ancestor of the same spec: the round of a loop that a task belongs to."""
    ancestor = task.parent
    while ancestor is not None and ancestor.task_spec is not spec:
        ancestor = ancestor.parent
    return ancestor.id if ancestor is not None else None


def _this_round(task: CaseTask) -> list[CaseTask]:
    """Tasks since the join last fired. Stock counts cancelled arrivals of earlier rounds too, and fires early."""
    spec, root = task.task_spec, task.parent
    while root is not None and root.task_spec is not spec:
        root = root.parent
    starts = [task.workflow.task_tree] if root is None else root.children
    return [found for start in starts for found in walk(start, end_at_spec=spec.name)]


class _Join(UnstructuredJoin):  # type: ignore[misc]
    def _run_hook(self, my_task: CaseTask) -> bool:
        """Merge what the other branches of this round had locally (stock merges those of all rounds)."""
        here = nearest(my_task, self)
        arrived = [
            task
            for task in my_task.workflow.tasks.values()
            if task.task_spec is self
            and task is not my_task
            and task._state & FINISHED
            and not my_task.is_descendant_of(task)
            and nearest(task, self) == here
        ]
        for task in sorted(arrived, key=lambda each: int(each.last_state_change)):
            my_task.data.update(task.parent.data)
            if task._state == TaskState.COMPLETED:
                task._drop_children(force=True)
        my_task._inherit_data()
        return True


class ParallelJoin(_Join, ParallelGateway):  # type: ignore[misc]
    """Waits for one arrival on each flow, counted per round."""

    def _check_threshold_unstructured(self, my_task: CaseTask) -> bool:
        wait = set(self.inputs)
        for task in walk(my_task):
            if task is my_task or task.task_spec is not self:
                continue
            while task is not None and task.task_spec not in wait:
                task = task.parent
            if task is not None:
                wait.discard(task.task_spec)  # reached only through myself: the loop back
        for task in _this_round(my_task):
            if task.task_spec is self and task.parent._state == TaskState.COMPLETED:
                wait.discard(task.parent.task_spec)
        return not wait


class InclusiveJoin(_Join, _Choice, InclusiveGateway):  # type: ignore[misc]
    """Waits until no token can reach it any more (BPMN 2.0, 13.4.3), counted per round."""

    def _check_threshold_unstructured(self, my_task: CaseTask) -> bool:
        tasks = _this_round(my_task)
        arrivals = [task for task in tasks if task.task_spec is self]
        arrived = {task.parent.task_spec for task in arrivals if task.parent._state == TaskState.COMPLETED}
        if any(task.parent._state & TaskState.DEFINITE_MASK and task.parent.task_spec not in arrived for task in arrivals):
            return False
        waiting = [spec for spec in self.inputs if spec not in arrived]
        sources = [task.task_spec for task in my_task.workflow.tasks.values() if task.task_spec is not self and _has_token(task)]
        return not any(_reaches(source, spec, self) for source in sources for spec in waiting if not _covered(source, arrived, self))

    def _run_hook(self, my_task: CaseTask) -> bool:
        _Join._run_hook(self, my_task)
        matches, defaults = self._get_matching_outputs(my_task)
        if not matches and not defaults:
            raise WorkflowException("no flow", self)
        my_task._sync_children(matches or defaults, TaskState.FUTURE)
        for child in my_task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        return True


def _has_token(task: CaseTask) -> bool:
    """Whether a token is here, or about to be: a sibling whose turn comes in the same step is still FUTURE."""
    if task._state & ACTIVE:
        return True
    return task._state == TaskState.FUTURE and task.parent is not None and task.parent._state == TaskState.COMPLETED


def _reaches(source: Any, target: Any, join: Any) -> bool:
    """Whether a path of flows leads from ``source`` to ``target`` without visiting ``join``."""
    seen, stack = set(), [source]
    while stack:
        spec = stack.pop()
        if spec is target:
            return True
        if spec is join or spec.name in seen:
            continue
        seen.add(spec.name)
        stack.extend(spec.outputs)
    return False


def _covered(source: Any, arrived: set[Any], join: Any) -> bool:
    """BPMN: a token that could also reach a flow that has one already does not make the join wait."""
    return any(_reaches(source, spec, join) for spec in arrived)


class EndJoin(_Join, _EndJoin):  # type: ignore[misc]
    """A process ends when nothing in it is unfinished any more."""

    def _check_threshold_unstructured(self, my_task: CaseTask) -> bool:
        return all(task is my_task for task in walk(my_task.workflow.task_tree, UNFINISHED, self.name))


class ProcessSpec(BpmnProcessSpec):  # type: ignore[misc]
    """A process with our own end."""

    end: Any

    def __init__(self, name: str, description: str | None = None, filename: str | None = None) -> None:
        super().__init__(name=name, description=description, filename=filename)
        del self.task_specs[self.end.name], self.task_specs["End"]
        self.end = EndJoin(self, f"{self.name}.EndJoin")
        self.end.connect(SimpleBpmnTask(self, "End"))
