"""Settings: each mistake stops the start with a sentence that says what to set."""

from __future__ import annotations

from pathlib import Path

import pytest

from phu_runtime.errors import SettingInvalid
from phu_runtime.settings import read_settings

GOOD = {"PHU_SECRET_KEY": "0123456789abcdef" * 4, "PHU_MASTER_KEYS": "0123456789abcdef" * 4, "PHU_INDEX_KEY": "fedcba9876543210" * 4}


def test_good_settings_are_read() -> None:
    two_masters = {"PHU_MASTER_KEYS": "01234567" * 8 + ", " + "89abcdef" * 8}
    settings = read_settings({**GOOD, **two_masters, "PHU_PORT": "8123", "PHU_VAR": "elsewhere"})
    assert (settings.port, settings.var, settings.demo) == (8123, Path("elsewhere"), False)
    assert settings.master_keys == ("01234567" * 8, "89abcdef" * 8)
    assert settings.database_url == "sqlite:///elsewhere/phu.sqlite3"
    assert settings.public_url == "http://127.0.0.1:8123"


@pytest.mark.parametrize("written", ["postgres://phu@db/phu", "postgresql://phu@db/phu", "postgresql+psycopg://phu@db/phu"])
def test_every_spelling_of_a_postgresql_address_works(written: str) -> None:
    assert read_settings({**GOOD, "PHU_DATABASE_URL": written}).database_url == "postgresql+psycopg://phu@db/phu"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"PHU_PORT": "tachtig"}, "getal van 1 tot en met 65535"),
        ({"PHU_PORT": "0"}, "getal van 1 tot en met 65535"),
        ({"PHU_PORT": "70000"}, "getal van 1 tot en met 65535"),
        ({"PHU_PORT": "²"}, "getal van 1 tot en met 65535"),
        ({"PHU_DATABASE_URL": "mysql://phu"}, "PHU_DATABASE_URL begint met 'mysql:'"),
        ({"PHU_DATABASE_URL": "phu.sqlite3"}, "sqlite:///pad/naar/bestand"),
        ({"PHU_KEYS_URL": "sqlite:///var/phu.sqlite3"}, "eigen opslag"),
        ({"PHU_SECRET_KEY": ""}, "PHU_SECRET_KEY ontbreekt"),
        ({"PHU_SECRET_KEY": "kort"}, "te kort"),
        ({"PHU_MASTER_KEYS": "", "PHU_INDEX_KEY": ""}, "PHU_MASTER_KEYS, PHU_INDEX_KEY ontbreekt"),
        ({"PHU_MASTER_KEYS": "abc"}, "64 hexadecimale tekens"),
        ({"PHU_MASTER_KEYS": "0" * 64}, "niet steeds hetzelfde teken"),
        ({"PHU_INDEX_KEY": "z" * 64}, "PHU_INDEX_KEY is geen goede sleutel"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        read_settings({**GOOD, **wrong})
    assert told in refused.value.message


def test_no_secret_ever_stands_in_a_message() -> None:
    secret = "geheim" * 4
    for name in GOOD:
        with pytest.raises(SettingInvalid) as refused:
            read_settings({**GOOD, name: secret})
        assert secret not in refused.value.message


def test_a_demo_makes_its_keys_once_and_only_for_itself(tmp_path: Path) -> None:
    first = read_settings({"PHU_VAR": str(tmp_path)}, demo=True)
    again = read_settings({"PHU_VAR": str(tmp_path)}, demo=True)
    assert first == again
    assert (tmp_path / "demo-keys").stat().st_mode & 0o077 == 0
    assert first.master_keys != read_settings({"PHU_VAR": str(tmp_path / "other")}, demo=True).master_keys


def test_damaged_keys_of_a_demo_are_named(tmp_path: Path) -> None:
    (tmp_path / "demo-keys").write_text("half")
    with pytest.raises(SettingInvalid, match="beschadigd"):
        read_settings({"PHU_VAR": str(tmp_path)}, demo=True)
