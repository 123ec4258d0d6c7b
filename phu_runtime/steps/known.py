"""What is known of a case besides its engine state: the dossier, the forms sent, and who plays which role."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from phu_runtime.blocks.room import Party
from phu_runtime.records import dossiers, participation, tasks, timers

FORMS_REMEMBERED = 200


@dataclass
class Known:
    """Kept warm between steps. ``versions``: newest version of each dossier field; ``steps``: role → steps it came in at;
    ``tasks``: open task → its roles; ``timers``: waiting timer → kind, due, task_id, element, number."""

    dossier: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    steps: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    timers: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def forms(self) -> list[dict[str, Any]]:
        """``formulieren``: the forms that count, oldest first."""
        return list(self.sent.values())

    def remember(self, submission_id: str, fact: Mapping[str, Any], *, instead_of: str | None = None) -> None:
        """Adds a form that was sent, or puts a correction in the place of what it corrects; only the latest 200 stay, so that
        a case's cost does not grow for years."""
        if instead_of in self.sent:
            self.sent = {
                submission_id if key == instead_of else key: dict(fact) if key == instead_of else value for key, value in self.sent.items()
            }
            return
        self.sent[submission_id] = dict(fact)
        for key in list(self.sent)[:-FORMS_REMEMBERED]:
            del self.sent[key]

    def join(self, role: str, now: datetime) -> None:
        """From now on the role may read something."""
        self.parties[role] = replace(self.parties[role], joined=now)


Unseal = Callable[[str, bytes], Any]


def read_known(session: Any, case_id: str, unseal: Unseal) -> Known:
    """Reads and unseals what is known; two rows a form, one a field."""
    known = Known()
    for row in dossiers.newest_fields(session, case_id):
        known.dossier[row.field] = unseal(f"dossier/{row.field}", row.sealed)
        known.versions[row.field] = row.version
    for sent in dossiers.submissions(session, case_id, limit=FORMS_REMEMBERED):
        known.sent[sent.id] = form_fact(sent.form, sent.element, sent.role, sent.at, unseal(f"submission/{sent.id}", sent.sealed))
    for party, name in participation.current_parties(session, case_id):
        known.parties[party.role] = Party(party.role, party.organisation_id, name, party.joined)
        known.steps[party.role] = tuple(step for step in party.steps.split(",") if step)
    known.tasks = {row.id: row.roles for row in tasks.open_tasks(session, case_id)}
    for timer in timers.timers_of_case(session, case_id):
        known.timers[timer.id] = timer_row(timer.kind, timer.id, timer.element, timer.due, timer.task_id, timer.number)
    return known


def timer_row(kind: str, timer_id: str, element: str, due: datetime, task_id: str | None = None, number: int = 0) -> dict[str, Any]:
    """A waiting timer as ``Known`` keeps it and ``records.timers`` writes it."""
    return {"id": timer_id, "kind": kind, "element": element, "due": due, "task_id": task_id, "number": number}


def form_fact(form: str, element: str, role: str, at: datetime, answers: Mapping[str, Any]) -> dict[str, Any]:
    """One entry of ``formulieren``, as ``afgeleid`` sees it."""
    return {"formulier": form, "element": element, "rol": role, "moment": at, **answers}
