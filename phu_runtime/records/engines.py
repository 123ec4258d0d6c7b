"""An SQLAlchemy engine per dialect, set so that nothing acknowledged is lost and no writer is told "locked".

Measured with eight writers on SQLite: WAL + synchronous=FULL + BEGIN IMMEDIATE + busy_timeout gave no lost update and no
error; the defaults lost one in six (docs/design.md, "Store").
"""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import StaticPool

from phu_runtime.errors import SettingInvalid

BUSY_SECONDS = 10
WRITING = "phu_writing"
POOL = {"pool_size": 10, "max_overflow": 20, "pool_timeout": 30}


def make_engine(address: str) -> Engine:
    """The engine for ``address`` (``sqlite:///file``, ``sqlite://`` in memory, ``postgresql+psycopg://…``).

    Raises SettingInvalid for another dialect.
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    raise SettingInvalid(f"Opslag '{url.get_backend_name()}' wordt niet ondersteund. Gebruik sqlite of postgresql.")


def in_memory(engine: Engine) -> bool:
    """Whether the database is gone when the process ends (rehearsals and tests)."""
    return engine.dialect.name == "sqlite" and engine.url.database in (None, "", ":memory:")


def _sqlite(url: URL) -> Engine:
    if url.database in (None, "", ":memory:"):
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        _private(Path(str(url.database)))
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **POOL)
    event.listen(engine, "connect", _set_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _private(path: Path) -> None:
    """Make the file for its owner only; SQLite gives its side files the same mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise SettingInvalid(f"Het bestand {path} kan niet worden geopend: {error.strerror}. Kijk of PHU_DATABASE_URL klopt.") from error


def _set_sqlite(connection: SqliteConnection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin by itself: it would begin deferred
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, True)
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
    cursor.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
    cursor.close()


def _postgresql(url: URL) -> Engine:
    options = f"-c lock_timeout={BUSY_SECONDS}s -c idle_in_transaction_session_timeout=60s"
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        connect_args={} if "options" in url.query else {"options": options},
        **POOL,
    )
