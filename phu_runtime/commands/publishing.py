"""``check``, ``deploy``, ``publish``, ``export``: the work process between disk and database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from phu_runtime.actions.deploy_release import deploy_release
from phu_runtime.actions.publish_release import publish_release
from phu_runtime.commands.opening import opened
from phu_runtime.errors import ReleaseInvalid
from phu_runtime.records import releases
from phu_runtime.rehearsal.played import played
from phu_runtime.workprocess.files import read_files
from phu_runtime.workprocess.gate import Checked, check_for_publication, check_on_save
from phu_runtime.workprocess.packing import pack


def add_commands(parts: Any) -> None:
    """Registers the four."""
    check = parts.add_parser("check", help="controleer een werkproces op schijf")
    check.add_argument("directory", type=Path, nargs="?", default=Path())
    check.add_argument("--publication", action="store_true", help="ook alles wat publiceren vraagt: eindes, tekening, brieven, scenario's")
    check.set_defaults(run=check_directory)
    deploy = parts.add_parser("deploy", help="zet een werkproces van schijf als concept in de database")
    deploy.add_argument("directory", type=Path, nargs="?", default=Path())
    deploy.add_argument("--name", required=True, help="naam van de versie, bijvoorbeeld 2026.4")
    deploy.add_argument("--note", default="", help="wat er verandert en waarom")
    deploy.set_defaults(run=deploy_directory)
    publish = parts.add_parser("publish", help="publiceer een concept (alleen op een lege database)")
    publish.add_argument("release", help="nummer van het concept, zoals deploy het gaf")
    publish.set_defaults(run=publish_draft)
    export = parts.add_parser("export", help="schrijf een versie naar een zip met een manifest")
    export.add_argument("file", type=Path)
    export.add_argument("--release", default="", help="nummer van de versie; zonder: die nu geldt")
    export.set_defaults(run=export_release)


def check_directory(chosen: argparse.Namespace) -> int:
    """All findings at once, a line each; 0 when there are none."""
    checked = _checked(chosen.directory, publication=chosen.publication)
    for finding in checked.findings:
        where = f"{finding.file} ({finding.element})" if finding.element else finding.file
        print(f"{where}: {finding.message} {finding.why} {finding.advice}".replace("  ", " ").rstrip(), file=sys.stderr)
    for note in checked.notes:
        print(note)
    print("Geen bevindingen." if not checked.findings else f"{len(checked.findings)} bevindingen.")
    return 1 if checked.findings else 0


def deploy_directory(chosen: argparse.Namespace) -> int:
    """Prints the draft's id."""
    files = read_files(chosen.directory)
    with opened() as runtime, runtime.transaction() as store:
        print(deploy_release(store, None, files, chosen.name, chosen.note))
    return 0


def publish_draft(chosen: argparse.Namespace) -> int:
    """New cases start on it from now."""
    with opened() as runtime, runtime.transaction() as store:
        print(f"Gepubliceerd: {publish_release(store, None, chosen.release)}")
    return 0


def export_release(chosen: argparse.Namespace) -> int:
    """A zip of the files byte for byte, and ``manifest.json`` with name, digest and parent, as the pages give it."""
    with opened() as runtime, runtime.reading() as store:
        release = releases.get_release(store.session, chosen.release or runtime.active_release(store))
        files = releases.release_files(store.session, release.id)
        parent = releases.get_release(store.session, release.parent_id).digest if release.parent_id else ""
        packed = pack(release.name, release.note, parent, files)
    chosen.file.write_bytes(packed)
    print(f"{len(files)} bestanden geschreven naar {chosen.file}.")
    return 0


def _checked(directory: Path, *, publication: bool) -> Checked:
    try:
        files = read_files(directory)
    except ReleaseInvalid as invalid:
        return Checked(list(invalid.findings))
    return check_for_publication(files, scenarios=played) if publication else check_on_save(files)
