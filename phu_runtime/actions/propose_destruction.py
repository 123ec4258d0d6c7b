"""A month before its term of retention ends, the corporation of a closed case is asked whether it may go already (PP 7.1, 7.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from phu_runtime.calendar import Calendar
from phu_runtime.engine import Start
from phu_runtime.records import cases, participation, releases
from phu_runtime.steps.beginning import STARTER, Beginning, first_step, new_case
from phu_runtime.steps.moving import move
from phu_runtime.steps.store import Store
from phu_runtime.steps.writing import write_step

MESSAGE = "vernietiging_voorstellen"
AHEAD = 1
"""Months before the end of retention."""
AFTER_CLOSING = timedelta(days=28)
"""A case that is kept for a month only has just been closed: nobody is asked about it."""


def propose_destruction(store: Store) -> list[str]:
    """Starts the process that begins with message ``vernietiging_voorstellen``, once for each case whose term of retention ends
    within a month; gives the ids of what was started. Without a work process, or one with such a start, nothing is proposed."""
    release = releases.active_release(store.session, store.now)
    if release is None:
        return []
    starts = store.runtime.work_process(store.session, release.id).diagrams.starts()
    start = next((start for start in starts if start.message == MESSAGE), None)
    if start is None:
        return []
    until = Calendar().end_of_term(store.now, AHEAD, "maanden", roll=False).due
    found = cases.to_propose(store.session, start.diagram, until, store.now - AFTER_CLOSING)
    return [begun for case in found if (begun := _propose(store, release.id, start, case))]


def _propose(store: Store, release_id: str, start: Start, case: Any) -> str:
    reporter = next((party for party, _ in participation.current_parties(store.session, case.id) if party.role == STARTER), None)
    if reporter is None:
        return ""
    given = {"te_vernietigen": case.number, "vernietigen_op": case.destroy_after.isoformat()}
    beginning = Beginning(start.diagram, start.message, "", reporter.organisation_id, given, parent_id=case.id)
    step = new_case(store, release_id, beginning, None)
    write_step(step, move(step, lambda: first_step(step, beginning, STARTER), {}))
    return str(step.case.id)
