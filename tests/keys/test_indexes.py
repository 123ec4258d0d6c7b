"""Blind indexes find a case by what is known of a person, and tell nothing by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from phu_runtime.keys import Keys, make_keys, normalised


@pytest.mark.parametrize(
    ("kind", "written", "searched"),
    [
        ("bsn", "111222333", "111.222.333"),
        ("bsn", "012345672", "12345672"),
        ("address", "3311 AB 12 a", "3311ab12A"),
        ("name_birth", "Müller-Şahin 1980-12-31", "MULLER SAHIN 1980-12-31"),
    ],
)
def test_a_case_is_found_however_the_value_is_written(keys: Keys, kind: str, written: str, searched: str) -> None:
    keys.index("a", kind, written)
    keys.index("b", kind, written)
    assert keys.find(kind, searched) == ["a", "b"]


def test_only_the_newest_value_finds_a_case(keys: Keys) -> None:
    keys.index("a", "bsn", "111222333")
    keys.index("a", "bsn", "123456782")
    assert keys.find("bsn", "111222333") == []
    assert keys.find("bsn", "123456782") == ["a"]
    keys.index("a", "bsn", "")
    assert keys.find("bsn", "123456782") == []


def test_an_empty_value_finds_nothing(keys: Keys) -> None:
    keys.index("a", "address", " ")
    assert keys.find("address", "") == []
    assert keys.find("address", "--") == []


def test_kinds_do_not_find_one_another(keys: Keys) -> None:
    keys.index("a", "bsn", "123456782")
    assert keys.find("address", "123456782") == []


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="shoe_size"):
        normalised("shoe_size", "43")


def test_the_store_holds_no_value_that_was_indexed(keys: Keys, tmp_path: Path) -> None:
    keys.index("a", "bsn", "123456782")
    assert not any(b"123456782" in path.read_bytes() for path in tmp_path.iterdir())


def test_another_index_key_gives_other_digests_and_pseudonyms(keys: Keys, tmp_path: Path, master_key: str) -> None:
    other = make_keys(f"sqlite:///{tmp_path}/keys.sqlite3", [master_key], master_key)
    keys.index("a", "bsn", "123456782")
    assert other.find("bsn", "123456782") == []
    assert keys.pseudonym("a") != other.pseudonym("a")
    assert keys.pseudonym("a") == keys.pseudonym("a") != keys.pseudonym("b")
    assert "a" * 8 not in keys.pseudonym("a" * 8)
    other.close()
