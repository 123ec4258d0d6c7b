"""``doctor``, ``backup``, ``create-admin``: operation."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from phu_runtime.actions.create_admin import create_admin
from phu_runtime.commands.opening import opened
from phu_runtime.records import backup, cases, outbox, timers


def add_commands(parts: Any) -> None:
    """Registers the three."""
    doctor = parts.add_parser("doctor", help="kijk of alles in orde is, of maak nieuwe sleutels")
    doctor.add_argument("--new-keys", action="store_true", help="druk nieuwe sleutels af om buiten deze machine te bewaren")
    doctor.set_defaults(run=examine)
    copy = parts.add_parser("backup", help="maak een reservekopie van beide databases (SQLite)")
    copy.add_argument("directory", type=Path)
    copy.set_defaults(run=make_backup)
    admin = parts.add_parser("create-admin", help="maak de eerste beheerder van een nieuwe omgeving")
    admin.add_argument("name")
    admin.add_argument("email")
    admin.set_defaults(run=make_admin)


def examine(chosen: argparse.Namespace) -> int:
    """One line per point; 1 when something needs attention."""
    if chosen.new_keys:
        print(f"PHU_SECRET_KEY={os.urandom(32).hex()}\nPHU_MASTER_KEYS={os.urandom(32).hex()}\nPHU_INDEX_KEY={os.urandom(32).hex()}")
        return 0
    with opened() as runtime, runtime.reading() as store:
        stalled = cases.stalled_cases(store.session)
        late = timers.count_overdue(store.session, store.now)
        failed = outbox.failed_mails(store.session)
        points = [
            (not stalled, f"{len(stalled)} open casussen zonder taak of termijn"),
            (late == 0, f"{late} termijnen die al hadden moeten afgaan"),
            (not failed, f"{len(failed)} mails die niet konden worden verstuurd"),
        ]
    for good, sentence in points:
        print(f"{'goed ' if good else 'LET OP'}  {sentence}")
    return 0 if all(good for good, _ in points) else 1


def make_backup(chosen: argparse.Namespace) -> int:
    """Both stores, each in its own file; the list of destroyed cases apart."""
    with opened() as runtime:
        for path in backup.backup(runtime.database, runtime.keys, chosen.directory):
            print(f"Geschreven: {path}")
    return 0


def make_admin(chosen: argparse.Namespace) -> int:
    """Prints the one-time password."""
    with opened() as runtime, runtime.transaction() as store:
        print(f"Eenmalig wachtwoord voor {chosen.email}: {create_admin(store, chosen.name, chosen.email)}")
    return 0
