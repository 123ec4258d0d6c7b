"""What came of a step, in the words of ``dan``: so a rehearsal that was recorded expects what was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from phu_runtime.calendar import local_date
from phu_runtime.records import dossiers, tasks
from phu_runtime.rehearsal.checks import CLOSED, open_names
from phu_runtime.rehearsal.play import Play
from phu_runtime.rehearsal.spoken import as_said
from phu_runtime.steps.opening import CaseStep, open_case

LONGEST = 80


class Observer:
    """Looks at a play after each step, and remembers what it saw before."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._seen: set[str] = set()

    def then(self) -> dict[str, Any]:
        """What is open; then what is new since the last look: notices, decisions, terms, letters, the end."""
        with self._play.runtime.reading() as store:
            step = open_case(store, self._play.case_id, lock=False)
            rows = tasks.open_tasks(store.session, self._play.case_id)
            then: dict[str, Any] = {"open": sorted(open_names(rows))}
            found = {
                "bericht": sorted({f"{role} {event}" for role, event in self._play.told}),
                "besluit": self._decided(step),
                "termijn": _terms(rows, [row for row in rows if self._new(row.id)]),
                "brief": [letter.template for letter in dossiers.letters(store.session, self._play.case_id) if self._new(letter.id)],
            }
            then |= {word: value for word, value in found.items() if value}
            if step.case.status == CLOSED:
                then["einde"] = as_said(step.case.outcome)
            return then

    def _new(self, row_id: str) -> bool:
        is_new = row_id not in self._seen
        self._seen.add(row_id)
        return is_new

    def _decided(self, step: CaseStep) -> dict[str, Any]:
        """The outcomes of tables that the case keeps under the table's name."""
        context = step.context()
        found: dict[str, Any] = {}
        for line in dossiers.decision_lines(step.store.session, step.case.id):
            kept = context.get(line.decision) if self._new(line.id) else None
            if isinstance(kept, Mapping):
                found |= {f"{line.decision}.{name}": as_said(value) for name, value in kept.items() if _tells(value)}
        return dict(sorted(found.items()))


def _tells(value: Any) -> bool:
    """Whether it can be written in a few words."""
    if isinstance(value, list | tuple):
        return all(not isinstance(item, Mapping | list) for item in value)
    return value is not None and not isinstance(value, Mapping) and len(str(value)) <= LONGEST


def _terms(rows: Sequence[Any], opened: Sequence[Any]) -> dict[str, str]:
    """The day on which a task that opened must be done, under its form's name, or its element's where that says more."""
    due: dict[str, datetime | None] = {name: row.due for row in rows for name in (row.form, row.element)}
    forms = [row.form for row in rows]
    found: dict[str, str] = {}
    for row in opened:
        name = row.form if row.form and forms.count(row.form) == 1 else row.element
        day = due.get(name)
        if day is not None:
            found[name] = local_date(day).isoformat()
    return dict(sorted(found.items()))
