"""What one completion costs in the whole product: SQL statements, and milliseconds of the action and of the HTTP request.

    python -m benchmarks.completion

Plays an example case on SQLite and counts at every task that a person completes.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from phu_runtime.actions.submit_task import submit_task
from phu_runtime.demo.organisations import load_accounts
from phu_runtime.keys import make_keys
from phu_runtime.records import accounts, facts, releases
from phu_runtime.records.session import open_database
from phu_runtime.records.tables.releases import Release
from phu_runtime.rehearsal import MovedClock, Play, read_scenarios
from phu_runtime.rehearsal import play as playing
from phu_runtime.rehearsal.stage import read_actor
from phu_runtime.settings import Settings
from phu_runtime.steps.runtime import Runtime
from phu_runtime.workprocess import digest, read_release
from phu_runtime.workprocess.files import read_files

SHIPPED = Path(__file__).resolve().parents[1]
SCENARIO = "huisuitzetting"
MOST = 14


class Counted:
    """Stands in front of ``submit_task`` while the case is played: counts its statements and time."""

    def __init__(self, database: Any) -> None:
        self.rows: list[tuple[str, int, float]] = []
        self.texts: list[list[str]] = []
        self._database = database

    def __call__(self, store: Any, actor: Any, task_id: str, raw: Mapping[str, Any]) -> Any:
        with self._database.count_statements() as seen:
            start = time.perf_counter()
            done = submit_task(store, actor, task_id, raw)
            store.session.flush()
            spent = (time.perf_counter() - start) * 1000
        self.rows.append((done.sentence.split("'")[1], seen.count, spent))
        self.texts.append(list(seen.texts))
        return done


def main() -> int:
    """Prints a line a task, the median and the most; 1 when a completion takes more than fourteen statements."""
    with tempfile.TemporaryDirectory() as folder:
        rows = play(Path(folder))
    for name, statements, spent in rows:
        print(f"  {name:<32} {statements:3} statements  {spent:7.1f} ms")
    counts = [statements for _, statements, _ in rows]
    times = [spent for _, _, spent in rows]
    print(
        f"completion: median {statistics.median(counts):.0f}, most {max(counts)} statements (at most {MOST}); "
        f"median {statistics.median(times):.1f} ms"
    )
    return 0 if max(counts) <= MOST else 1


def play(folder: Path) -> list[tuple[str, int, float]]:
    """The example case on SQLite files in ``folder``; (task, statements, milliseconds) per completion, the commit not included."""
    files = read_files(SHIPPED)
    work = read_release(files)
    settings = Settings(
        f"sqlite:///{folder}/phu.sqlite3", f"sqlite:///{folder}/keys.sqlite3", "s" * 40, ("0123456789abcdef" * 4,), "fedcba9876543210" * 4
    )
    database = open_database(settings.database_url)
    database.migrate()
    keys = make_keys(settings.keys_url, settings.master_keys, settings.index_key)
    clock = MovedClock(datetime(2025, 1, 1, tzinfo=UTC))
    runtime = Runtime(settings, database, keys, clock, read={"bench": work})
    with runtime.transaction() as store:
        facts.stamp_mode(store.session, demo=False)
        load_accounts(store)
        made = store.now
        release = Release(id="bench", name="bench", digest=digest(files), status="draft", note="", created=made)
        releases.publish(store.session, releases.add_release(store.session, release, files), valid_from=made, at=made)
    counted = Counted(database)
    playing.submit_task = counted
    (scenario,) = [one for one in read_scenarios({p: c for p, c in files.items() if p.startswith("scenarios/")}) if one.key == SCENARIO]
    try:
        player = Play(runtime, clock, replace(scenario, then={}), lambda name: _reporter(runtime, name))
        player.start()
        for step in scenario.steps:
            player.take(step)
    finally:
        playing.submit_task = submit_task
        database.close()
    return counted.rows


def _reporter(runtime: Runtime, name: str) -> Any:
    with runtime.reading() as store:
        organisation = accounts.organisation_by_name(store.session, name)
        assert organisation is not None
        return read_actor(store, organisation.id)


if __name__ == "__main__":
    raise SystemExit(main())
