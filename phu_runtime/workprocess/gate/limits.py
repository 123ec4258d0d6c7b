"""The gate from outside: a child process reads what strangers may have written, so that it can break nothing here."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from phu_runtime.errors import Finding
from phu_runtime.workprocess.gate.whole import Checked
from phu_runtime.workprocess.reasons import explained

LARGEST = 5_000_000
MOST_FILES = 400
LONGEST = 120
_CHILD = Path(__file__).with_name("child.py")
_ROOT = Path(__file__).parents[3]
_ENDED = "De controle van het werkproces is gestopt: samen vragen de bestanden te veel tijd of geheugen."

Scenarios = Callable[[Mapping[str, bytes]], Iterable[Finding]]


def check_on_save(files: Mapping[str, bytes], *, read: Collection[str] = ()) -> Checked:
    """All findings that a draft may have when it is saved, each with why it matters; a few seconds. ``read``: paths of files that
    an earlier check read within their limits with this very content, so that they are not read alone again."""
    return _check(files, publication=False, read=read)


def check_for_publication(
    files: Mapping[str, bytes], *, scenarios: Scenarios | None = None, progress: Callable[[str], None] | None = None
) -> Checked:
    """All that, and soundness, the measured drawing, drawn letters and (when given) the scenarios. ``progress`` hears what is done now.

    The scenarios are played only on a release without findings.
    """
    tell = progress or (lambda _: None)
    tell("Bestanden, tekeningen, tabellen en brieven worden gecontroleerd.")
    checked = _check(files, publication=True)
    if scenarios is not None and not checked.findings:
        tell("De scenario's worden gespeeld.")
        checked.findings += explained(scenarios(files))
    tell("Klaar.")
    return checked


def _check(files: Mapping[str, bytes], *, publication: bool, read: Collection[str] = ()) -> Checked:
    large = [path for path, content in files.items() if len(content) > LARGEST]
    if large or len(files) > MOST_FILES:
        found = [Finding(path, "", "Dit bestand is te groot (meer dan 5 MB).", "Verwijder wat er niet in hoort.") for path in sorted(large)]
        many = Finding("", "", f"Het werkproces heeft {len(files)} bestanden; hoogstens {MOST_FILES} mag.", "Verwijder bestanden.")
        return Checked(explained(found or [many]))
    order = {"files": {path: base64.b64encode(content).decode() for path, content in files.items()}, "publication": publication}
    order["read"] = sorted(read)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD), str(_ROOT)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=LONGEST,
            env={"LANG": "C.UTF-8", "PATH": ""},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _ended()
    if done.returncode:
        return _ended()
    answer = json.loads(done.stdout)
    return Checked([Finding(**finding) for finding in answer["findings"]], answer["notes"], answer["read"])


def _ended() -> Checked:
    return Checked(explained([Finding("", "", _ENDED, "Verklein de tekeningen en tabellen, en probeer het opnieuw.")]), ended=True)
