"""Who did or told something in a case: its organisation of then, also when another plays that role now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from phu_runtime.records import accounts
from phu_runtime.steps.opening import CaseStep


def parties_of(step: CaseStep, rows: Iterable[Any]) -> Callable[[Any], str]:
    """``name(row)`` for each of ``rows`` (``role`` and ``organisation_id``): the organisation that the row names, else who plays its
    role now; "" for neither. No statement while no case went over to another organisation."""
    names = {party.organisation_id: party.name for party in step.known.parties.values()}
    gone = {row.organisation_id for row in rows if row.organisation_id and row.role} - names.keys()
    names |= accounts.organisation_names(step.store.session, gone)

    def name(row: Any) -> str:
        party = step.known.parties.get(row.role)
        return names.get(row.organisation_id, "") or (party.name if party else "") if row.role else ""

    return name
