"""The effect of a draft: 100,000 sealed decisions read, unsealed and taken again. ``python -m benchmarks.effect``. Promised: ≤ 10 s.

Processor time counts, so that a busy machine hides nothing; it is spent on one core.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from phu_runtime.actions.show_effect import replay
from phu_runtime.dossier.seal import seal
from phu_runtime.keys import make_keys
from phu_runtime.records.session import open_database
from phu_runtime.records.tables.cases import Case, DecisionLine
from phu_runtime.records.tables.releases import Release
from phu_runtime.records.tables.root import new_id
from phu_runtime.settings import Settings
from phu_runtime.steps.runtime import Runtime
from phu_runtime.workprocess import read_release
from phu_runtime.workprocess.files import read_files

PROMISED = 10.0
CASES, LINES = 2_000, 50
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def main() -> int:
    """Prints the seconds; 1 when it took longer than promised."""
    files = dict(read_files(Path(__file__).parents[1]))
    files["dmn/zorgmijder_vermoeden.dmn"] = files["dmn/zorgmijder_vermoeden.dmn"].replace(b">= 3", b">= 4").replace(b"&gt;= 3", b"&gt;= 4")
    draft = read_release(files)
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/proef.db")
        database.migrate()
        keys = make_keys(f"sqlite:///{folder}/sleutels.db", ("0123456789abcdef" * 4,), "fedcba9876543210" * 4)
        runtime = Runtime(Settings("", "", "", (), ""), database, keys, lambda: START)
        database.engine.dispose()
        _fill(runtime, random.Random(1))
        began, used = time.perf_counter(), time.process_time()
        with runtime.reading() as store:
            found = replay(store, draft)
        lasted, seconds = time.perf_counter() - began, time.process_time() - used
        database.close()
        keys.close()
    print(f"{found.total} besluiten in {seconds:.1f} s rekentijd, {lasted:.1f} s op de klok (beloofd: {PROMISED:.0f} s)")
    print(found.sentence("eerdere besluiten vallen"))
    return int(seconds > PROMISED)


def _fill(runtime: Runtime, chance: random.Random) -> None:
    with runtime.transaction() as store:
        store.session.add(Release(id="oud", name="oud", digest="d", status="published", created=START))
        store.session.flush()
        for number in range(CASES):
            case_id = f"casus-{number}"
            key = store.keys.new_case_key(case_id)
            plain = {"number": case_id, "pseudonym": case_id, "revision": 1, "opened": START, "municipality": "Dordrecht"}
            row = {"id": case_id, "release_id": "oud", "process": "p", "status": "open", "state": b"", **plain}
            store.session.execute(insert(Case), [{"phase": "", "regisseur": "", "outcome": "", **row}])
            store.session.execute(insert(DecisionLine), [_line(case_id, key, chance, number, line) for line in range(LINES)])


def _line(case_id: str, key: bytes, chance: random.Random, number: int, line: int) -> dict[str, object]:
    """A decision with inputs that differ from case to case."""
    tries = chance.randrange(12)
    ways, parties, contact = chance.randrange(5), chance.randrange(4), chance.random() < 0.5
    facts = {"contactpogingen": tries, "kanalen": ways, "partijen_die_probeerden": parties, "contact": contact}
    suspected = tries >= 3 and ways >= 2 and parties >= 2 and not contact
    outcome = {"vermoeden": suspected, "voldoende_pogingen": tries >= 3 and ways >= 2}
    line_id, at = new_id(), START + timedelta(minutes=number * LINES + line)
    contents = {"invoer": facts, "uitkomst": outcome, "regels": [1], "nu": at, "waarom": ["Regel 1 geldt omdat het aantal pogingen telt."]}
    return {
        "id": line_id, "case_id": case_id, "release_id": "oud", "decision": "zorgmijder_vermoeden", "element": "vermoeden", "at": at,
        "sealed": seal(key, case_id, f"decision/{line_id}", contents),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
