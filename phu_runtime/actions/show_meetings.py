"""Afspraken en toezicht: what a reader may begin without a tenant, the tasks of its office, and the cases it takes part in."""

from __future__ import annotations

from dataclasses import dataclass

from phu_runtime.access import StartAccess, may, require
from phu_runtime.access.registers import readable_registers
from phu_runtime.access.roles import ROLES
from phu_runtime.records import accounts, meetings
from phu_runtime.shapes import Actor, CaseHeader, TaskRow
from phu_runtime.showing.lines import case_line, phase_name
from phu_runtime.showing.rows import show_row
from phu_runtime.steps.store import Store


@dataclass(frozen=True)
class Meetings:
    """``starts``: (form, title, explanation) of what may be begun. ``registers``: whether there is a register to read."""

    starts: list[tuple[str, str, str]]
    tasks: list[TaskRow]
    cases: list[CaseHeader]
    registers: bool


def show_meetings(store: Store, actor: Actor) -> Meetings:
    """Everyone who is signed in sees the page; what stands on it is what the reader's roles may do. Raises NotFound."""
    require(actor, "see_work_process")
    mine = [(task, case) for task, case in meetings.tasks_without_tenant(store.session, actor.organisation_id) if _holds(actor, task.roles)]
    names = accounts.names_of(store.session, [task.claimed_by for task, _ in mine if task.claimed_by])
    rows = []
    for task, case in mine:
        work = store.runtime.work_process(store.session, case.release_id)
        phase = phase_name(work, case)
        rows.append(show_row(task, case, actor, store.now, work.calendar, phase=phase, organisation=actor.organisation, names=names))
    found = meetings.cases_without_tenant(store.session, actor.organisation_id)
    cases = [case_line(store, case) for case, roles in found if any(_holds(actor, role) for role in roles)]
    return Meetings(_starts(store, actor), rows, cases, bool(readable_registers(actor)))


def _holds(actor: Actor, roles: str) -> bool:
    """An office is for who holds it; what the organisation itself does is for all its people."""
    return any(role in actor.roles or role not in ROLES for role in roles.split(","))


def _starts(store: Store, actor: Actor) -> list[tuple[str, str, str]]:
    work = store.runtime.work_process(store.session, store.runtime.active_release(store))
    return [
        (start.form, work.forms[start.form].title, work.diagrams[start.diagram].documentation)
        for start in work.diagrams.starts()
        if start.form
        and not work.has_tenant(start.diagram)
        and may(actor, "start_case", StartAccess(start.diagram, tuple(start.roles))).allowed
    ]
