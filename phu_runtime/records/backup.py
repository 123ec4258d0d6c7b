"""Backups. Of SQLite a consistent copy while the program runs: a plain ``cp`` lacks committed rows and still looks whole.

Of PostgreSQL its own ``pg_dump`` makes them; the sentence says with which command. Records first, then keys: a key without a
case harms nobody, a case without its key is lost.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from phu_runtime.errors import PhuError
from phu_runtime.records import facts
from phu_runtime.records.session import Database

RECORDS, KEYS, LIST = "casussen", "sleutels", "vernietigd"
LAST = "last_backup"


class DestroyedCase(Protocol):
    """A case that was destroyed, and when."""

    @property
    def case_id(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class KeyStore(Protocol):
    """What a backup needs of the key store (``keys.Keys``)."""

    @property
    def engine(self) -> Engine: ...
    def destroyed(self) -> Sequence[DestroyedCase]: ...


def backup(database: Database, keys: KeyStore, directory: Path, now: datetime | None = None) -> list[Path]:
    """Copy both stores to new files under ``directory``, each in a map of its own, and the list of destroyed cases in a third.

    Move the three to three places: who has records and keys together can read what was destroyed. Raises PhuError for
    PostgreSQL, with the commands to give, and when a copy does not verify.
    """
    at = now or datetime.now(UTC)
    stores = [(RECORDS, database.engine), (KEYS, keys.engine)]
    commands = [pg_dump(engine, directory / name / f"{at:%Y%m%d-%H%M%S}.dump") for name, engine in stores if _is_postgresql(engine)]
    if commands:
        raise PhuError("Maak de reservekopie met PostgreSQL zelf, eerst de casussen en dan de sleutels:\n" + "\n".join(commands))
    made = [copy_sqlite(Path(str(engine.url.database)), directory / name / f"{at:%Y%m%d-%H%M%S}.sqlite3") for name, engine in stores]
    made.append(write_destroyed(keys, directory / LIST / f"{at:%Y%m%d-%H%M%S}.txt"))
    with database.write() as session:
        facts.put_fact(session, LAST, at.isoformat())
    return made


def copy_sqlite(source: Path, target: Path) -> Path:
    """A verified copy of a live SQLite file at ``target`` (which may not exist), readable by its owner only."""
    if not source.exists():
        raise PhuError(f"Het bestand {source} bestaat niet. Kijk of PHU_DATABASE_URL en PHU_KEYS_URL kloppen.")
    if target.exists():
        raise PhuError(f"Het bestand {target} bestaat al. Kies een lege map, dan wordt geen reservekopie overschreven.")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with closing(sqlite3.connect(source, timeout=10)) as connection:
        connection.execute("VACUUM INTO ?", [str(part)])
    with closing(sqlite3.connect(part)) as copy:
        sound = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if sound != "ok":
        raise PhuError(f"De reservekopie {part} is niet goed: {sound}. Kijk of de schijf vol is en probeer het opnieuw.")
    _to_disk(part)
    part.rename(target)
    _to_disk(target.parent)
    return target


def pg_dump(engine: Engine, target: Path) -> str:
    """The command that backs up a PostgreSQL database; the password comes from ``PGPASSWORD`` or ``~/.pgpass``."""
    address = engine.url.set(drivername="postgresql", password=None).render_as_string()
    return f"pg_dump --format=custom --file='{target}' '{address}'"


def write_destroyed(keys: KeyStore, target: Path) -> Path:
    """The list of destroyed cases, one "moment case" a line, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.write_text("".join(f"{line.at.isoformat()} {line.case_id}\n" for line in keys.destroyed()))
    _to_disk(part)
    part.replace(target)
    _to_disk(target.parent)
    return target


def _is_postgresql(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


def _to_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
