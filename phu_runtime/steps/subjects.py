"""A case and its tasks as access sees them."""

from __future__ import annotations

from typing import Any

from phu_runtime.access import CaseAccess, EventAccess, PassageAccess, TaskAccess
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.participants import fields_of

CLOSED = "gesloten"


def case_access(step: CaseStep) -> CaseAccess:
    """The case: who plays which role, whom it has reached, what is open for the Meldpunt."""
    context = step.context()
    parties = step.known.parties
    return CaseAccess(
        case_id=step.case.id,
        parties={role: party.organisation_id for role, party in parties.items()},
        joined=frozenset(role for role, party in parties.items() if party.joined),
        status=CLOSED if step.case.status == CLOSED else "open",
        phase=step.case.phase,
        regisseur=step.case.regisseur,
        dossier_open_for_meldpunt=bool(context["dossier_open_voor_meldpunt"]),
        traceable=step.has_tenant,
        meldpunt_check_running="meldpunt" in parties and bool(fields_of(step, "meldpunt", context).read),
    )


def task_access(step: CaseStep, row: Any, claimed_by_name: str = "") -> TaskAccess:
    """A task row in its case."""
    return TaskAccess(
        case=case_access(step),
        roles=tuple(role for role in row.roles.split(",") if role),
        status=row.status,
        step=row.step,
        claimed_by=row.claimed_by,
        claimed_by_name=claimed_by_name,
    )


def event_access(step: CaseStep, awaited: Any) -> EventAccess:
    """An event that the case waits for."""
    return EventAccess(case=case_access(step), roles=tuple(awaited.roles))


def passage_access(step: CaseStep, passage: Any) -> PassageAccess:
    """A completed task of the history."""
    return PassageAccess(case=case_access(step), organisation_id=passage.organisation_id, user_id=passage.user_id)
