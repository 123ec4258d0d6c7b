"""The key store: make, find and destroy the key of a case. A destroyed key makes its case unreadable, backups included."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from phu_runtime.errors import NotFound
from phu_runtime.keys import indexes
from phu_runtime.keys.tables import blind_indexes, case_keys, create_tables, destroyed, make_engine
from phu_runtime.keys.wrapping import Masters

AT_ONCE = 500
GONE = "Deze casus is vernietigd of bestaat niet."


@dataclass(frozen=True)
class Destroyed:
    """One line of the list that is kept outside both stores and replayed after a restore."""

    case_id: str
    at: datetime


def make_keys(address: str, master_keys: Sequence[str], index_key: str) -> Keys:
    """The key store at ``address``, its tables made where missing."""
    keys = Keys(address, master_keys, index_key)
    keys.create()
    return keys


class Keys:
    """``address`` of the store, ``master_keys`` and ``index_key`` in hexadecimal (64 digits). Safe to share between threads.

    It commits by itself, before the records do: a key without a case harms nobody, a case without a key is lost.
    """

    def __init__(self, address: str, master_keys: Sequence[str], index_key: str) -> None:
        self.engine = make_engine(address)
        self._reading = self.engine.execution_options(reading=True)
        self._masters = Masters(master_keys)
        self._index_key = bytes.fromhex(index_key)

    def create(self) -> None:
        """Make the tables that are missing."""
        create_tables(self.engine)

    def new_case_key(self, case_id: str) -> bytes:
        """A random key of 32 bytes for a new case; a case that has one keeps it. Raises NotFound for a destroyed case."""
        key = os.urandom(32)
        with self.engine.begin() as connection:
            if connection.execute(select(destroyed.c.case_id).where(destroyed.c.case_id == case_id)).first():
                raise NotFound(GONE)
            row = {"case_id": case_id, "master": self._masters.first, "wrapped": self._masters.wrap(key, case_id)}
            connection.execute(_insert(connection, case_keys).values(row).on_conflict_do_nothing())
        return self.case_key(case_id)

    def case_key(self, case_id: str) -> bytes:
        """The key of a case (32 bytes). Raises NotFound once it is destroyed."""
        found = self.case_keys([case_id])
        if case_id not in found:
            raise NotFound(GONE)
        return found[case_id]

    def case_keys(self, case_ids: Sequence[str]) -> dict[str, bytes]:
        """The keys of several cases in one look; destroyed cases are left out.

        Keys are not kept in memory: one that another process destroyed is gone here at once, and unwrapping costs 20 µs.
        """
        query = select(case_keys).where(case_keys.c.case_id.in_(case_ids))
        with self._reading.connect() as connection:
            rows = connection.execute(query).all()
        return {row.case_id: self._masters.unwrap(row.master, row.wrapped, row.case_id) for row in rows}

    def index(self, case_id: str, kind: str, value: str) -> None:
        """Let ``find`` find this case by ``value`` (see ``indexes.normalised``); an earlier value of that kind is forgotten."""
        with self.engine.begin() as connection:
            old = delete(blind_indexes).where(blind_indexes.c.case_id == case_id, blind_indexes.c.kind == kind)
            connection.execute(old)
            if indexes.normalised(kind, value):
                row = {"case_id": case_id, "kind": kind, "digest": indexes.digest(self._index_key, kind, value)}
                connection.execute(insert(blind_indexes).values(row))

    def find(self, kind: str, value: str) -> list[str]:
        """The ids of the cases indexed under ``value``; what the reader may see of them is for ``access`` to say."""
        if not indexes.normalised(kind, value):
            return []
        same = (blind_indexes.c.kind == kind, blind_indexes.c.digest == indexes.digest(self._index_key, kind, value))
        with self._reading.connect() as connection:
            return list(connection.scalars(select(blind_indexes.c.case_id).where(*same).order_by(blind_indexes.c.case_id)))

    def pseudonym(self, case_id: str) -> str:
        """The name of a case in the access log."""
        return indexes.pseudonym(self._index_key, case_id)

    def destroy(self, case_id: str, at: datetime | None = None) -> None:
        """Destroy the key and the indexes of a case for good, and note it. Doing it again changes nothing."""
        self.replay([Destroyed(case_id, at or datetime.now(UTC))])

    def destroyed(self) -> list[Destroyed]:
        """Every destroyed case, oldest first: to export beside (not inside) the backups."""
        with self._reading.connect() as connection:
            rows = connection.execute(select(destroyed).order_by(destroyed.c.at, destroyed.c.case_id))
            return [Destroyed(row.case_id, row.at.replace(tzinfo=UTC) if row.at.tzinfo is None else row.at) for row in rows]

    def replay(self, lines: Iterable[Destroyed]) -> int:
        """Destroy again what was destroyed before a restore; how many keys were still there."""
        count = 0
        with self.engine.begin() as connection:
            for line in lines:
                row = {"case_id": line.case_id, "at": line.at.astimezone(UTC)}
                connection.execute(_insert(connection, destroyed).values(row).on_conflict_do_nothing())
                connection.execute(delete(blind_indexes).where(blind_indexes.c.case_id == line.case_id))
                count += connection.execute(delete(case_keys).where(case_keys.c.case_id == line.case_id)).rowcount
        return count

    def rotate(self) -> int:
        """Wrap every case key under the first master key; how many were under another. Interrupted, it goes on where it was."""
        moved = 0
        old = select(case_keys).where(case_keys.c.master != self._masters.first).order_by(case_keys.c.case_id).limit(AT_ONCE)
        while True:
            with self.engine.begin() as connection:
                rows = connection.execute(old.with_for_update()).all()
                for row in rows:
                    key = self._masters.unwrap(row.master, row.wrapped, row.case_id)
                    new = {"master": self._masters.first, "wrapped": self._masters.wrap(key, row.case_id)}
                    connection.execute(update(case_keys).where(case_keys.c.case_id == row.case_id).values(new))
            moved += len(rows)
            if len(rows) < AT_ONCE:
                return moved

    def wrap(self, secret: bytes, place: str) -> bytes:
        """A small secret that is no case's (a TOTP seed) under the first master key, with that key's name in front."""
        return self._masters.first.encode() + self._masters.wrap(secret, place)

    def unwrap(self, wrapped: bytes, place: str) -> bytes:
        """What ``wrap`` was given for this place."""
        return self._masters.unwrap(wrapped[:12].decode("ascii", "replace"), wrapped[12:], place)

    def masters_missing(self) -> list[str]:
        """Names of master keys that wrapped case keys but are not among ours: those cases cannot be read."""
        with self._reading.connect() as connection:
            used = connection.scalars(select(case_keys.c.master).distinct())
            return sorted(name for name in used if not self._masters.knows(name))

    def count_under_old_masters(self) -> int:
        """How many case keys ``rotate`` would wrap anew."""
        old = select(func.count()).select_from(case_keys).where(case_keys.c.master != self._masters.first)
        with self._reading.connect() as connection:
            return connection.execute(old).scalar_one()

    @property
    def path(self) -> Path | None:
        """The file of an SQLite store, else None."""
        name = self.engine.url.database
        return Path(name) if self.engine.dialect.name == "sqlite" and name not in (None, "", ":memory:") else None

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _insert(connection: Connection, table: Any) -> Any:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
