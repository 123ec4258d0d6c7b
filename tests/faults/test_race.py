"""Many at the same thing at the same time: one effect, and the others hear of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from phu_runtime.actions.claim_task import claim_task
from phu_runtime.actions.send_event import send_event
from phu_runtime.actions.submit_task import submit_task
from phu_runtime.errors import OutOfDate
from phu_runtime.steps.runtime import Runtime
from tests.faults.oracle import faults
from tests.region import ACCEPTED, BAS, FATMA, LINDA, MARK, Region

AT_ONCE = 6
ROUNDS = 12


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """What each came to, all started at the same moment: an answer, or the error."""
    gate = threading.Barrier(len(acts))
    found: list[Any] = []

    def run(act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            found.append(act())
        except Exception as error:  # noqa: BLE001  (the test looks at whatever it was)
            found.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def seen_anew(region: Region) -> Runtime:
    runtime = region.runtime
    return Runtime(runtime.settings, runtime.database, runtime.keys, region.clock, read=runtime._releases)


def test_a_task_raced_by_many_is_done_once_each_time(any_region: Region) -> None:
    region = any_region
    case_id, people = region.follow(region.start(), ACCEPTED), [region.person(FATMA), region.person(BAS)]
    raw = region.example("contactpoging", "geen reactie op telefoon")
    for round_ in range(ROUNDS):
        task_id = region.open_tasks(case_id)["contactpoging"].id
        found = at_once([partial(region.act, submit_task, people[number % 2], task_id, raw) for number in range(AT_ONCE)])
        late = [one for one in found if isinstance(one, OutOfDate)]
        assert len(late) == AT_ONCE - 1, f"round {round_}: {found}"
        assert all("al afgerond" in one.message for one in late)
    assert region.known(case_id)["contactpogingen"] == ROUNDS
    assert faults(seen_anew(region)) == []


def test_a_request_that_is_sent_many_times_at_once_counts_once(any_region: Region) -> None:
    region = any_region
    case_id, linda = region.follow(region.start(), ACCEPTED), region.person(LINDA)
    raw = region.example("nieuw_feit", "betaling")
    for round_ in range(ROUNDS // 2):
        found = at_once([partial(region.act, send_event, linda, case_id, "nieuw_feit", raw, None, f"klik-{round_}")] * AT_ONCE)
        assert [one for one in found if isinstance(one, Exception)] == []
        assert sum("al verstuurd" in one.sentence for one in found) == AT_ONCE - 1
    assert region.known(case_id)["gebeurtenissen"]["nieuw_feit"]["aantal"] == ROUNDS // 2
    assert faults(seen_anew(region)) == []


def test_different_deeds_in_one_case_all_count(any_region: Region) -> None:
    region = any_region
    case_id, linda, fatma = region.follow(region.start(), ACCEPTED), region.person(LINDA), region.person(FATMA)
    fact, contact = region.example("nieuw_feit", "betaling"), region.example("contactpoging", "geen reactie op telefoon")
    task_id = region.open_tasks(case_id)["contactpoging"].id
    region.clock.move(days=7)
    tell = partial(region.act, send_event, linda, case_id, "nieuw_feit", fact, None)
    submit = partial(region.act, submit_task, fatma, task_id, contact)
    found = at_once([*(partial(tell, str(number)) for number in range(4)), submit, region.tick])
    assert [one for one in found if isinstance(one, Exception)] == []
    known = region.known(case_id)
    assert (known["gebeurtenissen"]["nieuw_feit"]["aantal"], known["contactpogingen"]) == (4, 1)
    assert region.told(FATMA).count("termijn_nadert") == 1
    assert faults(seen_anew(region)) == []


def test_new_cases_at_once_each_get_a_number_of_their_own(any_region: Region) -> None:
    region = any_region
    found = at_once([region.start] * AT_ONCE)
    assert len({region.case(case_id).number for case_id in found}) == AT_ONCE


def test_a_task_claimed_by_many_has_one_holder(any_region: Region) -> None:
    region = any_region
    case_id, people = region.start(), [region.person(LINDA), region.person(MARK)]
    task_id = region.open_tasks(case_id)["melding"].id
    found = at_once([partial(region.act, claim_task, people[number % 2], task_id) for number in range(AT_ONCE)])
    holder = region.open_tasks(case_id)["melding"].claimed_by
    refused = [one for one in found if isinstance(one, Exception)]
    assert holder in {person.user_id for person in people}
    assert len(refused) == AT_ONCE // 2
    assert all(isinstance(one, OutOfDate) for one in refused)
