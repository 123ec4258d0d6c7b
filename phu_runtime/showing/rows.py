"""Rows of worklists and of a case's open tasks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from phu_runtime.calendar import Calendar
from phu_runtime.shapes import Actor, TaskRow
from phu_runtime.showing.terms import show_term


def show_row(
    row: Any,
    case: Any,
    actor: Actor,
    now: datetime,
    calendar: Calendar,
    *,
    phase: str,
    organisation: str,
    names: Mapping[str, str],
    tenant: str = "",
    candidates: Collection[str] = (),
) -> TaskRow:
    """A task row for ``actor``. ``names``: user id → name of who may have claimed it; ``candidates``: ids of the further
    organisations that may do it."""
    return TaskRow(
        task_id=row.id,
        name=row.name,
        case_id=case.id,
        case_number=case.number,
        municipality=case.municipality,
        phase=phase,
        party=row.roles.split(",")[0],
        organisation=organisation,
        term=show_term(row, now, calendar),
        claimed_by=names.get(row.claimed_by or "", "een collega") if row.claimed_by else "",
        claimed_by_me=row.claimed_by == actor.user_id,
        mine_to_do=row.organisation_id == actor.organisation_id or actor.organisation_id in candidates,
        opened=row.opened,
        tenant=tenant,
        on_behalf=actor.stands_in_for.get(row.claimed_by or "", "") if row.status == "open" else "",
    )
