"""The database and its transactions. ``Database.write`` holds the only commit of the program."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from phu_runtime import migrations
from phu_runtime.errors import OutOfDate
from phu_runtime.records.engines import BUSY_SECONDS, WRITING, in_memory, make_engine
from phu_runtime.records.failures import BUSY, is_unique_violation, translated
from phu_runtime.records.tables import metadata

__all__ = ["Database", "Session", "Statements", "after_commit", "after_rollback", "is_unique_violation", "open_database"]


@dataclass
class Statements:
    """The SQL that went to the database while counting; an executemany counts once."""

    texts: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.texts)


def open_database(address: str) -> Database:
    """The main database at ``address`` (a SQLAlchemy address); nothing is created before ``migrate``."""
    return Database(address)


class Database:
    """One SQLite file or PostgreSQL database. Safe to share between threads; one transaction per thread at a time."""

    def __init__(self, address: str) -> None:
        self.engine = make_engine(address)
        self.dialect = self.engine.dialect.name
        # SQLite lets writers that wait try again by chance, so that one may wait for ever; those of this process take turns
        self._turn = threading.Lock() if self.dialect == "sqlite" else None
        self._for_writing = self.engine.execution_options(**{WRITING: True})
        reading: dict[str, Any] = {WRITING: False}
        if self.dialect == "postgresql":
            reading["postgresql_readonly"] = True
        self._for_reading = self.engine.execution_options(**reading)

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database, else None."""
        if self.dialect != "sqlite" or in_memory(self.engine):
            return None
        return Path(str(self.engine.url.database))

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that writes: committed when the block ends, rolled back on any exception.

        Raises OutOfDate when a row changed since it was read or the database stays locked for 10 seconds. Then, and on
        any other exception, what ``after_rollback`` registered is called; after the commit what ``after_commit`` did.
        """
        with self._taking_turns():
            yield from self._write()

    @contextmanager
    def _taking_turns(self) -> Iterator[None]:
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise OutOfDate(BUSY)
        try:
            yield
        finally:
            self._turn.release()

    def _write(self) -> Iterator[Session]:
        session = Session(self._for_writing, expire_on_commit=False)
        try:
            yield session
            session.commit()
        except BaseException as error:
            session.rollback()
            _call(session, "after_rollback")
            refusal = translated(error)
            if refusal is not None:
                raise refusal from error
            raise
        else:
            _call(session, "after_commit")
        finally:
            session.close()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that reads; the database refuses a write in it. Raises PhuError when it cannot be reached."""
        try:
            with Session(self._for_reading, expire_on_commit=False, autoflush=False) as session:
                yield session
        except DBAPIError as error:
            refusal = translated(error)
            if refusal is not None:
                raise refusal from error
            raise

    def migrate(self) -> None:
        """Bring the tables to this version of the program. Nodes that start together wait for one another."""
        if in_memory(self.engine):
            with self.write() as session:
                metadata.create_all(session.connection())
            return
        with self.write() as session:
            migrations.upgrade(session.connection())

    @contextmanager
    def count_statements(self) -> Iterator[Statements]:
        """The statements sent by every thread while the block runs (tests and benchmarks)."""
        seen = Statements()

        def note(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
            seen.texts.append(text)

        event.listen(self.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(self.engine, "before_cursor_execute", note)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def after_commit(session: Session, call: Callable[[], None]) -> None:
    """Call ``call`` once the transaction of ``session`` is committed (a live workflow goes back into its cache)."""
    session.info.setdefault("after_commit", []).append(call)


def after_rollback(session: Session, call: Callable[[], None]) -> None:
    """Call ``call`` once the transaction of ``session`` is rolled back (a live workflow is dropped)."""
    session.info.setdefault("after_rollback", []).append(call)


def _call(session: Session, moment: str) -> None:
    for call in session.info.pop(moment, []):
        call()
