"""``rehearse``: play the example cases of a work process and say what differs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from phu_runtime.errors import PhuError
from phu_runtime.rehearsal import branches, rehearse
from phu_runtime.rehearsal.branches import show_branches
from phu_runtime.rehearsal.rehearse import summary
from phu_runtime.workprocess import read_release
from phu_runtime.workprocess.files import read_files


def add_commands(parts: Any) -> None:
    """Registers ``rehearse``."""
    command = parts.add_parser("rehearse", help="speel de scenario's na op de echte tekeningen, in virtuele tijd")
    command.add_argument("scenarios", type=Path, nargs="?", default=Path("scenarios"), help="map of bestand met scenario's")
    command.add_argument("--work-process", type=Path, default=Path(), help="map met bpmn/, dmn/ en forms/ (zonder: deze map)")
    command.add_argument("--branches", action="store_true", help="toon ook welke pijlen, gebeurtenissen en regels geen scenario neemt")
    command.set_defaults(run=play)


def play(chosen: argparse.Namespace) -> int:
    """A line per scenario, the differing lines under it, and ``N passed, M failed``; 1 when one failed. With ``--branches`` also 1 when
    a branch was never taken."""
    if chosen.branches:
        return _with_branches(chosen)
    results = []
    for result in rehearse(read_files(chosen.work_process), _scenarios(chosen.scenarios)):
        results.append(result)
        for line in result.lines():
            print(line, flush=True)
    print(summary(results))
    return 0 if all(result.passed for result in results) else 1


def _with_branches(chosen: argparse.Namespace) -> int:
    """The scenarios that failed, every branch that none takes, and a line per kind of branch."""
    found, results = show_branches(read_release(read_files(chosen.work_process)), _scenarios(chosen.scenarios))
    for result in results:
        if not result.passed:
            print("\n".join(result.lines()))
    for branch in found:
        if not branch.scenarios:
            print(branch.line())
    print("\n".join(branches.summary(found)))
    print(summary(results))
    return 0 if all(result.passed for result in results) and all(branch.scenarios for branch in found) else 1


def _scenarios(place: Path) -> dict[str, bytes]:
    """All of a folder, or one file with the examples beside it."""
    if not place.exists():
        raise PhuError(f"'{place}' bestaat niet. Geef een map met scenario's, bijvoorbeeld scenarios/.")
    paths = sorted(place.glob("*.yaml")) if place.is_dir() else [place, place.parent / "voorbeelden.yaml"]
    return {path.name: path.read_bytes() for path in paths if path.exists()}
