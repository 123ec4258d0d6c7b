"""The drill: back up, destroy a case, lose everything, restore — the case stays destroyed and no mail goes out again."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from phu_runtime.dossier.seal import seal, unseal
from phu_runtime.errors import NotFound, PhuError
from phu_runtime.keys import Keys, make_keys
from phu_runtime.operation.restore import finish_restore, read_destroyed
from phu_runtime.records import backup, cases, destruction, outbox, timers
from phu_runtime.records.session import Database, open_database
from phu_runtime.records.tables.accounts import Organisation, User
from phu_runtime.records.tables.cases import Case
from phu_runtime.records.tables.releases import Release

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
INDEX_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdeffedcba9876543210"


@pytest.fixture
def site(tmp_path: Path, migrated_file: Path, master_key: str) -> Iterator[tuple[Database, Keys]]:
    """A running site with two cases, a mail that waits and an overdue timer."""
    (tmp_path / "site").mkdir()
    shutil.copy(migrated_file, tmp_path / "site/phu.sqlite3")
    database, keys = opened(tmp_path / "site/phu.sqlite3", tmp_path / "site/keys.sqlite3", master_key)
    with database.write() as session:
        session.add_all([Organisation(id="o", name="o", party="p"), Release(id="r", name="r", digest="d", status="draft", created=NOW)])
        session.flush()
        session.add(User(id="u", organisation_id="o", name="u", email="u@x.nl", password_hash="-", created=NOW))
        for case_id in ("kept", "gone"):
            state = seal(keys.new_case_key(case_id), case_id, "state", {"a": 1})
            number = cases.next_case_number(session, 2026)
            plain = {"release_id": "r", "process": "p", "municipality": "Dordrecht", "pseudonym": "x", "opened": NOW}
            cases.add_case(session, Case(id=case_id, number=number, state=state, **plain))
            timers.write_timers(session, case_id, [{"kind": "engine", "id": case_id, "element": "e", "due": NOW}])
        outbox.add_mail_to_organisation(session, organisation_id="o", subject="s", body="b", at=NOW)
    yield database, keys
    database.close()
    keys.close()


def opened(records: Path, keys: Path, master_key: str) -> tuple[Database, Keys]:
    """Both stores at these files."""
    return open_database(f"sqlite:///{records}"), make_keys(f"sqlite:///{keys}", [master_key], INDEX_KEY)


def test_a_destroyed_case_stays_destroyed_after_a_restore(site: tuple[Database, Keys], tmp_path: Path, master_key: str) -> None:
    database, keys = site
    records_copy, keys_copy, _ = backup.backup(database, keys, tmp_path / "backup", NOW)
    with database.write() as session:
        destruction.erase_case(session, "gone")
    keys.destroy("gone", NOW)
    later = backup.write_destroyed(keys, tmp_path / "elsewhere/list.txt")

    database, keys = opened(records_copy, keys_copy, master_key)
    assert keys.case_key("gone")
    said = finish_restore(database, keys, read_destroyed(later), NOW)
    assert said[:3] == [
        "Sleutels opnieuw vernietigd: 1.",
        "Casussen opnieuw verwijderd: 1.",
        "Mails vastgehouden die misschien al verstuurd zijn: 1. Bekijk ze en verstuur ze zo nodig opnieuw.",
    ]
    with pytest.raises(NotFound):
        keys.case_key("gone")
    with database.write() as session:
        assert [case.id for case in cases.cases_by_id(session, ["kept", "gone"])] == ["kept"]
        assert unseal(keys.case_key("kept"), "kept", "state", cases.get_case(session, "kept").state) == {"a": 1}
        assert outbox.claim_due(session, NOW + timedelta(days=9)) == []
        assert timers.claim_due(session, NOW) == ["kept"]
        assert timers.claim_due(session, NOW) == []
    assert finish_restore(database, keys, read_destroyed(later), NOW)[0] == "Sleutels opnieuw vernietigd: 0."
    database.close()
    keys.close()


def test_a_backup_under_writing_holds_whole_transactions(site: tuple[Database, Keys], tmp_path: Path) -> None:
    database, _ = site
    assert database.path is not None
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            with database.write() as session:
                session.add_all([Organisation(name=f"{number}-a", party="p"), Organisation(name=f"{number}-b", party="p")])
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [backup.copy_sqlite(database.path, tmp_path / f"copy{number}.sqlite3") for number in range(5)]
    finally:
        stop.set()
        writer.join()
    counts = []
    for path in copies:
        copy = open_database(f"sqlite:///{path}")
        with copy.read() as session:
            counts.append(session.scalar(text("SELECT count(*) FROM organisations")))
        copy.close()
    assert all(count is not None and count % 2 == 1 for count in counts)
    assert counts == sorted(counts)


def test_a_backup_never_overwrites_another(site: tuple[Database, Keys], tmp_path: Path) -> None:
    backup.backup(*site, tmp_path / "backup", NOW)
    with pytest.raises(PhuError, match="bestaat al"):
        backup.backup(*site, tmp_path / "backup", NOW)


def test_records_keys_and_list_lie_in_maps_of_their_own(site: tuple[Database, Keys], tmp_path: Path) -> None:
    made = backup.backup(*site, tmp_path / "backup", NOW)
    assert len({path.parent for path in made}) == 3
    assert all(path.stat().st_mode & 0o077 == 0 for path in made[:2])
    assert not list(tmp_path.glob("backup/**/*.part"))


@pytest.mark.postgres
def test_postgresql_is_backed_up_by_its_own_tool_and_says_how(postgres_address: str, site: tuple[Database, Keys], tmp_path: Path) -> None:
    database = open_database(postgres_address)
    with pytest.raises(PhuError, match="pg_dump --format=custom") as caught:
        backup.backup(database, site[1], tmp_path, NOW)
    assert "+psycopg" not in caught.value.message
    database.close()


@pytest.mark.parametrize("line", ["gisteren c1", "2026-03-02T08:00:00 c1", "2026-03-02T08:00:00+00:00"])
def test_a_damaged_list_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"2026-03-02T08:00:00+00:00 c0\n{line}\n")
    with pytest.raises(PhuError, match="Regel 2 "):
        read_destroyed(path)


def test_a_missing_list_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(PhuError, match="ook als die leeg is"):
        read_destroyed(tmp_path / "none.txt")
    with pytest.raises(PhuError, match="bestaat niet"):
        backup.copy_sqlite(tmp_path / "none.sqlite3", tmp_path / "copy.sqlite3")
