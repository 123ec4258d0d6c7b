"""The doctor names what is wrong, and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from phu_runtime.keys import Keys
from phu_runtime.operation.doctor import examine
from phu_runtime.operation.new_keys import new_keys
from phu_runtime.operation.restore import finish_restore
from phu_runtime.records import backup, oversight
from phu_runtime.records.session import Database
from phu_runtime.records.tables.cases import Case, Timer
from phu_runtime.records.tables.messages import Outgoing
from phu_runtime.records.tables.releases import Release
from phu_runtime.settings import Settings, read_settings

EARLIER = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, database: Database, keys: Keys) -> Settings:
    environ = dict(line.split("=") for line in new_keys().split())
    found = read_settings({**environ, "PHU_VAR": str(tmp_path), "PHU_PUBLIC_URL": "https://phu.nl", "PHU_SMTP_URL": "smtp://localhost"})
    return replace(found, database_url=str(database.engine.url), keys_url=str(keys.engine.url))


def wrong(settings: Settings, database: Database, keys: Keys) -> str:
    """What is not good, in one text."""
    return "\n".join(f"{check.seen} {check.advice}" for check in examine(settings, database, keys) if not check.good)


def make_well(database: Database, keys: Keys) -> None:
    """A release, a restore drill and a backup."""
    with database.write() as session:
        session.add(Release(id="r1", name="1", digest="d", status="published", created=EARLIER, valid_from=EARLIER))
    finish_restore(database, keys, [])
    with database.write() as session:
        session.execute(text("INSERT INTO database_facts VALUES (:n, :v)"), {"n": backup.LAST, "v": datetime.now(UTC).isoformat()})


def test_a_healthy_site_gets_only_good_points(settings: Settings, database: Database, keys: Keys) -> None:
    make_well(database, keys)
    if database.path is not None:
        database.path.chmod(0o600)
        settings = replace(settings, demo=True)  # records and keys of the tests lie in one map
    assert wrong(settings, database, keys) == ""


def test_a_new_real_site_is_told_what_is_missing(settings: Settings, database: Database, keys: Keys) -> None:
    said = wrong(replace(settings, smtp_url="", public_url="http://phu.nl"), database, keys)
    for part in ("Er is geen werkproces gepubliceerd", "Laatste reservekopie: nooit", "terugzetproef: nooit", "PHU_SMTP_URL", "https://"):
        assert part in said


def test_work_that_stands_still_is_named(settings: Settings, database: Database, keys: Keys) -> None:
    make_well(database, keys)
    plain = {"release_id": "r1", "process": "p", "municipality": "D", "pseudonym": "x", "opened": EARLIER, "state": b""}
    with database.write() as session:
        session.add_all([Case(id=c, number=c, destroy_after=EARLIER, **plain) for c in ("timer", "nothing")])
        session.flush()
        session.add(Timer(id="t", case_id="timer", kind="engine", element="e", due=EARLIER))
        session.add(Outgoing(recipient="a@b.nl", subject="s", body="b", message_id="m", created=EARLIER))
        oversight.add_line(session, at=EARLIER, event="look", action="R", role="w", pseudonym="x", result="toegestaan")
    said = wrong(settings, database, keys)
    for part in (
        "Termijnen die al hadden moeten afgaan: 1",
        "Mails die te lang wachten: 1",
        "zonder taak of termijn: 1",
        "vernietigd hadden moeten zijn: 2",
        "zonder zegel: 1",
    ):
        assert part in said


def test_a_changed_log_is_named(settings: Settings, database: Database, keys: Keys) -> None:
    with database.write() as session:
        oversight.add_line(
            session, at=EARLIER, event="look", action="R", role="w", pseudonym="x", result="toegestaan", number=7, seal="0" * 64
        )
    assert "Het logboek is niet in orde" in wrong(settings, database, keys)


def test_a_database_that_was_not_migrated_is_named_and_nothing_else(tmp_path: Path, settings: Settings, keys: Keys) -> None:
    from phu_runtime.records.session import open_database

    empty = open_database(f"sqlite:///{tmp_path}/empty.sqlite3")
    assert "mist" in wrong(settings, empty, keys)
    assert len(examine(settings, empty, keys)) == 1
    empty.close()


def test_new_keys_are_accepted_and_never_the_same() -> None:
    first, second = new_keys(), new_keys()
    assert first != second
    assert read_settings(dict(line.split("=") for line in first.split())).master_keys


def test_case_time_decides_what_is_late_in_a_demo(settings: Settings, database: Database, keys: Keys) -> None:
    make_well(database, keys)
    plain = {"release_id": "r1", "process": "p", "municipality": "D", "pseudonym": "x", "opened": EARLIER, "state": b""}
    future = datetime.now(UTC) + timedelta(days=30)
    with database.write() as session:
        session.add(Case(id="c", number="c", **plain))
        session.flush()
        session.add(Timer(id="t", case_id="c", kind="engine", element="e", due=future))
    said = [check.seen for check in examine(settings, database, keys, now=future + timedelta(hours=1)) if not check.good]
    assert "Termijnen die al hadden moeten afgaan: 1." in said
