"""What an operator, a process owner or a script does without a browser: each command, its answer and its exit code."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from phu_runtime.calendar import AMSTERDAM
from phu_runtime.cli import main
from phu_runtime.commands.opening import opened
from phu_runtime.records import releases
from phu_runtime.settings import read_settings
from phu_runtime.workprocess.files import read_files
from tests.region import RELEASE, SHIPPED, Region

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def site(tmp_path: Path, furnished_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A practice environment in an empty folder, as the commands find it."""
    for name in [name for name in os.environ if name.startswith("PHU_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PHU_VAR", str(tmp_path))
    read_settings(demo=True)
    shutil.copy(furnished_file, tmp_path / "phu.sqlite3")
    yield tmp_path
    structlog.reset_defaults()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine with keys in its environment and nothing else yet."""
    keys = {"PHU_SECRET_KEY": "01234567" * 8, "PHU_MASTER_KEYS": "89abcdef" * 8, "PHU_INDEX_KEY": "76543210" * 8, "PHU_VAR": str(tmp_path)}
    for name, value in keys.items():
        monkeypatch.setenv(name, value)
    yield tmp_path
    structlog.reset_defaults()


def run(capsys: Capture, *arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    capsys.readouterr()
    code = main([str(argument) for argument in arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


# ---- decide


def test_decide_answers_one_question(capsys: Capture) -> None:
    code, out, _ = run(capsys, "decide", SHIPPED / "dmn/partijen.dmn", "partijen", "--input", '{"gemeente": "Dordrecht"}')
    assert code == 0
    assert json.loads(out)["sociaal_team"] == "Sociaal Wijkteam Dordrecht"


def test_decide_answers_a_line_each_and_goes_on_after_a_bad_one(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = '{"gemeente": "Gorinchem"}\n\ngeen json\n[1]\n{"gemeente": "Amsterdam"}\n{"gemeente": "Papendrecht"}\n'
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    code, out, _ = run(capsys, "decide", SHIPPED / "dmn/partijen.dmn", "partijen", "--input", "-")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [answer.get("sociale_dienst", "fout") for answer in answers] == ["Avres", "fout", "fout", "fout", "Sociale Dienst Drechtsteden"]
    assert "geen JSON" in answers[1]["fout"]
    assert "JSON-object" in answers[2]["fout"]


@pytest.mark.parametrize(
    ("file", "decision", "given", "told"),
    [
        ("dmn/partijen.dmn", "partijen", "{", "De invoer is geen JSON"),
        ("dmn/partijen.dmn", "partijen", '{"gemeente": "Amsterdam"}', "Amsterdam"),
        ("dmn/partijen.dmn", "onbekend", "{}", "onbekend"),
        ("dmn/niets.dmn", "partijen", "{}", "bestaat niet"),
        ("bpmn/afsluiten.bpmn", "partijen", "{}", ""),
    ],
)
def test_decide_says_what_is_wrong(capsys: Capture, file: str, decision: str, given: str, told: str) -> None:
    code, out, err = run(capsys, "decide", SHIPPED / file, decision, "--input", given)
    assert (code, out) == (1, "")
    assert told in err
    assert err.strip()


# ---- the work process


def test_the_shipped_work_process_is_checked_without_findings(capsys: Capture) -> None:
    assert run(capsys, "check", SHIPPED)[:2] == (0, "Geen bevindingen.\n")


def test_a_broken_work_process_is_told_a_line_a_finding(capsys: Capture, tmp_path: Path) -> None:
    for part in ("bpmn", "dmn", "forms"):
        shutil.copytree(SHIPPED / part, tmp_path / part)
    (tmp_path / "bpmn/nazorg.bpmn").write_text("<half")
    code, _, err = run(capsys, "check", tmp_path)
    assert code == 1
    assert "bpmn/nazorg.bpmn" in err
    assert run(capsys, "check", tmp_path / "leeg")[0] == 1


def test_a_work_process_is_deployed_published_and_exported_byte_for_byte(capsys: Capture, empty: Path) -> None:
    code, out, _ = run(capsys, "deploy", SHIPPED, "--name", "2026.1", "--note", "Eerste")
    assert code == 0
    draft = out.strip()
    assert run(capsys, "deploy", SHIPPED, "--name", "2026.2")[1].strip() == draft
    assert run(capsys, "publish", draft)[:2] == (0, "Gepubliceerd: 2026.1\n")
    assert run(capsys, "export", empty / "uit.zip")[0] == 0
    with zipfile.ZipFile(empty / "uit.zip") as archive:
        exported = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(exported.pop("manifest.json"))
    assert exported == dict(read_files(SHIPPED))
    assert (manifest["naam"], manifest["toelichting"]) == ("2026.1", "Eerste")


def test_an_export_can_be_deployed_elsewhere_as_the_same_release(capsys: Capture, site: Path) -> None:
    assert run(capsys, "export", site / "uit.zip", "--release", RELEASE)[0] == 0
    with zipfile.ZipFile(site / "uit.zip") as archive:
        archive.extractall(site / "uit")
        manifest = json.loads(archive.read("manifest.json"))
    with opened() as runtime, runtime.reading() as store:
        assert releases.get_release(store.session, RELEASE).digest == manifest["digest"]
    assert run(capsys, "deploy", site / "uit", "--name", "nog eens")[1].strip() == RELEASE


def test_publishing_on_a_running_site_is_refused(capsys: Capture, empty: Path) -> None:
    draft = run(capsys, "deploy", SHIPPED, "--name", "1")[1].strip()
    run(capsys, "publish", draft)
    code, _, err = run(capsys, "publish", draft)
    assert code == 1
    assert "proceseigenaar" in err


@pytest.mark.parametrize("arguments", [("publish", "0" * 32), ("export", "uit.zip", "--release", "0" * 32), ("export", "uit.zip")])
def test_what_is_not_there_is_told(capsys: Capture, empty: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.chdir(empty)
    code, _, err = run(capsys, *arguments)
    assert code == 1
    assert err.strip().endswith(".")
    assert not (empty / "uit.zip").exists()


def test_an_export_to_a_folder_that_is_not_there_says_so(capsys: Capture, site: Path) -> None:
    code, _, err = run(capsys, "export", site / "nergens" / "uit.zip")
    assert code == 1
    assert "nergens" in err


# ---- the clock


def test_tick_moves_the_clock_of_a_practice_environment_and_does_what_is_due(capsys: Capture, site: Path) -> None:
    with opened() as runtime:
        region = Region(runtime, type("Now", (), {"now": datetime.now(UTC)}))
        region.report(region.start())
    then = datetime.now(AMSTERDAM) + timedelta(days=8)
    code, out, _ = run(capsys, "tick", "--now", then.strftime("%Y-%m-%dT%H:%M"))
    assert code == 0
    assert f"De klok staat op {then:%d-%m-%Y}" in out
    assert int(out.split()[0]) >= 1
    assert list((site / "mail").glob("*.eml"))
    assert run(capsys, "tick")[1].startswith("0 ")


@pytest.mark.parametrize(("moment", "told"), [("2001-01-01", "vooruit"), ("morgen", "geen moment"), ("2199-01-01", "370 dagen")])
def test_a_moment_that_cannot_be_is_told(capsys: Capture, site: Path, moment: str, told: str) -> None:
    code, _, err = run(capsys, "tick", "--now", moment)
    assert code == 1
    assert told in err


def test_the_clock_of_a_real_site_cannot_be_moved(capsys: Capture, empty: Path) -> None:
    code, _, err = run(capsys, "tick", "--now", f"{datetime.now(AMSTERDAM) + timedelta(days=2):%Y-%m-%d}")
    assert code == 1
    assert "oefenomgeving" in err


# ---- operation


def test_new_keys_are_printed_as_settings(capsys: Capture) -> None:
    code, out, _ = run(capsys, "doctor", "--new-keys")
    assert code == 0
    assert read_settings(dict(line.split("=", 1) for line in out.split())).index_key


def test_the_doctor_tells_each_point_and_fails_when_one_needs_attention(capsys: Capture, empty: Path) -> None:
    code, out, _ = run(capsys, "doctor")
    assert code == 1
    assert "LET OP" in out
    assert all(line.startswith(("goed", "LET OP")) for line in out.splitlines())


def test_a_backup_and_a_restore_go_by_command(capsys: Capture, site: Path) -> None:
    code, out, _ = run(capsys, "backup", site / "kopie")
    paths = [Path(line.removeprefix("Geschreven: ")) for line in out.splitlines()]
    assert code == 0
    assert len(paths) == 3
    assert all(path.exists() for path in paths)
    code, out, _ = run(capsys, "restore", paths[2])
    assert code == 0
    assert "0" in out
    assert run(capsys, "restore", site / "niets")[0] == 1


def test_keys_are_rotated_by_command(capsys: Capture, site: Path) -> None:
    assert run(capsys, "rotate-keys")[:2] == (0, "0 sleutels opnieuw versleuteld.\n0 tweede stappen opnieuw versleuteld.\n")


def test_the_first_admin_gets_a_one_time_password(capsys: Capture, empty: Path) -> None:
    code, out, _ = run(capsys, "create-admin", "Daan Bosman", "daan@phu.nl")
    assert code == 0
    assert out.startswith("Eenmalig wachtwoord voor daan@phu.nl: ")
    code, _, err = run(capsys, "create-admin", "Daan Bosman", "geen adres")
    assert code == 1
    assert "adres" in err


# ---- what stops a command


def test_without_keys_and_without_a_practice_environment_nothing_is_made(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHU_VAR", str(tmp_path / "nieuw"))
    code, _, err = run(capsys, "tick")
    assert code == 1
    assert "PHU_SECRET_KEY" in err
    assert not (tmp_path / "nieuw" / "phu.sqlite3").exists()


def test_a_practice_environment_is_not_opened_as_a_real_site(capsys: Capture, site: Path, empty: Path) -> None:
    code, _, err = run(capsys, "tick")
    assert code == 1
    assert "oefenomgeving" in err


def test_a_real_site_is_not_opened_as_a_practice_environment(capsys: Capture, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(capsys, "tick")[0] == 0
    for name in ("PHU_SECRET_KEY", "PHU_MASTER_KEYS", "PHU_INDEX_KEY"):
        monkeypatch.delenv(name)
    read_settings(demo=True)
    code, _, err = run(capsys, "tick")
    assert code == 1
    assert "echte casussen" in err


def test_an_unknown_command_is_refused(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["vlieg"])
    assert stopped.value.code == 2


def test_the_commands_run_as_a_module() -> None:
    command = [sys.executable, "-m", "phu_runtime", "decide", "dmn/casusregie.dmn", "casusregie"]
    lines = '{"team_neemt_casus": "ja"}\n{"team_neemt_casus": "nee"}\n'
    done = subprocess.run(command, cwd=SHIPPED, input=lines, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["casusregisseur"] for line in done.stdout.splitlines()] == ["sociaal_team", "woningcorporatie"]
