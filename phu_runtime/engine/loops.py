"""Repeating a task: until a condition holds (standard loop), or once per item (multi-instance)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import ParallelMultiInstanceTask, SequentialMultiInstanceTask, StandardLoopTask
from SpiffWorkflow.util.task import TaskState

from phu_runtime.engine.step import stuck
from phu_runtime.engine.tree import CaseTask

MOST_INSTANCES = 50


class RepeatedTask(StandardLoopTask):  # type: ignore[misc]
    """Again while the condition is true. Keeps a count where stock keeps a list of all rounds, so the state stays flat."""

    def _update_hook(self, my_task: CaseTask) -> bool | None:
        my_task._inherit_data()
        my_task.internal_data["merged"] = 0
        if self.test_before and self.loop_complete(my_task):
            return True
        my_task._set_state(TaskState.STARTED)
        self.create_child(my_task)
        return None

    def create_child(self, my_task: CaseTask) -> None:
        child = my_task._add_child(my_task.workflow.spec.task_specs[self.task_spec], TaskState.WAITING)
        child.triggered = True
        child.task_spec._update(child)

    def merge_child(self, workflow: Any, child: CaseTask) -> None:
        my_task = child.parent
        my_task.internal_data["merged"] += 1
        if self.loop_complete(my_task):
            my_task._set_state(TaskState.READY)
        else:
            self.create_child(my_task)

    def loop_complete(self, my_task: CaseTask) -> bool:
        if self.maximum is not None and my_task.internal_data["merged"] >= self.maximum:
            return True
        return self.condition is not None and not my_task.workflow.top_workflow.step.condition(my_task, self.condition)


class Items:
    """The items of a multi-instance task, evaluated once when it starts: a FEEL list, or a number of times."""

    bpmn_id = "items"

    def __init__(self, text: str, counted: bool) -> None:
        self.text, self.counted = text, counted

    def exists(self, my_task: CaseTask) -> bool:
        return True

    def get(self, my_task: CaseTask) -> list[Any]:
        if "items" not in my_task.internal_data:
            my_task.internal_data["items"] = self._evaluate(my_task)
        items: list[Any] = my_task.internal_data["items"]
        return items

    def _evaluate(self, my_task: CaseTask) -> list[Any]:
        step = my_task.workflow.top_workflow.step
        value = step.evaluate(my_task, self.text)
        if self.counted and isinstance(value, int | Decimal) and not isinstance(value, bool) and value == int(value) and value >= 0:
            many = int(value)
        elif not self.counted and isinstance(value, list | tuple):
            many = len(value)
        else:
            raise stuck(my_task, f"'{self.text}' geeft geen {'aantal' if self.counted else 'lijst'}.")
        if many > MOST_INSTANCES:
            raise stuck(my_task, f"De taak zou {many} keer tegelijk openen; hoogstens {MOST_INSTANCES} keer mag.")
        return list(range(many)) if self.counted else [step.plain(item) for item in value]


class CaseVariable:
    """A variable of the case, as the place where a multi-instance task collects its answers."""

    def __init__(self, name: str) -> None:
        self.bpmn_id = name


class _Instances:
    """One instance per item. The item is local to its instance; collected answers are a case variable, made anew each time."""

    data_input: Any
    data_output: Any
    output_item: Any
    condition: str | None

    def start_collecting(self, my_task: CaseTask) -> None:
        my_task._inherit_data()
        if self.data_output is not None:
            my_task.workflow.top_workflow.step.set_variables({self.data_output.bpmn_id: []})

    def init_data_output_with_input_data(self, my_task: CaseTask, input_data: Any) -> None:
        """Done by ``start_collecting``."""

    def keep(self, child: CaseTask) -> None:
        my_task, top = child.parent, child.workflow.top_workflow
        my_task.internal_data["merged"].append(str(child.id))
        if self.data_output is not None and self.output_item is not None and self.output_item.bpmn_id in child.data:
            name = self.data_output.bpmn_id
            top.step.set_variables({name: [*top.variables.get(name, []), child.data[self.output_item.bpmn_id]]})

    def check_completion_condition(self, my_task: CaseTask) -> bool:
        merged = my_task.internal_data.get("merged", [])
        if self.condition is None or not merged:
            return False
        step = my_task.workflow.top_workflow.step
        last = my_task.workflow.tasks[int(merged[-1])]
        counts = {"nrOfInstances": len(self.data_input.get(my_task)), "nrOfCompletedInstances": len(merged)}
        return step.evaluate(last, self.condition, counts) is True


class ParallelInstances(_Instances, ParallelMultiInstanceTask):  # type: ignore[misc]
    """All instances at once."""

    def _update_hook(self, my_task: CaseTask) -> bool | None:
        self.start_collecting(my_task)
        done: bool | None = super()._update_hook(my_task)
        return done

    def merge_child(self, workflow: Any, child: CaseTask) -> None:
        self.keep(child)
        my_task = child.parent
        if self.check_completion_condition(my_task):
            for other in list(self._instances(my_task)):
                other.cancel()
            my_task._set_state(TaskState.READY)
        elif self.children_complete(my_task):
            my_task._set_state(TaskState.READY)


class SequentialInstances(_Instances, SequentialMultiInstanceTask):  # type: ignore[misc]
    """One instance after another."""

    def _update_hook(self, my_task: CaseTask) -> bool | None:
        self.start_collecting(my_task)
        done: bool | None = super()._update_hook(my_task)
        return done

    def merge_child(self, workflow: Any, child: CaseTask) -> None:
        self.keep(child)
        my_task = child.parent
        if self.children_complete(my_task) or self.check_completion_condition(my_task):
            my_task._set_state(TaskState.READY)
        else:
            self.add_next_child(my_task)

    def add_next_child(self, my_task: CaseTask) -> None:
        """Stock takes an item that is null for the end of the list."""
        remaining = my_task.internal_data["remaining"]
        if remaining:
            my_task.internal_data["remaining"] = remaining[1:]
            self.create_child(my_task, self.data_input.get(my_task)[remaining[0]], remaining[0])


def instances_around(task: CaseTask) -> list[CaseTask]:
    """The multi-instance instances that a task is in, innermost first (the task itself may be one)."""
    found: list[CaseTask] = []
    here: CaseTask | None = task
    while here is not None:
        if here.parent is not None and isinstance(here.parent.task_spec, _Instances):
            found.append(here)
        number = here.workflow.parent_task_id
        here = here.workflow.top_workflow.get_task_from_id(number) if number is not None else None
    return found
