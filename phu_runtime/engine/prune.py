"""Cutting what nobody will look at again out of the task tree, so that a case costs the same in its tenth year.

A finished chain above the lowest common ancestor of all that is unfinished goes. What stays although it is finished: an arrival at
a join of a round still open (it is the evidence that its branch has arrived), and its parent (whose local data the join merges).
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from phu_runtime.engine.activities import EndJoin, nearest
from phu_runtime.engine.events import EdgeEvent
from phu_runtime.engine.loops import RepeatedTask
from phu_runtime.engine.tree import ACTIVE, FINISHED, UNFINISHED, CaseTask, CaseWorkflow


def prune(case: CaseWorkflow) -> int:
    """Prune a case after a step, when nothing is READY but tasks for people. Returns how many tasks went."""
    removed = 0
    for tree in (case, *case.subprocesses.values()):
        if tree.completed:
            continue
        removed += _drop_rounds(tree)
        removed += _drop_branches(tree)
        removed += _cut_chain(tree)
    return removed + _drop_called(case)


def finish(case: CaseWorkflow) -> None:
    """A completed case keeps its document and its root; nothing in it will run again."""
    root = case.task_tree
    root._children = []
    case.tasks = {root.id: root}
    case.subprocesses.clear()
    case.event_manager.tasks.clear()
    case.last_task = root


def _below(tree: Any, task: CaseTask) -> list[CaseTask]:
    """A task and all its descendants in the same tree."""
    found, stack = [], [task.id]
    while stack:
        here = tree.tasks[stack.pop()]
        found.append(here)
        stack.extend(here._children)
    return found


def _remove(tree: Any, gone: list[CaseTask]) -> int:
    for task in gone:
        tree.tasks.pop(task.id, None)
    if tree.last_task is not None and tree.last_task.id not in tree.tasks:
        tree.last_task = tree.task_tree
    return len(gone)


def _drop_rounds(tree: Any) -> int:
    """Finished rounds of a repeated task: the loop only counts them."""
    removed = 0
    for loop in [task for task in tree.tasks.values() if isinstance(task.task_spec, RepeatedTask) and task._state & UNFINISHED]:
        for child in [tree.tasks[number] for number in loop._children]:
            if child._state & FINISHED and child.triggered:
                below = _below(tree, child)
                if not any(task._state & ACTIVE for task in below):
                    loop._children.remove(child.id)
                    removed += _remove(tree, below)
    return removed


def _drop_branches(tree: Any) -> int:
    """Branches of non-interrupting boundary events that have ended while their activity goes on (0..n facts)."""
    removed = 0
    fired = [
        task
        for task in tree.tasks.values()
        if task._state == TaskState.COMPLETED and isinstance(task.task_spec, EdgeEvent) and not task.task_spec.cancel_activity
    ]
    for event in fired:
        if event.id not in tree.tasks:
            continue
        branch = _below(tree, event)
        if not any(_still_counts(task) for task in branch):
            tree.tasks[event._parent]._children.remove(event.id)
            removed += _remove(tree, branch)
    return removed


def _still_counts(task: CaseTask) -> bool:
    if task._state & UNFINISHED and not isinstance(task.task_spec, BoundaryEventJoin):
        return True
    return isinstance(task.task_spec, UnstructuredJoin) and not isinstance(task.task_spec, EndJoin)


def _cut_chain(tree: Any) -> int:
    """The finished chain from the root to the lowest common ancestor of all that is unfinished."""
    tasks, root = tree.tasks, tree.task_tree
    top = _lowest_common(tree)
    if top is root or (top._parent == root.id and len(root._children) == 1):
        return 0
    keep = {root.id} | {task.id for task in _below(tree, top)}
    evidence = _evidence(tree, keep)
    children = [top.id]
    for task in evidence:
        parent = tasks[task._parent]
        task._children = []
        keep.add(task.id)
        if parent is root:
            children.append(task.id)
        else:
            parent._children, parent._parent = [task.id], root.id
            keep.add(parent.id)
            children.append(parent.id)
    gone = [task for task in tasks.values() if task.id not in keep]
    root._children, top._parent = children, root.id
    return _remove(tree, gone)


def _lowest_common(tree: Any) -> CaseTask:
    tasks = tree.tasks
    live: set[int] = set()
    for task in tasks.values():
        number = task.id if task._state & UNFINISHED else None
        while number is not None and number not in live:
            live.add(number)
            number = tasks[number]._parent
    here: CaseTask = tree.task_tree
    while True:
        below = [child for child in here._children if child in live]
        if len(below) != 1:
            return here
        child = tasks[below[0]]
        if not child._state & FINISHED or not child._children:
            return here
        here = child


def _evidence(tree: Any, keep: set[int]) -> list[CaseTask]:
    """Finished arrivals outside the kept part that a join of a round still open counts. An end only waits for what is unfinished."""
    tasks = tree.tasks.values()
    active = [task for task in tasks if task._state & ACTIVE]
    open_rounds: dict[str, set[int | None]] = {}
    found = []
    for task in tasks:
        spec = task.task_spec
        if task.id in keep or not task._state & FINISHED or not isinstance(spec, UnstructuredJoin) or isinstance(spec, EndJoin):
            continue
        if spec.name not in open_rounds:
            open_rounds[spec.name] = {nearest(each, spec) for each in active}
        if nearest(task, spec) in open_rounds[spec.name]:
            found.append(task)
    return found


def _drop_called(case: CaseWorkflow) -> int:
    """Called processes of tasks that are finished or gone: nothing reads them again."""
    removed = 0
    while True:
        known = {number: task for tree in (case, *case.subprocesses.values()) for number, task in tree.tasks.items()}
        gone = [number for number in case.subprocesses if number not in known or known[number]._state & FINISHED]
        if not gone:
            return removed
        for number in gone:
            for task in case.subprocesses.pop(number).tasks.values():
                removed += 1
                case.event_manager.remove_task(task)
