"""Migrations make exactly the tables that the program maps."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from phu_runtime import migrations
from phu_runtime.errors import SettingInvalid
from phu_runtime.records.session import Database, open_database
from phu_runtime.records.tables import metadata


def test_a_migrated_database_equals_the_mapped_tables(database: Database) -> None:
    with database.read() as session:
        missing = migrations.differences(session.connection(), metadata)
    assert missing == [], "write a migration in phu_runtime/migrations/versions for each of these"


def test_every_mapped_index_exists_with_its_condition(database: Database) -> None:
    with database.read() as session:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
        if database.dialect == "postgresql":
            query = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        made = {row[0]: row[1] for row in session.execute(text(query))}
    for table in metadata.tables.values():
        for index in table.indexes:
            partial = index.dialect_options["sqlite"]["where"] is not None
            assert ("WHERE" in made[index.name]) == partial, index.name


def test_migrating_again_changes_nothing(database: Database) -> None:
    with database.count_statements() as seen:
        database.migrate()
    assert not any(statement.lstrip().startswith(("CREATE", "ALTER", "INSERT")) for statement in seen.texts)
    with database.read() as session:
        assert migrations.pending(session.connection()) == []


def test_every_migration_is_named_for_what_it_does() -> None:
    names = [path.stem for path in (Path(migrations.__file__).parent / "versions").glob("*.py")]
    assert all("_" in name and not name[:4].isdigit() for name in names)


def test_a_migration_that_is_interrupted_leaves_an_empty_database(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/phu.sqlite3")
    with pytest.raises(KeyboardInterrupt), database.write() as session:
        migrations.upgrade(session.connection())
        raise KeyboardInterrupt
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM sqlite_master")) == 0
    database.close()


def test_a_database_of_a_newer_program_is_refused(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'made_later'"))
    with pytest.raises(SettingInvalid, match="nieuwere versie"):
        sqlite_database.migrate()
