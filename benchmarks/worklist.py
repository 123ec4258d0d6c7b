"""A page of the worklist at 1,000 and at 100,000 open tasks, half of them of one organisation: must cost about the same.

Measured per look: the page itself, the three counts of the tabs and the choices of the filters. Printed as median
milliseconds and ratio; the promise is a ratio of 1.5 at most on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from benchmarks.postgres import postgres_address
from phu_runtime.records import worklist
from phu_runtime.records.session import Database, open_database
from phu_runtime.records.tables.accounts import Organisation
from phu_runtime.records.tables.cases import Case, Task
from phu_runtime.records.tables.releases import Release
from phu_runtime.records.worklist import ORDERS, VIEWS, Filters, Viewer

SIZES = (1_000, 100_000)
LOOKS = 100
PROMISE = 1.5
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PLACES = ("Dordrecht", "Zwijndrecht", "Papendrecht", "Sliedrecht", "Gorinchem", "Molenlanden", "Alblasserdam")
NAMES = tuple(f"Taak {number:02}" for number in range(40))


def fill(database: Database, size: int) -> None:
    """``size`` open tasks, two a case; every second one is the first organisation's."""
    with database.write() as session:
        session.add_all([Organisation(id=f"o{number}", name=f"o{number}", party="p") for number in range(20)])
        session.add(Release(id="r", name="r", digest="d", status="published", created=NOW))
        session.flush()
        _insert(session, Case, (_case(number) for number in range(size // 2)))
        _insert(session, Task, (_task(number) for number in range(size)))
    with database.write() as session:
        session.execute(text("ANALYZE"))


def _case(number: int) -> dict[str, Any]:
    plain = {"release_id": "r", "process": "p", "status": "open", "phase": "", "regisseur": "", "outcome": "", "revision": 1}
    place = PLACES[number % len(PLACES)]
    own = {"id": f"c{number}", "number": f"PHU-2026-{number:06}", "municipality": place, "pseudonym": f"p{number}", "opened": NOW}
    return {**plain, **own, "state": bytes(900)}


def _task(number: int) -> dict[str, Any]:
    case = _case(number // 2)
    return {
        "id": f"t{number:06}",
        "case_id": case["id"],
        "case_number": case["number"],
        "municipality": case["municipality"],
        "element": f"e{number % 40}",
        "name": NAMES[number * 7 % len(NAMES)],
        "diagram": "d",
        "path": "",
        "step": "2",
        "roles": "p",
        "organisation_id": "o0" if number % 2 else f"o{number % 19 + 1}",
        "status": "open",
        "opened": NOW,
        "due": NOW + timedelta(minutes=number * 7919 % 60_000) if number % 5 else None,
        "claimed_by": f"u{number // 240}" if number % 3 == 0 else None,
    }


def _insert(session: Session, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    statement, batch = insert(table).execution_options(render_nulls=True), []
    for row in rows:
        batch.append(row)
        if len(batch) == 5_000:
            session.execute(statement, batch)
            batch = []
    if batch:
        session.execute(statement, batch)


def looks() -> dict[str, Callable[[Session], object]]:
    """What is measured, by name."""
    everyone = Viewer("o0", "u0")
    found: dict[str, Callable[[Session], object]] = {
        f"lijst {view}": lambda session, view=view: worklist.worklist(session, Viewer("o0", "u0", view)) for view in VIEWS
    }
    found |= {f"op {order}": lambda session, order=order: worklist.worklist(session, everyone, order=order) for order in ORDERS}
    found["gemeente gekozen"] = lambda session: worklist.worklist(session, everyone, Filters(municipality="Sliedrecht"))
    found["taak gekozen"] = lambda session: worklist.worklist(session, everyone, Filters(task=NAMES[7]))
    found["te laat"] = lambda session: worklist.worklist(session, everyone, Filters(due_before=NOW))
    found["tellingen"] = lambda session: [worklist.count_tasks(session, Viewer("o0", "u0", view)) for view in VIEWS]
    found["keuzelijsten"] = lambda session: (worklist.municipalities(session, "o0"), worklist.task_names(session, "o0"))
    return found


def measure(databases: Sequence[Database]) -> list[dict[str, float]]:
    """Median milliseconds per look, for each database; they take turns, so that a busy moment hits all."""
    times: list[dict[str, list[float]]] = [{} for _ in databases]
    for _ in range(LOOKS):
        for name, look in looks().items():
            for database, kept in zip(databases, times, strict=True):
                with database.read() as session:
                    session.scalar(text("SELECT 1"))
                    start = time.perf_counter()
                    look(session)
                    kept.setdefault(name, []).append((time.perf_counter() - start) * 1000)
    return [{name: statistics.median(values) for name, values in kept.items()} for kept in times]


def main() -> int:
    """Print the table; 1 when the worklist costs more than the promise."""
    kept = True
    with tempfile.TemporaryDirectory() as directory:
        for dialect in ("SQLite", "PostgreSQL"):
            databases = [_filled(dialect, directory, size) for size in SIZES]
            kept &= _print(dialect, *measure(databases))
            for database in databases:
                database.close()
    return 0 if kept else 1


def _filled(dialect: str, directory: str, size: int) -> Database:
    address = f"sqlite:///{directory}/{size}.sqlite3" if dialect == "SQLite" else postgres_address(directory, f"w{size}")
    database = open_database(address)
    database.migrate()
    fill(database, size)
    return database


def _print(dialect: str, small: dict[str, float], large: dict[str, float]) -> bool:
    print(f"{dialect:<24}{SIZES[0]:>12,} {SIZES[1]:>12,}   ratio")
    for name in small:
        print(f"  {name:<22}{small[name]:>9.2f} ms {large[name]:>9.2f} ms {large[name] / small[name]:>7.2f}")
    total = sum(large.values()) / sum(small.values())
    print(f"  {'samen':<22}{sum(small.values()):>9.2f} ms {sum(large.values()):>9.2f} ms {total:>7.2f}\n")
    return total <= PROMISE


if __name__ == "__main__":
    raise SystemExit(main())
