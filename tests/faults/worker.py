"""A process that works on cases until it kills itself (SIGKILL) at a given point. Run by test_kill.

Reads JSON lines from the driver and forks a worker for each, so that the release is read once. A point is
``statement N``, ``commit N`` (before it), ``committed N`` (just after), or ``moment S`` (seconds after the start).
Prints "doing KIND ID" before a step, "ok ID" after its commit, then "dead" ("broken" when it ended by itself).
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from phu_runtime.actions.submit_task import submit_task
from phu_runtime.errors import OutOfDate
from phu_runtime.keys import make_keys
from phu_runtime.records.session import open_database
from phu_runtime.settings import Settings
from phu_runtime.steps.runtime import Runtime
from phu_runtime.workprocess import read_release
from phu_runtime.workprocess.files import read_files
from tests.region import FATMA, LINDA, RELEASE, SHIPPED, Region


class Moving:
    """The clock of the worker: an hour further at each step."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **parts: float) -> None:
        self.now += timedelta(**parts)


def die() -> None:
    """As a power cut: nothing is closed, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(engine: Any, point: str) -> None:
    """Arms the point at which this process ends."""
    name, _, number = point.partition(" ")
    if name == "moment":
        timer = threading.Timer(float(number), die)
        timer.daemon = True
        timer.start()
        return
    left = [int(number)]

    def pass_point(*_arguments: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            die()

    places = {"statement": (engine, "before_cursor_execute"), "commit": (engine, "commit"), "committed": (Session, "after_commit")}
    event.listen(*places[name], pass_point)


def work(region: Region, case_ids: list[str], again: str, seed: int) -> None:
    """Steps on these cases for ever; first the one that the last worker may or may not have finished."""
    chance = random.Random(seed)  # noqa: S311
    while True:
        case_id = chance.choice(case_ids)
        region.clock.move(hours=1)
        kind = again.partition(" ")[0] or chance.choice(["try"] * 6 + ["fact"] * 3 + ["tick"] * 2 + ["start"])
        if kind == "tick":
            region.tick()
        elif kind == "start":
            region.start()
        elif kind == "fact":
            _, _, place = (again or f"fact {case_id}/{chance.random()}").partition(" ")
            say("doing", f"fact {place}")
            region.tell(place.partition("/")[0], "nieuw_feit", LINDA, region.example("nieuw_feit", "betaling"), place)
            say("ok", place)
        else:
            contact(region, again.partition(" ")[2] or f"{case_id}/{region.open_tasks(case_id)['contactpoging'].id}")
        again = ""


def contact(region: Region, place: str) -> None:
    """One more attempt to reach the tenant by telephone: the drawing then asks for another, without end."""
    task_id = place.partition("/")[2]
    say("doing", f"try {place}")
    try:
        region.act(submit_task, region.person(FATMA), task_id, region.example("contactpoging", "geen reactie op telefoon"))
    except OutOfDate:
        return  # the worker before this one had committed it
    say("ok", task_id)


def say(*words: str) -> None:
    """One line to the driver, at once."""
    os.write(1, (" ".join(words) + "\n").encode())


def main() -> None:
    """Fork a worker per line of the standard input."""
    release = read_release(read_files(SHIPPED))
    say("ready")
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            database = open_database(order["database"])
            keys = make_keys(order["keys"], [order["master"]], order["index"])
            settings = Settings("", "", "s" * 40, (), "", var=Path(order["var"]))
            clock = Moving(datetime.fromisoformat(order["now"]))
            region = Region(Runtime(settings, database, keys, clock, read={RELEASE: release}), clock)
            die_at(database.engine, order["point"])
            work(region, order["cases"], order["again"], order["seed"])
        _, status = os.waitpid(child, 0)
        say("dead" if os.WIFSIGNALED(status) else "broken")


if __name__ == "__main__":
    main()
