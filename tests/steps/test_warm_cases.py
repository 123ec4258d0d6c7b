"""A case that is kept warm is never another than the one in the database, whoever looks at it meanwhile."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from phu_runtime.actions.show_case import show_case
from phu_runtime.errors import FormInvalid
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.runtime import Runtime, Warm, WarmCases
from tests.faults.oracle import faults
from tests.region import ACCEPTED, FATMA, LINDA, RELEASE, SPOKEN, Region


def other_process(region: Region) -> Region:
    """The same stores, opened by a process with a memory of its own."""
    runtime = region.runtime
    read = {RELEASE: runtime.work_process(None, RELEASE)}
    return Region(Runtime(runtime.settings, runtime.database, runtime.keys, region.clock, read=read), region.clock)


def contact(region: Region, case_id: str) -> None:
    region.do(case_id, "contactpoging", FATMA, region.example("contactpoging", "geen reactie op telefoon"))


def test_two_processes_in_turn_each_see_what_the_other_did(region: Region) -> None:
    case_id, second = region.follow(region.start(), ACCEPTED), other_process(region)
    for number in range(3):
        contact(region, case_id)
        contact(second, case_id)
        assert region.known(case_id)["contactpogingen"] == second.known(case_id)["contactpogingen"] == 2 * number + 2
    assert faults(other_process(region).runtime) == []


def test_a_refused_form_leaves_nothing_behind_in_memory(region: Region) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    for _ in range(2):
        with pytest.raises(FormInvalid):
            region.do(case_id, "eerste_beoordeling", FATMA, region.example("eerste_beoordeling", "schulden", bsn="1"))
    region.do(case_id, "eerste_beoordeling", FATMA, region.example("eerste_beoordeling", "schulden"))
    assert faults(other_process(region).runtime) == []


def test_many_look_while_one_works(any_region: Region) -> None:
    region = any_region
    case_id, linda, fatma = region.follow(region.start(), ACCEPTED), region.person(LINDA), region.person(FATMA)
    stop, problems = threading.Event(), []

    def look(who: Any) -> None:
        while not stop.is_set():
            try:
                shown = region.act(show_case, who, case_id)
                if [task.name for task in shown.tasks] != ["Zoek contact met de huurder"]:
                    problems.append([task.name for task in shown.tasks])
            except Exception as error:  # noqa: BLE001  (the test looks at whatever it was)
                problems.append(error)

    threads = [threading.Thread(target=look, args=(who,)) for who in (linda, fatma, linda)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(15):
            contact(region, case_id)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert problems == []
    assert faults(other_process(region).runtime) == []


def test_two_who_look_at_once_never_share_a_case_in_memory(region: Region) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    with region.runtime.reading() as one, region.runtime.reading() as two:
        assert open_case(one, case_id, lock=False).run is not open_case(two, case_id, lock=False).run


def test_a_case_stays_warm_after_a_look(region: Region) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    with region.runtime.transaction() as store:
        looked = open_case(store, case_id, lock=False).run
    with region.runtime.transaction() as store:
        assert open_case(store, case_id, lock=False).run is looked


def test_the_cases_used_longest_ago_are_forgotten() -> None:
    warm = WarmCases(size=2)
    for case_id in ("a", "b", "c"):
        warm.put(case_id, Warm(1, "r", None, None))
    assert warm.take("a", 1, "r") is None
    assert warm.take("b", 2, "r") is None
    assert warm.take("c", 1, "r") is not None
    assert warm.take("c", 1, "r") is None


def test_a_case_reads_the_same_warm_and_cold(region: Region) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    cold = other_process(region)
    with region.runtime.reading() as store, cold.runtime.reading() as other:
        warm_step, cold_step = open_case(store, case_id, lock=False), open_case(other, case_id, lock=False)
        assert dict(warm_step.run.variables) == dict(cold_step.run.variables)
        assert warm_step.known == cold_step.known
        assert warm_step.run.situation(warm_step.world) == cold_step.run.situation(cold_step.world)
