"""The tasks that someone chose in the worklist, by name: to hand over, and to say which of them did not go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from phu_runtime.access import require
from phu_runtime.accounts.absence import colleagues_to_choose
from phu_runtime.records import tasks
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class ChosenTask:
    """``words``: its name and case number, as a sentence can hold them."""

    task_id: str
    name: str
    case_number: str

    @property
    def words(self) -> str:
        return f"'{self.name}' ({self.case_number})"


@dataclass(frozen=True)
class ChosenTasks:
    """``colleagues``: (id, name) of who can get them."""

    tasks: Sequence[ChosenTask]
    colleagues: Sequence[tuple[str, str]]


def show_chosen_tasks(store: Store, actor: Actor, task_ids: Sequence[str]) -> ChosenTasks:
    """Only tasks of the actor's own organisation; others are left out as if they did not exist. Raises NotYours."""
    require(actor, "see_worklist")
    rows = tasks.tasks_of_organisation(store.session, task_ids, actor.organisation_id)
    return ChosenTasks([ChosenTask(row.id, row.name, row.case_number) for row in rows], colleagues_to_choose(store, actor))
