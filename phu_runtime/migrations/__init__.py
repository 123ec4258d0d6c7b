"""Migrations of the main database (Alembic): each file in ``versions`` is named for what it does.

Expand, then contract: a migration only adds, so that nodes of the earlier version run on beside it; a later release removes.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from sqlalchemy import Connection, MetaData, text

from phu_runtime.errors import SettingInvalid

LOCK = 7_146_801  # any number, the same on every node


def upgrade(connection: Connection) -> None:
    """Run every migration that ``connection``'s database has not had, inside the transaction of ``connection``."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    if pending(connection):
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def pending(connection: Connection) -> list[str]:
    """The names of the migrations that still have to run, oldest first. Raises SettingInvalid for a newer database."""
    scripts = ScriptDirectory.from_config(_config())
    at = MigrationContext.configure(connection).get_current_revision()
    try:
        steps = list(scripts.iterate_revisions("head", at or "base"))
    except RevisionError:
        raise SettingInvalid(f"De database is van een nieuwere versie ({at}). Werk dit programma bij.") from None
    return [step.revision for step in reversed(steps) if step.revision != at]


def differences(connection: Connection, metadata: MetaData) -> list[object]:
    """What differs between the migrated database and ``metadata``; empty when a migration was written for every change."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
