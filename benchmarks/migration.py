"""Migrating running cases, one transaction each. ``python -m benchmarks.migration``. Promised: at least 20 cases a second.

The cases are cold, as they are when hundreds go over; processor time counts, so that a busy machine hides nothing.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

from phu_runtime.actions.migrate_case import migrate_case
from phu_runtime.records import replaying
from phu_runtime.records.releases import add_release
from phu_runtime.records.tables.releases import Release
from phu_runtime.rehearsal import Play, Stage, read_scenarios
from phu_runtime.rehearsal.stage import LONG_AGO
from phu_runtime.steps.runtime import WarmCases
from phu_runtime.workprocess import digest, read_release
from phu_runtime.workprocess.files import read_files

PROMISED = 20.0
CASES = 60
SCENARIO = "huisuitzetting"


def main() -> int:
    """Prints cases a second; 1 when they are fewer than promised."""
    files = dict(read_files(Path(__file__).parents[1]))
    (scenario,) = [each for each in read_scenarios({path: files[path] for path in files if "scenarios" in path}) if each.key == SCENARIO]
    stage = Stage(read_release(files))
    for _ in range(CASES):
        Play(stage.runtime, stage.clock, replace(scenario, then={}), lambda name: stage.actor(name, "woningcorporatie")).start()
    path = "bpmn/eerste_beoordeling.bpmn"
    files[path] = files[path].replace(b'name="Zoek contact met de huurder"', b'name="Zoek de huurder op"')
    owner = replace(stage.actor("Adviesgroep", "adviesgroep"), roles=frozenset({"proceseigenaar"}))
    with stage.runtime.transaction() as store:
        add_release(store.session, Release(id="nieuw", name="nieuw", digest=digest(files), status="draft", created=LONG_AGO), files)
        cases = [row.id for rows in replaying.running_states(store.session, "nieuw") for row in rows]
        stage.runtime.work_process(store.session, "nieuw")
    stage.runtime.warm = WarmCases()
    used, began = time.process_time(), time.perf_counter()
    for case_id in cases:
        with stage.runtime.transaction() as store:
            migrate_case(store, owner, case_id, "nieuw")
    seconds, lasted = time.process_time() - used, time.perf_counter() - began
    stage.close()
    print(f"{len(cases)} casussen: {len(cases) / seconds:.0f} per seconde rekentijd, {len(cases) / lasted:.0f} op de klok")
    print(f"beloofd: {PROMISED:.0f} per seconde")
    return int(len(cases) / seconds < PROMISED)


if __name__ == "__main__":
    sys.exit(main())
