"""Who did or told something in a case: its organisation of then, also when another plays that role now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from phu_runtime.records import accounts
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.transferring import TRANSFER

Player = Callable[[str, datetime], str]
"""``name(role, moment)``: the organisation that played a role then."""


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


def players_then(step: CaseStep, passages: Iterable[Any]) -> Player:
    """``name(role, moment)``: the organisation that played a role at that moment, read from the lines of ``passages`` that say who took
    over from whom; "" for a role that nobody plays."""
    moves = [(row.at, row.role, step.unseal(f"passage/{row.id}", row.sealed)["van"]) for row in passages if row.kind == TRANSFER]
    moves.sort(key=lambda move: move[0], reverse=True)

    def name(role: str, moment: datetime) -> str:
        party = step.known.parties.get(role)
        found = party.name if party else ""
        for moved, of, giver in moves:
            found = giver if of == role and moved > moment else found
        return found

    return name
