"""Starting: stores made once, the shipped work process published once, and a clear sentence when it cannot start."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from phu_runtime import startup
from phu_runtime.errors import SettingInvalid
from phu_runtime.mail import FilePostman, SmtpPostman
from phu_runtime.records import releases
from phu_runtime.settings import Settings, read_settings
from phu_runtime.steps.runtime import Runtime
from tests.region import SHIPPED

KEYS = {"PHU_SECRET_KEY": "01234567" * 8, "PHU_MASTER_KEYS": "89abcdef" * 8, "PHU_INDEX_KEY": "76543210" * 8}


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Settings]:
    """Settings of a real site in an empty folder."""
    yield read_settings({**KEYS, "PHU_VAR": str(tmp_path)})
    structlog.reset_defaults()


def published(runtime: Runtime) -> list[str]:
    with runtime.reading() as store:
        return [release.id for release in releases.releases(store.session) if release.status == "published"]


def closed(runtime: Runtime) -> None:
    runtime.database.close()
    runtime.keys.close()


def test_a_first_start_publishes_the_shipped_work_process_and_a_second_leaves_it(real: Settings) -> None:
    said: list[str] = []
    for _ in range(2):
        runtime = startup.open_runtime(real)
        startup.publish_shipped(runtime, said.append)
        found = published(runtime)
        closed(runtime)
    assert said == ["Werkproces publiceren …"]
    assert len(found) == 1


@pytest.mark.parametrize("demo", [True, False])
def test_practice_and_real_data_never_share_a_database(real: Settings, demo: bool) -> None:
    closed(startup.open_runtime(replace(real, demo=demo)))
    with pytest.raises(SettingInvalid, match="oefenomgeving" if demo else "echte casussen"):
        startup.open_runtime(replace(real, demo=not demo))


def test_mail_goes_to_files_until_a_mail_server_is_set(real: Settings) -> None:
    assert isinstance(startup.postman_for(real), FilePostman)
    assert isinstance(startup.postman_for(replace(real, smtp_url="smtp://mail.example")), SmtpPostman)


def test_a_taken_port_is_told_before_anything_is_made(real: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingInvalid, match=f"Poort {port} is al in gebruik.*PHU_PORT"):
            startup.serve(replace(real, port=port), lambda runtime: None)
    assert not (real.var / "phu.sqlite3").exists()


@contextmanager
def app(tmp_path: Path, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """``python app.py`` as an operator starts it; it never outlives the test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PHU_")}
    with subprocess.Popen(
        [sys.executable, "-u", "app.py"],
        cwd=SHIPPED, env={**kept, "PHU_VAR": str(tmp_path), **environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as program:  # fmt: skip
        try:
            yield program
        finally:
            program.kill()


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_the_program_serves_until_it_is_asked_to_stop(tmp_path: Path, asked: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with app(tmp_path, PHU_PORT=port, **KEYS) as program:
        assert program.stdout is not None
        assert any(line.startswith("Klaar: http://127.0.0.1:") for line in program.stdout)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as answer:
            assert answer.status == 200
        program.send_signal(asked)
        out, err = program.communicate(timeout=30)
    assert (program.returncode, err) == (0, "")
    assert "Gestopt." in out


def test_a_start_that_cannot_be_ends_with_a_sentence(tmp_path: Path) -> None:
    with app(tmp_path, PHU_PORT="acht") as program:
        out, err = program.communicate(timeout=30)
    assert program.returncode == 1
    assert err.strip().startswith("Starten lukt niet: PHU_PORT is 'acht'.")
    assert "Traceback" not in out + err
