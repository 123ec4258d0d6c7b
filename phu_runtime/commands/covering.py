"""``coverage``: which step fulfils which requirement of the agreement, and which scenario shows it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from phu_runtime.errors import PhuError
from phu_runtime.rehearsal.covering import show_coverage
from phu_runtime.workprocess import read_release
from phu_runtime.workprocess.files import read_files


def add_commands(parts: Any) -> None:
    """Registers ``coverage``."""
    command = parts.add_parser("coverage", help="laat zien welke stap welke eis van de afspraken uitvoert, en welk scenario dat toont")
    command.add_argument("directory", type=Path, nargs="?", default=Path(), help="map met bpmn/, dmn/, forms/ en scenarios/")
    command.set_defaults(run=cover_directory)


def cover_directory(chosen: argparse.Namespace) -> int:
    """A few lines per requirement, then the count; 1 when a requirement has no step or no scenario."""
    files = read_files(chosen.directory)
    work = read_release(files)
    if not work.requirements:
        raise PhuError("Deze map heeft geen eisen. Zet ze in forms/eisen.yaml.")
    scenarios = {path.removeprefix("scenarios/"): content for path, content in files.items() if path.startswith("scenarios/")}
    failed = provisional = 0
    for shown in show_coverage(work, scenarios):
        for line in shown.lines():
            print(line, flush=True)
        failed += bool(shown.problem)
        provisional += bool(shown.covered.requirement.provisional)
    total = len(work.requirements)
    print(f"{total - failed} van {total} eisen uitgevoerd en getoond; {provisional} zijn deels voorlopig en wachten op een besluit.")
    return 1 if failed else 0
