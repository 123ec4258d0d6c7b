"""A case that runs: the only door to SpiffWorkflow. Every action fires what was due, steps, prunes, and tells the situation.

A ``Run`` is used by one thread at a time. After an action that succeeded it may be kept and used again (an LRU of live runs);
after one that failed it is dead: drop it and load the stored state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from SpiffWorkflow.util.task import TaskState

from phu_runtime.engine import events, look, state
from phu_runtime.engine.activities import PersonTask
from phu_runtime.engine.diagrams import Diagrams
from phu_runtime.engine.loops import instances_around
from phu_runtime.engine.prune import finish, prune
from phu_runtime.engine.situation import Mark, Situation, World
from phu_runtime.engine.step import Progress, Step, explain, stuck
from phu_runtime.engine.tree import CaseTask, CaseWorkflow
from phu_runtime.errors import CaseStuck, NotFound, OutOfDate, PhuError

_GONE = "Deze stap is al gedaan of niet meer nodig. Bekijk de casus opnieuw."


class Run:
    """One case in memory."""

    def __init__(self, process: str, case: CaseWorkflow) -> None:
        self.process = process
        self._case = case
        self._dead: PhuError | None = None

    # ---- begin, keep, restore

    @classmethod
    def start(
        cls,
        diagrams: Diagrams,
        process: str,
        world: World,
        *,
        message: str | None = None,
        payload: Any = None,
        variables: Mapping[str, Any] | None = None,
    ) -> tuple[Run, Situation]:
        """Begin a case of ``process``, with ``message`` at its message start, else at its plain start.

        ``variables`` are in the case's document before anything runs. Raises NotFound (no such process or start), CaseStuck.
        """
        starts = diagrams[process].starts
        if message is not None and all(start.message != message for start in starts):
            raise NotFound(f"De tekening '{process}' begint niet met het bericht '{message}'.")
        if message is None and all(start.message for start in starts):
            raise NotFound(f"De tekening '{process}' begint alleen met een bericht. Kies een van haar startformulieren.")
        spec, called = diagrams.specs(process)
        run = cls(process, CaseWorkflow(spec, called, events.CaseEvents))
        with run._action(world) as step:
            step.set_variables(variables or {})
            run._settle(step)
            if message is not None:
                events.send(run._case, message, step.plain(payload))
                run._settle(step)
        return run, run._told

    @classmethod
    def load(cls, diagrams: Diagrams, blob: bytes) -> Run:
        """A case from its stored state. Raises CaseStuck when the state is of another format or does not fit the diagrams."""
        return cls(*state.load(diagrams, blob))

    def dump(self) -> bytes:
        """The state to store: flat over any number of rounds. Raises CaseStuck when the variables are over 256 KB."""
        self._alive()
        return state.dump(self.process, self._case)

    @property
    def variables(self) -> Mapping[str, Any]:
        """The case's document as it is now; nobody may change it."""
        return self._case.variables

    @property
    def progress(self) -> Mapping[str, Mark]:
        """Element id → how often and when it was started."""
        return Progress(self._case.marks)

    # ---- actions

    def complete(self, task_id: str, answers: Mapping[str, Any], world: World) -> Situation:
        """A person did a task. ``answers`` go into the case's document (what a multi-instance task collects: into its list).

        Raises NotFound (never a task of this case), OutOfDate (done, or gone meanwhile), CaseStuck.
        """
        self._alive()
        self._open_task(task_id)
        with self._action(world) as step:
            self._settle(step)
            task = self._open_task(task_id)
            step.set_variables(self._keep_local(task, answers, step))
            self._running(step, task)
            self._settle(step)
        return self._told

    def wake(self, world: World) -> Situation:
        """Fire every timer due at or before ``world.now``, earliest first, and what follows from it. Raises CaseStuck."""
        with self._action(world) as step:
            self._settle(step)
        return self._told

    def send_message(self, name: str, payload: Any, world: World, *, variables: Mapping[str, Any] | None = None) -> Situation:
        """A message from outside. ``payload`` is local to the branch (``resultVariable``); ``variables`` go into the document.

        Raises OutOfDate when nothing waits for it (any more), CaseStuck.
        """
        self._alive()
        with self._action(world) as step:
            self._settle(step)
            if self._case.completed or not any(message == name for message in look.messages(self._case)):
                raise OutOfDate("Dit kan nu niet (meer) bij deze casus. Bekijk de casus opnieuw.")
            step.set_variables(variables or {})
            events.send(self._case, name, step.plain(payload))
            self._settle(step)
        return self._told

    def move_timer(self, timer_id: str, due: datetime, world: World) -> Situation:
        """Give a running timer another due moment (aware). Raises OutOfDate when it runs no more, NotFound, CaseStuck."""
        self._alive()
        with self._action(world) as step:
            number, _, position = timer_id.partition(".")
            inside = self._case.inside_id(number)
            if inside is None:
                raise NotFound("Deze termijn hoort niet bij deze casus.")
            task = self._case.event_manager.tasks.get(inside)
            place = int(position or 0)
            if task is None or all(place != running for running, _, _ in events.running_timers(task)):
                raise OutOfDate("Deze termijn loopt niet meer. Bekijk de casus opnieuw.")
            task.internal_data["due"][place] = due.astimezone(UTC).isoformat()
            self._settle(step)
        return self._told

    def set_variables(self, variables: Mapping[str, Any], world: World) -> Situation:
        """Change the document without a step of the diagram: a correction, or an incident being mended. Raises CaseStuck."""
        with self._action(world) as step:
            step.set_variables(variables)
        return self._told

    def situation(self, world: World) -> Situation:
        """Where the case stands, with roles evaluated anew. Nothing changes and nothing is new. Raises CaseStuck."""
        with self._action(world):
            pass
        return self._told

    def adjust(self, world: World, change: Callable[[], None]) -> Situation:
        """For ``migrate`` and ``repair``: change the tree itself, without a step of the diagram. Raises CaseStuck."""
        with self._action(world):
            change()
        return self._told

    # ---- within an action

    _told: Situation

    @contextmanager
    def _action(self, world: World) -> Iterator[Step]:
        self._alive()
        case = self._case
        step = case.step = Step(case, world)
        try:
            yield step
            finish(case) if case.completed else prune(case)
            self._told = look.look(case, step)
        except PhuError as error:
            self._dead = error
            raise
        except Exception as error:
            self._dead = stuck(case.task_tree, "Er ging iets mis in het programma.")
            raise self._dead from error
        finally:
            case.step = None
            case.bpmn_events.clear()

    def _alive(self) -> None:
        if self._dead is not None:
            raise self._dead

    def _open_task(self, task_id: str) -> CaseTask:
        number = self._case.inside_id(task_id)
        if number is None:
            raise NotFound("Deze taak hoort niet bij deze casus.")
        for tree in (self._case, *self._case.subprocesses.values()):
            task = tree.tasks.get(number)
            if task is not None and not tree.completed and isinstance(task.task_spec, PersonTask) and task._state == TaskState.READY:
                return task
        raise OutOfDate(_GONE)

    def _keep_local(self, task: CaseTask, answers: Mapping[str, Any], step: Step) -> dict[str, Any]:
        """Answers that a multi-instance task collects stay with its instance; the rest is returned."""
        rest = dict(answers)
        for instance in instances_around(task):
            answer = instance.parent.task_spec.output_item
            if answer is not None and answer.bpmn_id in rest:
                instance.data[answer.bpmn_id] = step.plain(rest.pop(answer.bpmn_id))
        return rest

    def _settle(self, step: Step) -> None:
        """Run what needs nobody, then let go off what is due, earliest first, until neither is left: one may cause the other."""
        self._automatic(step)
        while not self._case.completed:
            due = [
                (moment, task.id, position, task)
                for task in self._case.event_manager.tasks.values()
                for position, moment, _ in events.running_timers(task)
                if moment <= step.now
            ]
            if not due:
                return
            _, _, position, task = min(due, key=lambda each: each[:3])
            step.spend(task)
            self._guarded(task, partial(events.fire, task, position))
            self._automatic(step)

    def _automatic(self, step: Step) -> None:
        """Run everything that needs nobody: innermost processes first, until only people, timers and messages are waited for."""
        case, moved = self._case, True
        while moved and not case.completed:
            moved = False
            before = len(case.subprocesses)
            for tree in sorted((tree for tree in case.subprocesses.values() if not tree.completed), key=lambda each: -each.depth):
                while not tree.completed and self._pass(step, tree):
                    moved = True
                if tree.completed:
                    moved = True
            moved = self._pass(step, case) or moved or len(case.subprocesses) > before

    def _pass(self, step: Step, tree: Any) -> bool:
        ready = [task for task in tree.tasks.values() if task._state == TaskState.READY and not task.task_spec.manual]
        for task in ready:
            if task._state == TaskState.READY and task.id in tree.tasks and not tree.completed:
                self._running(step, task)
        return bool(ready)

    def _running(self, step: Step, task: CaseTask) -> None:
        step.spend(task)
        self._guarded(task, task.run)

    def _guarded(self, task: CaseTask, act: Any) -> None:
        """The engine's boundary: whatever goes wrong gets the place where it did."""
        try:
            act()
        except (CaseStuck, OutOfDate):
            raise
        except Exception as error:  # a table, a block or SpiffWorkflow itself, which raises bare exceptions too
            raise stuck(task, explain(task, error)) from error
