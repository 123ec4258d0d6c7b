"""Case keys: kept apart, wrapped, rotated, destroyed for good."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from phu_runtime.errors import NotFound, SettingInvalid
from phu_runtime.keys import Destroyed, Keys, make_keys
from phu_runtime.keys.tables import metadata

NEW_MASTER = "b1946ac92492d2347c6235b4d2611184e2fc714c4727ee9395f324cd2e7f331f"
INDEX_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdeffedcba9876543210"
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


Opening = Callable[..., Keys]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opening]:
    """Opens one store any number of times, with the master keys given: an SQLite file or a PostgreSQL database."""
    address = f"sqlite:///{tmp_path}/sleutels/keys.sqlite3"
    if request.param == "postgres":
        address = request.getfixturevalue("postgres_address")
    stores: list[Keys] = []

    def opened(*masters: str) -> Keys:
        stores.append(make_keys(address, masters, INDEX_KEY))
        return stores[-1]

    yield opened
    metadata.drop_all(stores[0].engine)
    for store in stores:
        store.close()


def test_each_case_has_its_own_key_and_keeps_it(opening: Opening, master_key: str) -> None:
    store = opening(master_key)
    first, second = store.new_case_key("a"), store.new_case_key("b")
    assert len(first) == 32
    assert first != second
    assert store.new_case_key("a") == first == opening(master_key).case_key("a")
    assert store.case_keys(["a", "b", "nope"]) == {"a": first, "b": second}


def test_a_key_lies_in_the_store_only_wrapped(opening: Opening, master_key: str) -> None:
    store = opening(master_key)
    key = store.new_case_key("a")
    with store.engine.connect() as connection:
        row = connection.execute(text("SELECT wrapped, master FROM case_keys")).one()
    assert key not in bytes(row.wrapped)
    assert row.master not in master_key


def test_a_wrapped_key_moved_to_another_case_is_refused(opening: Opening, master_key: str) -> None:
    store = opening(master_key)
    store.new_case_key("a")
    store.new_case_key("b")
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE case_keys SET wrapped = (SELECT wrapped FROM case_keys WHERE case_id = 'a')"))
    with pytest.raises(SettingInvalid, match="beschadigd"):
        store.case_key("b")


def test_rotation_leaves_every_key_as_it_was_under_the_new_master(opening: Opening, master_key: str) -> None:
    old = opening(master_key)
    before = {case_id: old.new_case_key(case_id) for case_id in ("a", "b")}
    both = opening(NEW_MASTER, master_key)
    assert both.case_key("a") == before["a"]
    assert both.rotate() == 2
    assert both.rotate() == 0
    new = opening(NEW_MASTER)
    assert new.case_keys(["a", "b"]) == before
    assert new.masters_missing() == []
    with pytest.raises(SettingInvalid, match="PHU_MASTER_KEYS"):
        old.case_key("a")
    assert len(old.masters_missing()) == 1


def test_rotation_goes_on_in_steps(opening: Opening, master_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old = opening(master_key)
    for number in range(7):
        old.new_case_key(f"c{number}")
    monkeypatch.setattr("phu_runtime.keys.store.AT_ONCE", 3)
    assert opening(NEW_MASTER, master_key).rotate() == 7


def test_a_destroyed_key_is_gone_for_every_process_and_never_comes_back(opening: Opening, master_key: str) -> None:
    store, other = (opening(master_key) for _ in range(2))
    store.new_case_key("a")
    store.index("a", "bsn", "123456782")
    assert other.case_key("a")
    store.destroy("a", NOW)
    store.destroy("a", NOW)
    for process in (store, other):
        with pytest.raises(NotFound, match="vernietigd"):
            process.case_key("a")
        with pytest.raises(NotFound):
            process.new_case_key("a")
        assert process.find("bsn", "123456782") == []
    assert store.destroyed() == [Destroyed("a", NOW)]


def test_a_restored_store_destroys_again_what_was_destroyed(opening: Opening, master_key: str) -> None:
    store = opening(master_key)
    for case_id in ("a", "b"):
        store.new_case_key(case_id)
    assert store.replay([Destroyed("a", NOW), Destroyed("elsewhere", NOW)]) == 1
    assert store.replay([Destroyed("a", NOW)]) == 0
    assert set(store.case_keys(["a", "b"])) == {"b"}
    assert [line.case_id for line in store.destroyed()] == ["a", "elsewhere"]


def test_nothing_of_a_destroyed_key_stays_in_the_file(tmp_path: Path, master_key: str) -> None:
    store = make_keys(f"sqlite:///{tmp_path}/keys.sqlite3", [master_key], INDEX_KEY)
    store.new_case_key("a")
    with store.engine.connect() as connection:
        wrapped = bytes(connection.execute(text("SELECT wrapped FROM case_keys")).scalar_one())
    store.destroy("a", NOW)
    with store.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    assert not any(wrapped in path.read_bytes() for path in tmp_path.iterdir())


def test_only_the_owner_reads_the_file(tmp_path: Path, master_key: str) -> None:
    make_keys(f"sqlite:///{tmp_path}/keys.sqlite3", [master_key], INDEX_KEY).close()
    assert stat.S_IMODE((tmp_path / "keys.sqlite3").stat().st_mode) == 0o600


def test_a_store_of_a_newer_program_is_refused(opening: Opening, master_key: str) -> None:
    store = opening(master_key)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE about SET value = 99"))
    with pytest.raises(SettingInvalid, match="nieuwere versie"):
        store.create()


def test_a_small_secret_is_wrapped_for_its_place(keys: Keys) -> None:
    wrapped = keys.wrap(b"seed", "totp:u1")
    assert keys.unwrap(wrapped, "totp:u1") == b"seed"
    with pytest.raises(SettingInvalid):
        keys.unwrap(wrapped, "totp:u2")
