"""A writer killed at any point leaves every step whole or absent, and loses nothing that it acknowledged."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from phu_runtime.errors import PhuError
from phu_runtime.records.session import Database, open_database
from phu_runtime.records.tables.oversight import Fact

ROUNDS = 20


@pytest.fixture(scope="module")
def writer() -> Iterator[subprocess.Popen[str]]:
    """The process that forks writers."""
    root = Path(__file__).parents[2]
    command = [sys.executable, str(Path(__file__).with_name("writer.py"))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root, env={"PYTHONPATH": str(root)}
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def killed_at(writer: subprocess.Popen[str], database: Database, point: int) -> list[int]:
    """What a writer acknowledged before it died at ``point``."""
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.stdin.write(f"{database.engine.url.render_as_string(hide_password=False)} {point}\n")
    writer.stdin.flush()
    acknowledged: list[int] = []
    for line in writer.stdout:
        if line.strip() == "dead":
            return acknowledged
        acknowledged.append(int(line.split()[1]))
    raise AssertionError("the writers' parent ended")


def test_a_killed_writer_leaves_nothing_half_and_loses_nothing_acknowledged(
    database: Database, writer: subprocess.Popen[str], surroundings: Callable, new_case: Callable
) -> None:
    with database.write() as session:
        surroundings(session)
        new_case(session, "c1")
    stored = 0
    for point in range(1, ROUNDS + 1):
        acknowledged = killed_at(writer, database, point)
        with database.read() as session:
            state, revision = session.execute(text("SELECT state, revision FROM cases WHERE id = 'c1'")).one()
            rounds = list(session.scalars(text("SELECT round FROM passages ORDER BY round")))
            events = sorted(int(event) for event in session.scalars(text("SELECT event FROM access_lines")))
        count = int(bytes(state) or b"0")
        assert rounds == events == list(range(1, count + 1)), f"half a step after point {point}"
        assert revision == 1 + count
        assert acknowledged == list(range(stored + 1, stored + 1 + len(acknowledged))), f"a step lost after point {point}"
        assert stored + len(acknowledged) == count, f"a step stored unseen before its commit, at point {point}"
        stored = count
    assert stored > ROUNDS


def test_a_full_disk_loses_nothing_acknowledged_says_so_and_recovers(sqlite_database: Database) -> None:
    def add(value: str) -> None:
        with sqlite_database.write() as session:
            session.add(Fact(name=value, value=value * 100_000))

    add("a")
    with sqlite_database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite takes the present size as the least
    with pytest.raises(PhuError, match="schijf van de server is vol"):
        add("b")
    with sqlite_database.read() as session:
        assert list(session.scalars(select(Fact.name))) == ["a"]
    with sqlite_database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    add("c")
    with sqlite_database.read() as session:
        assert list(session.scalars(select(Fact.name).order_by(Fact.name))) == ["a", "c"]


@pytest.mark.parametrize("address", ["postgresql://phu@127.0.0.1:1/phu", "sqlite:////proc/1/nowhere/phu.sqlite3"])
def test_a_database_that_cannot_be_reached_is_named_as_such(address: str) -> None:
    with pytest.raises(PhuError, match=r"niet bereikbaar|niet worden geopend"):
        open_database(address).migrate()
