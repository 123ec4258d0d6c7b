"""Transactions: one commit, nothing half, nobody's change overwritten."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from phu_runtime.records.session import Database, after_commit, after_rollback, is_unique_violation
from phu_runtime.records.tables.oversight import Fact


def test_a_block_that_ends_is_stored(database: Database) -> None:
    with database.write() as session:
        session.add(Fact(name="mode", value="demo"))
    with database.read() as session:
        assert session.get(Fact, "mode").value == "demo"


def test_a_block_that_raises_stores_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as session:
        session.add(Fact(name="mode", value="demo"))
        session.flush()
        raise RuntimeError
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Fact)) == 0


def test_a_reading_transaction_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), database.read() as session:
        session.add(Fact(name="mode", value="demo"))
        session.flush()


def test_what_was_registered_is_called_after_the_commit_or_after_the_rollback(database: Database) -> None:
    calls: list[str] = []
    with database.write() as session:
        after_commit(session, lambda: calls.append("kept"))
        after_rollback(session, lambda: calls.append("dropped"))
        session.add(Fact(name="mode", value="demo"))
        assert calls == []
    assert calls == ["kept"]
    with pytest.raises(RuntimeError), database.write() as session:
        after_commit(session, lambda: calls.append("kept again"))
        after_rollback(session, lambda: calls.append("dropped"))
        raise RuntimeError
    assert calls == ["kept", "dropped"]


def test_a_second_row_with_the_same_key_is_recognised(database: Database) -> None:
    with database.write() as session:
        session.add(Fact(name="mode", value="demo"))
    with pytest.raises(DBAPIError) as caught, database.write() as session:
        session.add(Fact(name="mode", value="real"))
    assert is_unique_violation(caught.value)


def test_statements_are_counted(database: Database) -> None:
    with database.write() as session, database.count_statements() as seen:
        session.add(Fact(name="mode", value="demo"))
        session.flush()
        assert seen.count == 1
    assert "INSERT" in seen.texts[0]
