"""``doctor``, ``backup``, ``restore``, ``rotate-keys``, ``create-admin``: operation."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from phu_runtime.actions.create_admin import create_admin
from phu_runtime.commands.opening import opened
from phu_runtime.demo.organisations import load_organisations
from phu_runtime.operation.anchors import read_seal
from phu_runtime.operation.doctor import examine
from phu_runtime.operation.new_keys import new_keys
from phu_runtime.operation.restore import finish_restore, read_destroyed
from phu_runtime.operation.second_factors import reseal
from phu_runtime.records import backup


def add_commands(parts: Any) -> None:
    """Registers them."""
    doctor = parts.add_parser("doctor", help="kijk of alles in orde is, of maak nieuwe sleutels")
    doctor.add_argument("--new-keys", action="store_true", help="druk nieuwe sleutels af om buiten deze machine te bewaren")
    doctor.add_argument("--seal", action="append", default=[], help="een zegel van het logboek uit een mail, als nummer:zegel")
    doctor.set_defaults(run=check_up)
    copy = parts.add_parser("backup", help="maak een reservekopie van beide databases (SQLite)")
    copy.add_argument("directory", type=Path)
    copy.set_defaults(run=make_backup)
    back = parts.add_parser("restore", help="maak een teruggezette reservekopie af: wat vernietigd was, blijft vernietigd")
    back.add_argument("list", type=Path, help="de lijst van vernietigde casussen, die buiten de reservekopie is bewaard")
    back.set_defaults(run=finish)
    rotate = parts.add_parser("rotate-keys", help="versleutel alle casussleutels en tweede stappen met de eerste hoofdsleutel")
    rotate.set_defaults(run=rotate_keys)
    admin = parts.add_parser("create-admin", help="maak de eerste beheerder van een nieuwe omgeving")
    admin.add_argument("name")
    admin.add_argument("email")
    admin.set_defaults(run=make_admin)


def check_up(chosen: argparse.Namespace) -> int:
    """One line per point and what to do; 1 when something needs attention."""
    if chosen.new_keys:
        print(new_keys())
        return 0
    with opened() as runtime:
        with runtime.reading() as store:
            now = store.now
        checks = examine(runtime.settings, runtime.database, runtime.keys, now, dict(map(read_seal, chosen.seal)))
    for check in checks:
        print(f"{'goed  ' if check.good else 'LET OP'}  {check.seen}" + ("" if check.good else f" {check.advice}"))
    return 0 if all(check.good for check in checks) else 1


def make_backup(chosen: argparse.Namespace) -> int:
    """Both stores, each in its own file; the list of destroyed cases apart."""
    with opened() as runtime:
        for path in backup.backup(runtime.database, runtime.keys, chosen.directory):
            print(f"Geschreven: {path}")
    return 0


def finish(chosen: argparse.Namespace) -> int:
    """After the files were put back and before the program starts."""
    lines = read_destroyed(chosen.list)
    with opened() as runtime:
        for sentence in finish_restore(runtime.database, runtime.keys, lines):
            print(sentence)
    return 0


def rotate_keys(_chosen: argparse.Namespace) -> int:
    """Prints how many keys and second factors were under another master key."""
    with opened() as runtime:
        print(f"{runtime.keys.rotate()} sleutels opnieuw versleuteld.")
        with runtime.transaction() as store:
            print(f"{reseal(store.session, runtime.settings.master_keys)} tweede stappen opnieuw versleuteld.")
    return 0


def make_admin(chosen: argparse.Namespace) -> int:
    """The organisations of the agreement where missing, and the one-time password."""
    with opened() as runtime, runtime.transaction() as store:
        load_organisations(store)
        print(f"Eenmalig wachtwoord voor {chosen.email}: {create_admin(store, chosen.name, chosen.email)}")
    return 0
