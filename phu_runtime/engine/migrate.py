"""Taking a running case to another release: its tokens stay where they are, or the element at which one would be lost is named.

Kept: the document, task ids, due moments, what is local to a branch, how often each element was started. What was only foreseen is
foreseen anew. Stock's migration starts open tasks and timers again and leaves a token on a deleted element; this one refuses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from phu_runtime.engine.activities import EndJoin
from phu_runtime.engine.diagrams import Diagrams
from phu_runtime.engine.events import EdgeEvent, FirstOf
from phu_runtime.engine.run import Run
from phu_runtime.engine.situation import Situation, World
from phu_runtime.engine.state import Skeleton, rebuilt, skeleton
from phu_runtime.engine.tree import ACTIVE, FINISHED, CaseTask, CaseWorkflow

_NOWHERE: Mapping[str, str] = {}


@dataclass(frozen=True)
class Lost:
    """An element at which a case cannot go over, with the reason in Dutch."""

    element: str
    name: str
    reason: str


def obstacles(old: Diagrams, new: Diagrams, blob: bytes, moved: Mapping[str, str] = _NOWHERE) -> list[Lost]:
    """Why a case cannot go over; empty when it can. The case itself is not touched. Raises CaseStuck for an unreadable state.

    ``moved``: elements of the old diagrams → those of the new ones at which their tokens go on (a choice of a person).
    """
    state = skeleton(blob)
    if state.process not in new:
        return [Lost(state.process, state.process, "De tekening bestaat niet meer.")]
    found = [lost for tree in state.trees for lost in _tree(old, new, state, tree, moved)]
    return list(dict.fromkeys(found))


def migrate(
    old: Diagrams, new: Diagrams, blob: bytes, world: World, moved: Mapping[str, str] = _NOWHERE
) -> tuple[Run, Situation]:
    """The case on the new diagrams, nothing stepped. Raises ValueError when ``obstacles`` finds any, CaseStuck when a new timer has
    no moment."""
    if obstacles(old, new, blob, moved):
        raise ValueError("this case cannot go over")
    process, case = rebuilt(new, blob, lambda state: state < TaskState.WAITING, lambda spec: now_named(spec, moved))
    run = Run(process, case)
    return run, run.adjust(world, lambda: _foresee(case))


# ---- what stands in the way


def now_named(spec: str, moved: Mapping[str, str]) -> str:
    """The name of a spec when its element has moved; what is added around an element is named after it."""
    for before, after in moved.items():
        if spec == before or spec.startswith((f"{before}.", f"{before} ")):
            return after + spec[len(before) :]
    return spec


def _tree(old: Diagrams, new: Diagrams, state: Skeleton, tree: Any, moved: Mapping[str, str]) -> Iterator[Lost]:
    _, specs = old.specs(state.process)
    _, known = new.specs(state.process)
    before, after = specs[tree.name], known.get(tree.name)
    if after is None:
        yield Lost(tree.name, tree.name.rpartition("/")[2], "Dit deel bestaat niet meer.")
        return
    definite = [row for row in tree.rows if row.state >= TaskState.WAITING]
    for row in definite:
        here, there = before.task_specs[row.spec], after.task_specs.get(now_named(row.spec, moved))
        reason = _spec(here, there, row.state, before, after)
        if reason:
            yield Lost(*_named(here, before), reason)
        elif row.state & ACTIVE and there is not None:
            had, has = open_joins(here), open_joins(there)
            for name in sorted({*had, *has}):
                if had.get(name) != has.get(name):
                    process = after if name in has else before
                    yield Lost(*_named(process.task_specs[name], process), "Hier wordt nu op andere wegen gewacht dan deze casus neemt.")


def _spec(here: Any, there: Any, state: int, before: Any, after: Any) -> str:
    """Why a token that is at ``here`` cannot be at ``there``; "" when it can."""
    waits = isinstance(here, EdgeEvent) and state == TaskState.WAITING
    if there is None:
        return "" if waits and not _lonely(here, before, after) else "Dit onderdeel bestaat niet meer."
    if type(here) is not type(there):
        return "Dit onderdeel is van een andere soort geworden."
    if type(getattr(here, "event_definition", None)) is not type(getattr(there, "event_definition", None)):
        return "Dit wacht in de nieuwe versie op iets anders."
    if isinstance(here, EdgeEvent) and state & FINISHED and here.cancel_activity != there.cancel_activity:
        return "Deze gebeurtenis onderbreekt nu anders."
    if isinstance(here, UnstructuredJoin) and not isinstance(here, EndJoin) and _names(here.inputs) != _names(there.inputs):
        return "Hier komen andere pijlen samen."
    if isinstance(getattr(here, "event_definition", None), FirstOf) and state & ACTIVE and _names(here.outputs) != _names(there.outputs):
        return "Deze splitsing wacht op andere gebeurtenissen."
    if state & ACTIVE and getattr(here, "spec", None) != getattr(there, "spec", None):
        return "Hier wordt nu een andere tekening aangeroepen."
    if state & ACTIVE and isinstance(here, LoopTask) and here.task_spec != there.task_spec:
        return "Dit onderdeel wordt anders herhaald."
    if state & ACTIVE and _split_of(here, before) is None and _split_of(there, after) is not None:
        return "Op de rand van dit onderdeel staat nu voor het eerst een gebeurtenis."
    return ""


def open_joins(spec: Any) -> dict[str, list[str]]:
    """The joins that a token at ``spec`` comes to, and that wait for ways which it does not open itself: name → names of what leads
    there. They must be the same in both releases: else the case would wait for ever, or go on twice."""
    after = _after(spec)
    joins = [each for each in after if isinstance(each, UnstructuredJoin) and not isinstance(each, EndJoin) and len(each.inputs) > 1]
    splits = [each for each in (*after, spec) if isinstance(each, UnstructuredJoin) and len(each.outputs) > 1]
    found = {}
    for join in joins:
        suppliers = {split.name for split in splits if all(each in _after(split) or each is split for each in join.inputs)}
        if join in _after(spec, without=suppliers):
            found[join.name] = _names(join.inputs)
    return found


def _after(spec: Any, without: Collection[str] = ()) -> set[Any]:
    """Everything that a token at ``spec`` can come to, not going on beyond ``without``."""
    seen: set[Any] = set()
    stack = [] if spec.name in without else list(spec.outputs)
    while stack:
        here = stack.pop()
        if here not in seen:
            seen.add(here)
            stack += [] if here.name in without else here.outputs
    return seen


def _names(specs: Any) -> list[str]:
    return sorted(spec.name for spec in specs)


def _split_of(spec: Any, process: Any) -> Any:
    """The split that stands before what has events on its edge."""
    return next((each for each in spec.inputs if isinstance(each, BoundaryEventSplit)), None)


def _lonely(event: Any, before: Any, after: Any) -> bool:
    """Whether the events on the edge of an activity are all gone: the activity is drawn in another way then."""
    split = _split_of(event, before)
    return split is None or split.name not in after.task_specs


def _named(spec: Any, process: Any) -> tuple[str, str]:
    """Id and name of the element that a spec is of; what SpiffWorkflow adds around an element is named after it."""
    element = getattr(spec, "element", None)
    if element is None:
        near = process.task_specs.get(spec.name.partition(".")[0])
        element = getattr(near, "element", None)
    return (element.id, element.name or element.id) if element is not None else (spec.name, spec.name)


# ---- what was foreseen, and the events that are new on an edge


def _foresee(case: CaseWorkflow) -> None:
    for tree in (case, *case.subprocesses.values()):
        if tree.completed:
            continue
        for task in list(tree.tasks.values()):
            if task.id in tree.tasks and task._state & ACTIVE:
                task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
        for task in list(tree.tasks.values()):
            if isinstance(task.task_spec, BoundaryEventSplit) and _still_open(task):
                _add_events(task)


def _still_open(split: CaseTask) -> bool:
    return any(child._state & ACTIVE and not isinstance(child.task_spec, EdgeEvent) for child in split.children)


def _add_events(split: CaseTask) -> None:
    there = {child.task_spec.name for child in split.children}
    for spec in split.task_spec.outputs:
        if isinstance(spec, EdgeEvent) and spec.name not in there:
            event = split._add_child(spec, TaskState.WAITING)
            spec._predict(event, mask=TaskState.NOT_FINISHED_MASK)
            spec._update(event)
