"""``tick``: do what is due, once; ``clock``: keep doing it."""

from __future__ import annotations

import argparse
import signal
from datetime import datetime
from typing import Any

from phu_runtime import startup
from phu_runtime.actions.move_clock import move_clock
from phu_runtime.calendar import AMSTERDAM
from phu_runtime.clock import Clock
from phu_runtime.commands.opening import opened
from phu_runtime.errors import PhuError
from phu_runtime.gatekeeper import Gatekeeper


def add_commands(parts: Any) -> None:
    """Registers both."""
    tick = parts.add_parser("tick", help="doe wat nu moet: termijnen, berichten, post, controles")
    tick.add_argument(
        "--now", default="", help="zet eerst de klok van de oefenomgeving vooruit, naar bijvoorbeeld 2026-12-08 of 2026-12-08T09:00"
    )
    tick.set_defaults(run=tick_once)
    clock = parts.add_parser("clock", help="blijf doen wat moet, tot Ctrl+C")
    clock.set_defaults(run=keep_ticking)


def tick_once(chosen: argparse.Namespace) -> int:
    """Prints how much was done and what time it is there."""
    with opened() as runtime:
        if chosen.now:
            wanted = _moment(chosen.now)
            with runtime.transaction() as store:
                hours = -(-int((wanted - store.now).total_seconds()) // 3600)
                move_clock(store, None, hours=hours)
        handled = Clock(runtime, startup.postman_for(runtime.settings)).tick()
        while Gatekeeper(runtime).run_next():
            print("Een werkproces is helemaal gecontroleerd.")
        with runtime.reading() as store:
            print(f"{handled} zaken afgehandeld. De klok staat op {store.now.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}.")
    return 0


def keep_ticking(_chosen: argparse.Namespace) -> int:
    """Runs until it is asked to stop."""
    with opened() as runtime:
        clock, gatekeeper = Clock(runtime, startup.postman_for(runtime.settings)), Gatekeeper(runtime)
        clock.start()
        gatekeeper.start()
        print("De klok loopt. Stoppen met Ctrl+C.")
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
        gatekeeper.stop()
        clock.stop()
    return 0


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise PhuError(f"'{text}' is geen moment. Schrijf het als 2026-12-08 of 2026-12-08T09:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)
