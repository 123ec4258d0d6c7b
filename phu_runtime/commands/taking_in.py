"""``intake``: what a file would do, and with ``--take-in`` take it in. For the operator of a source system, for every corporation."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from phu_runtime.actions.preview_intake import preview_intake
from phu_runtime.actions.take_in import take_in
from phu_runtime.commands.opening import opened
from phu_runtime.errors import PhuError

KIND = "ris_resultaten"


def add_commands(parts: Any) -> None:
    """Registers ``intake``."""
    command = parts.add_parser("intake", help="bekijk een CSV-bestand met signalen, of lees het in")
    command.add_argument("file", type=Path)
    command.add_argument("--kind", default=KIND, help=f"soort bestand uit forms/inname.yaml; zonder: {KIND}")
    command.add_argument("--take-in", action="store_true", help="lees de regels ook echt in; zonder: alleen bekijken")
    command.set_defaults(run=look_or_take_in)


def look_or_take_in(chosen: argparse.Namespace) -> int:
    """A line per fault and 1 when there is one; nothing is taken in then. Never prints what a row holds."""
    content = chosen.file.read_bytes()
    with opened() as runtime:
        with runtime.transaction() as store:
            preview = preview_intake(store, None, chosen.kind, content)
        for fault in preview.faults:
            where = f"regel {fault.line}" if fault.line else "bestand"
            print(f"{where}{', ' + fault.column if fault.column else ''}: {fault.message}", file=sys.stderr)
        if preview.faults:
            print(f"{_rows(len(preview.faults), 'fout', 'fouten')}; er is niets ingelezen.")
            return 1
        if not chosen.take_in:
            new = _rows(len(preview.new), "regel is", "regels zijn")
            print(f"{new} nieuw, {_rows(preview.known, 'regel was', 'regels waren')} er al. Met --take-in worden nieuwe regels ingelezen.")
            return 0
        taken = 0
        for looked in preview.new:
            try:
                with runtime.transaction() as store:
                    taken += bool(take_in(store, None, chosen.kind, looked.row).number)
            except PhuError:
                print(f"Regel {looked.row.line} is niet ingelezen; daarvoor {taken} wel.", file=sys.stderr)
                raise
    print(f"{_rows(taken, 'regel', 'regels')} ingelezen, {_rows(len(preview.rows) - taken, 'regel was', 'regels waren')} er al.")
    return 0


def _rows(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
