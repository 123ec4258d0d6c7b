"""The seal on the access log: the clock numbers committed lines and chains their hashes, so that a change is seen.

A cut tail leaves a sound chain; so the head is kept outside the table each day and handed to ``verify`` as an anchor.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from phu_runtime.records import facts
from phu_runtime.records.tables.oversight import AccessLine

FIRST = "0" * 64
START = "log_start"
LOCK = 7_146_803
AT_ONCE = 1000
_CONTENT = [column.key for column in AccessLine.__table__.columns if column.key not in ("seal", "number")]


@dataclass(frozen=True)
class Head:
    """The last sealed line: its number and seal (SHA-256, hexadecimal); number 0 for an empty log."""

    number: int
    seal: str


def head(session: Session) -> Head:
    """The end of the chain, to anchor outside the table."""
    last = session.execute(select(AccessLine.number, AccessLine.seal).order_by(AccessLine.number.desc().nulls_last()).limit(1)).first()
    if last is None or last.number is None:
        return _start(session)
    return Head(last.number, str(last.seal))


def seal_lines(session: Session, limit: int = AT_ONCE) -> int:
    """Seal up to ``limit`` committed lines, oldest first; how many. Of several clocks one seals at a time."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    last = head(session)
    number, seal = last.number, last.seal
    lines = list(session.scalars(select(AccessLine).where(AccessLine.seal.is_(None)).order_by(AccessLine.at, AccessLine.id).limit(limit)))
    for line in lines:
        number += 1
        seal = _seal(seal, number, line)
        line.number, line.seal = number, seal
    session.flush()
    return len(lines)


def verify(session: Session, anchors: Mapping[int, str] | None = None) -> list[str]:
    """What is wrong with the log, in sentences; empty when it is sound.

    ``anchors``: number to seal, as they were kept outside the table; one beyond the end shows a cut tail.
    """
    expected = dict(anchors or {})
    start = _start(session)
    number, seal = start.number, start.seal
    problems: list[str] = []
    lines = select(AccessLine).where(AccessLine.number.is_not(None)).order_by(AccessLine.number)
    for line in session.scalars(lines.execution_options(yield_per=AT_ONCE)):
        if line.number != number + 1:
            problems.append(f"Na regel {number} ontbreken {(line.number or 0) - number - 1} regels van het logboek.")
        if line.seal != _seal(seal, line.number or 0, line):
            problems.append(f"Regel {line.number} van het logboek is veranderd, of een regel ervoor.")
        number, seal = line.number or 0, line.seal or ""
        anchor = expected.pop(number, seal)
        if anchor != seal:
            problems.append(f"Regel {number} van het logboek past niet bij het bewaarde zegel.")
    problems += [f"Het logboek eindigt bij regel {number}, maar regel {kept} heeft bestaan." for kept in expected if kept > number]
    return problems


def drop_lines(session: Session, before: datetime) -> int:
    """Remove sealed lines older than the log's own retention; the rest still verifies. How many."""
    newest = session.scalar(select(func.max(AccessLine.number)).where(AccessLine.at < before))
    if newest is None:
        return 0
    young = select(func.min(AccessLine.number)).where(AccessLine.at >= before, AccessLine.number.is_not(None))
    first_kept = session.scalar(young)
    last_gone = newest if first_kept is None else min(newest, first_kept - 1)
    seal = session.scalar(select(AccessLine.seal).where(AccessLine.number == last_gone))
    if seal is None:
        return 0
    facts.put_fact(session, START, f"{last_gone}:{seal}")
    old = delete(AccessLine).where(AccessLine.number <= last_gone).execution_options(synchronize_session=False)
    return int(session.execute(old).rowcount)  # type: ignore[attr-defined]


def _start(session: Session) -> Head:
    number, _, seal = (facts.get_fact(session, START) or f"0:{FIRST}").partition(":")
    return Head(int(number), seal)


def _seal(before: str, number: int, line: AccessLine) -> str:
    content = {name: getattr(line, name) for name in _CONTENT}
    written = orjson.dumps([before, number, content], option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
    return hashlib.sha256(written).hexdigest()
