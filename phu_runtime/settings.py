"""Settings from the environment (PHU_*), read once at the start; at most twelve."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from phu_runtime.errors import SettingInvalid

WEAK = 32


@dataclass(frozen=True)
class Settings:
    """What the runtime must know before it starts.

    ``database_url`` and ``keys_url`` are SQLAlchemy addresses; ``master_keys`` and ``index_key`` are hexadecimal
    (64 digits a key, the first master key wraps, the others only unwrap). ``anchors``: the map in which the head of the access
    log is kept each day, better on another machine's disk.
    """

    database_url: str
    keys_url: str
    secret_key: str
    master_keys: tuple[str, ...]
    index_key: str
    port: int = 8000
    host: str = "127.0.0.1"
    demo: bool = False
    var: Path = Path("var")
    smtp_url: str = ""
    public_url: str = ""
    backup_days: int = 30
    anchors: Path | None = None

    @property
    def anchor_map(self) -> Path:
        """Where the daily heads of the log are kept; without a setting under ``var``."""
        return self.anchors or self.var / "zegels"


def read_settings(environ: Mapping[str, str] | None = None, *, demo: bool = False) -> Settings:
    """Settings from ``environ`` (default: the process's). Raises SettingInvalid with a sentence that says what to set."""
    env = os.environ if environ is None else environ
    var = Path(env.get("PHU_VAR", "var"))
    port = _port(env.get("PHU_PORT", "8000"))
    database_url = _address("PHU_DATABASE_URL", env.get("PHU_DATABASE_URL", f"sqlite:///{var}/phu.sqlite3"))
    keys_url = _address("PHU_KEYS_URL", env.get("PHU_KEYS_URL", f"sqlite:///{var}/keys.sqlite3"))
    if database_url == keys_url:
        raise SettingInvalid("PHU_KEYS_URL mag niet gelijk zijn aan PHU_DATABASE_URL: de sleutels horen in een eigen opslag.")
    secret, masters, index = _secrets(env, var, demo)
    return Settings(
        database_url=database_url,
        keys_url=keys_url,
        secret_key=secret,
        master_keys=masters,
        index_key=index,
        port=port,
        host=env.get("PHU_HOST", "127.0.0.1"),
        demo=demo,
        var=var,
        smtp_url=env.get("PHU_SMTP_URL", ""),
        public_url=env.get("PHU_PUBLIC_URL", f"http://127.0.0.1:{port}"),
        backup_days=_days(env.get("PHU_BACKUP_DAYS", "30")),
        anchors=Path(env["PHU_ANCHORS"]) if env.get("PHU_ANCHORS") else None,
    )


def _days(text: str) -> int:
    """How long a backup is kept: the certificate of destruction names the day on which none holds the case any more."""
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 365:
        raise SettingInvalid(f"PHU_BACKUP_DAYS is '{text}'. Geef een getal van 1 tot en met 365: hoeveel dagen u reservekopieën bewaart.")
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 65535:
        raise SettingInvalid(f"PHU_PORT is '{text}'. Geef een getal van 1 tot en met 65535, bijvoorbeeld 8000.")
    return int(text)


def _address(name: str, text: str) -> str:
    scheme = text.split(":", 1)[0].split("+", 1)[0]
    if scheme == "postgres":
        text, scheme = "postgresql" + text[len("postgres"):], "postgresql"
    if scheme not in ("sqlite", "postgresql") or "://" not in text:
        raise SettingInvalid(f"{name} begint met '{scheme}:'. Gebruik sqlite:///pad/naar/bestand of postgresql://gebruiker@server/naam.")
    if text.startswith("postgresql://"):
        text = "postgresql+psycopg://" + text[len("postgresql://"):]
    return text


def _secrets(env: Mapping[str, str], var: Path, demo: bool) -> tuple[str, tuple[str, ...], str]:
    names = ("PHU_SECRET_KEY", "PHU_MASTER_KEYS", "PHU_INDEX_KEY")
    if demo and not any(env.get(name) for name in names):
        return _demo_secrets(var)
    missing = [name for name in names if not env.get(name)]
    if missing:
        how = "Maak met 'python -m phu_runtime doctor --new-keys' sleutels en bewaar ze buiten deze machine."
        raise SettingInvalid(f"{', '.join(missing)} ontbreekt. {how}")
    secret, masters, index = env[names[0]], tuple(env[names[1]].replace(" ", "").split(",")), env[names[2]]
    if len(secret) < WEAK:
        raise SettingInvalid(f"PHU_SECRET_KEY is te kort. Gebruik ten minste {WEAK} willekeurige tekens.")
    for name, key in [("PHU_MASTER_KEYS", key) for key in masters] + [("PHU_INDEX_KEY", index)]:
        if not _strong(key):
            raise SettingInvalid(f"{name} is geen goede sleutel. Elke sleutel is 64 hexadecimale tekens, niet steeds hetzelfde teken.")
    return secret, masters, index


def _strong(key: str) -> bool:
    return len(key) == 64 and all(c in "0123456789abcdefABCDEF" for c in key) and len(set(key)) > 4


def _demo_secrets(var: Path) -> tuple[str, tuple[str, ...], str]:
    """Keys of the demo, made once and kept under ``var`` so that a second start reads the same data."""
    path = var / "demo-keys"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("\n".join(os.urandom(32).hex() for _ in range(3)) + "\n")
    lines = path.read_text().split()
    if len(lines) != 3:
        raise SettingInvalid(f"{path} is beschadigd. Verwijder de map {var} om met een schone oefenomgeving te beginnen.")
    return lines[0], (lines[1],), lines[2]
