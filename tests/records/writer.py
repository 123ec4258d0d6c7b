"""A process that writes steps until it kills itself (SIGKILL) at a given point. Run by test_faults.

Reads lines "address point" and forks a writer for each; a point is the n-th statement or commit from its start.
Prints "ok N" for each acknowledged step, then "dead".
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime

from sqlalchemy import event

from phu_runtime.records import cases, oversight
from phu_runtime.records.rows import insert_rows
from phu_runtime.records.session import Database, open_database
from phu_runtime.records.tables.cases import Passage

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def step(database: Database) -> int:
    """One step: the count in the case's state, a line of history and a line of the log go together."""
    with database.write() as session:
        case = cases.lock_case(session, "c1")
        count = int(case.state or b"0") + 1
        case.state = b"%d" % count
        session.flush()
        plain = {"case_id": "c1", "at": NOW, "element": "e", "kind": "task", "name": "n", "diagram": "d", "path": "", "round": count}
        insert_rows(session, Passage, [{**plain, "outcome": "done"}])
        oversight.add_line(session, at=NOW, event=str(count), action="U", role="w", pseudonym="ps", result="toegestaan")
    return count


def die_at(database: Database, point: int) -> None:
    """SIGKILL before the ``point``-th statement or commit."""
    left = [point]

    def pass_point(*_arguments: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine, "before_cursor_execute", pass_point)
    event.listen(database.engine, "commit", pass_point)


def main() -> None:
    """Fork a writer per line of the standard input."""
    for line in sys.stdin:
        address, point = line.split()
        child = os.fork()
        if child == 0:
            database = open_database(address)
            die_at(database, int(point))
            while True:
                print("ok", step(database), flush=True)
        os.waitpid(child, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main()
