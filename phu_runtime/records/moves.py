"""Cases that go over to another release together: what was asked, and what came of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from phu_runtime.errors import NotFound
from phu_runtime.records.rows import insert_rows
from phu_runtime.records.tables.cases import Case
from phu_runtime.records.tables.moves import Move, MovedCase
from phu_runtime.records.tables.root import new_id

WAITS, OVER, REFUSED = "wacht", "over", "geweigerd"
WAITS_BACK, BACK, STAYS = "terug_wacht", "terug", "blijft"


def add_move(session: Session, release_id: str, user_id: str, at: datetime, cases: Sequence[tuple[str, str, str]]) -> str:
    """``cases``: (case, its place in words, choices as JSON). The id of the move."""
    move = Move(id=new_id(), release_id=release_id, user_id=user_id, at=at)
    session.add(move)
    session.flush()
    plain = {"move_id": move.id, "state": WAITS, "reason": ""}
    rows = [{"id": new_id(), "case_id": case_id, "place": place, "choices": choices, **plain} for case_id, place, choices in cases]
    insert_rows(session, MovedCase, rows)
    return move.id


def get_move(session: Session, move_id: str) -> Move:
    """Raises NotFound."""
    move = session.get(Move, move_id)
    if move is None:
        raise NotFound("Deze overgang bestaat niet.")
    return move


def lock_moved(session: Session, moved_id: str) -> MovedCase:
    """One case of a move, locked. Raises NotFound."""
    moved = session.get(MovedCase, moved_id, with_for_update=True, populate_existing=True)
    if moved is None:
        raise NotFound("Deze casus is er niet meer.")
    return moved


def moves_of(session: Session, release_id: str, limit: int = 20) -> list[Move]:
    """The latest moves to a release, newest first."""
    return list(session.scalars(select(Move).where(Move.release_id == release_id).order_by(Move.at.desc(), Move.id).limit(limit)))


def counts_of(session: Session, move_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Move → state → how many cases."""
    query = select(MovedCase.move_id, MovedCase.state, func.count()).where(MovedCase.move_id.in_(move_ids))
    found: dict[str, dict[str, int]] = {move_id: {} for move_id in move_ids}
    for move_id, state, count in session.execute(query.group_by(MovedCase.move_id, MovedCase.state)):
        found[move_id][state] = count
    return found


def waiting_in(session: Session, move_id: str, limit: int) -> list[str]:
    """Ids of the moved cases whose turn it is."""
    query = select(MovedCase.id).where(MovedCase.move_id == move_id, MovedCase.state.in_((WAITS, WAITS_BACK)))
    return list(session.scalars(query.order_by(MovedCase.id).limit(limit)))


def cases_of(session: Session, move_id: str, limit: int) -> list[tuple[Any, str]]:
    """(moved case, case number), those that were refused first."""
    query = select(MovedCase, Case.number).join(Case, Case.id == MovedCase.case_id).where(MovedCase.move_id == move_id)
    settled: Mapping[Any, int] = {REFUSED: 0, STAYS: 1, WAITS: 2, WAITS_BACK: 2, OVER: 3, BACK: 4}
    rows = [(row[0], str(row[1])) for row in session.execute(query.order_by(Case.number))]
    return sorted(rows, key=lambda row: settled[row[0].state])[:limit]


def ask_back(session: Session, move_id: str, moved_id: str = "") -> int:
    """Cases that went over wait to go back: one, or all of the move. How many."""
    query = update(MovedCase).where(MovedCase.move_id == move_id, MovedCase.state == OVER)
    query = query.where(MovedCase.id == moved_id) if moved_id else query
    found: Any = session.execute(query.values(state=WAITS_BACK, reason=""), execution_options={"synchronize_session": False})
    session.expire_all()
    return int(found.rowcount)
