"""The tables of the key store and its engine. Never in the same database as the records: a backup of one must not open the other."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Column, Connection, DateTime, Engine, Index, Integer, LargeBinary, MetaData, String, Table, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import StaticPool

from phu_runtime.errors import SettingInvalid

VERSION = 1

metadata = MetaData()

about = Table("about", metadata, Column("name", String, primary_key=True), Column("value", Integer, nullable=False))

case_keys = Table(
    "case_keys",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("master", String, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)

blind_indexes = Table(
    "blind_indexes",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("digest", String, primary_key=True),
    Index("ix_blind_indexes_kind_digest", "kind", "digest"),
)

destroyed = Table(
    "destroyed",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
)


def make_engine(address: str) -> Engine:
    """An engine for the key store: SQLite (whole file synchronous, one writer at a time) or PostgreSQL."""
    url = make_url(address)
    if url.get_backend_name() == "postgresql":
        return create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="READ COMMITTED", pool_pre_ping=True)
    if url.get_backend_name() != "sqlite":
        raise SettingInvalid(f"Opslag '{url.get_backend_name()}' wordt niet ondersteund. Gebruik sqlite of postgresql.")
    if url.database in (None, "", ":memory:"):
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        _private(Path(str(url.database)))
        engine = create_engine(url)
    event.listen(engine, "connect", _set_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def create_tables(engine: Engine) -> None:
    """Create what is missing and note the version. Raises SettingInvalid when a newer program made the store."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7146802)")
        metadata.create_all(connection)
        version = connection.execute(about.select().where(about.c.name == "version")).first()
        if version is None:
            connection.execute(about.insert().values(name="version", value=VERSION))
        elif version.value > VERSION:
            raise SettingInvalid(f"De sleutelopslag is van een nieuwere versie ({version.value}). Werk het programma bij.")


def _private(path: Path) -> None:
    """Only the owner reads the file: whoever has it and the master key reads every dossier."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise SettingInvalid(f"Het bestand {path} kan niet worden geopend: {error.strerror}. Kijk of PHU_KEYS_URL klopt.") from error


def _set_sqlite(connection: SqliteConnection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    cursor = connection.connection.cursor()
    cursor.execute("BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")
    cursor.close()
