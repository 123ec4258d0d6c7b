"""A program killed at any point loses nothing that it reported as done, does nothing twice and leaves nothing half."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from phu_runtime.records.rows import insert_rows
from phu_runtime.records.tables.cases import Case, Passage, Submission, Task, Timer
from phu_runtime.records.tables.messages import Notice, Outgoing
from phu_runtime.records.tables.oversight import AccessLine
from phu_runtime.steps.runtime import Runtime
from tests.conftest import INDEX_KEY, MASTER_KEY
from tests.faults.oracle import faults
from tests.region import ACCEPTED, FATMA, LINDA, SHIPPED, Region

POINTS = ("commit", "statement", "committed", "moment")
FURTHEST = {"commit": 12, "statement": 130, "committed": 12}


@dataclass
class Workers:
    """The process that forks workers, and what they reported."""

    process: subprocess.Popen[str]
    done: list[str] = field(default_factory=list)
    deaths: int = 0

    def run(self, order: dict[str, Any]) -> str:
        """One worker until it dies; the step that it was at, "" for none."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        doing = ""
        for line in self.process.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "dead":
                self.deaths += 1
                return doing
            if word == "doing":
                doing = rest
            elif word == "broken":
                raise AssertionError(f"a worker ended by itself at {doing or 'the clock'}")
            elif word == "ok":
                self.done.append(rest)
                doing = ""
        raise AssertionError("the parent of the workers ended")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    command = [sys.executable, "-m", "tests.faults.worker"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=SHIPPED) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Workers(process)
        assert process.stdin is not None
        process.stdin.close()


def seen_anew(region: Region) -> Runtime:
    """A runtime that remembers nothing: as after a restart."""
    runtime = region.runtime
    return Runtime(runtime.settings, runtime.database, runtime.keys, region.clock, read=runtime._releases)


def trying(region: Region) -> list[str]:
    """Two cases in which the team seeks contact, without end."""
    return [region.follow(region.start(), ACCEPTED) for _ in range(2)]


def test_a_killed_program_loses_nothing_doubles_nothing_and_halves_nothing(
    any_region: Region, workers: Workers, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    region, rounds, chance = any_region, int(request.config.getoption("--rounds")) // 2, random.Random(7)  # noqa: S311
    workers.done.clear()
    case_ids, again = trying(region), ""
    fixed = {
        "database": region.runtime.database.engine.url.render_as_string(hide_password=False),
        "keys": f"sqlite:///{tmp_path}/keys.sqlite3", "master": MASTER_KEY, "index": INDEX_KEY, "var": str(tmp_path),
    }  # fmt: skip
    for number in range(rounds):
        name = POINTS[number % len(POINTS)]
        point = f"{name} {chance.uniform(0.1, 0.9):.3f}" if name == "moment" else f"{name} {chance.randint(1, FURTHEST[name])}"
        region.clock.now += timedelta(hours=9)
        order = {"point": point, "now": region.clock.now.isoformat(), "seed": number, "cases": case_ids, "again": again}
        again = workers.run({**fixed, **order})
        assert faults(seen_anew(region), workers.done) == [], f"round {number}, killed at {point}"
    assert (workers.deaths >= rounds, len(workers.done) >= rounds) == (True, True)
    region.tick()
    assert faults(seen_anew(region), workers.done) == []


def some(session: Any, table: Any, *where: Any) -> Any:
    return session.scalars(select(table).where(*where).limit(1)).one()


def columns(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def lose_a_form(session: Any) -> None:
    session.execute(delete(Submission).where(Submission.id == some(session, Submission, Submission.form == "contactpoging").id))


def double_a_form(session: Any) -> None:
    one = some(session, Submission, Submission.form == "contactpoging")
    insert_rows(session, Submission, [{**columns(one), "id": "0" * 32}])


def close_a_task(session: Any) -> None:
    session.execute(update(Task).where(Task.id == some(session, Task, Task.status == "open").id).values(status="done"))


def lose_a_step(session: Any) -> None:
    session.execute(delete(Passage).where(Passage.id == some(session, Passage, Passage.element == "zoek_contact").id))


def lose_a_timer(session: Any) -> None:
    session.execute(delete(Timer).where(Timer.id == some(session, Timer, Timer.kind == "engine").id))


def lose_a_line(session: Any) -> None:
    line = some(session, AccessLine, AccessLine.event == "taak afgerond: zoek_contact")
    session.execute(delete(AccessLine).where(AccessLine.id == line.id))


def double_a_notice(session: Any) -> None:
    rows = session.scalars(select(Notice).where(Notice.event == "nieuw_feit")).all()
    insert_rows(session, Notice, [{**columns(row), "id": f"{number:032d}"} for number, row in enumerate(rows)])


def lose_a_mail(session: Any) -> None:
    session.execute(delete(Outgoing))


def go_back_a_state(session: Any) -> None:
    first, second = session.scalars(select(Case).order_by(Case.number)).all()
    session.execute(update(Case).where(Case.id == second.id).values(state=session.info["earlier"]))
    assert first.id != second.id


@pytest.mark.parametrize(
    "damage",
    [
        lose_a_form, double_a_form, close_a_task, lose_a_step, lose_a_timer, lose_a_line, double_a_notice, lose_a_mail, go_back_a_state,
    ],
)  # fmt: skip
def test_the_oracle_finds_each_kind_of_damage(region: Region, damage: Callable[[Any], None]) -> None:
    case_ids = trying(region)
    earlier = region.case(case_ids[1]).state
    acknowledged = [region.open_tasks(case_ids[1])["contactpoging"].id]
    for case_id in case_ids:
        region.do(case_id, "contactpoging", FATMA, region.example("contactpoging", "geen reactie op telefoon"))
    region.tell(case_ids[0], "nieuw_feit", LINDA, region.example("nieuw_feit", "betaling"))
    region.tick()
    assert faults(seen_anew(region), acknowledged) == []
    with region.runtime.transaction() as store:
        store.session.info["earlier"] = earlier
        damage(store.session)
    assert faults(seen_anew(region), acknowledged)


def test_the_oracle_finds_a_lost_acknowledgement(region: Region) -> None:
    trying(region)
    assert faults(seen_anew(region), ["f" * 32]) == [f"lost: {'f' * 32}"]
