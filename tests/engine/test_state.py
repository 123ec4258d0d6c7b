"""The stored state: small, flat over years, refused when it cannot be read; those of earlier releases still load."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from phu_runtime.engine import Run, read_diagrams
from phu_runtime.errors import CaseStuck, OutOfDate

STATES = Path(__file__).parent / "states"


def _shown(situation) -> dict:
    return {
        "open": sorted([task.id, task.element, list(task.path), task.round, task.opened.isoformat()] for task in situation.open_tasks),
        "timers": sorted([timer.id, timer.element, timer.due.isoformat()] for timer in situation.timers),
        "awaited": sorted(awaited.element for awaited in situation.awaited),
        "variables": dict(situation.variables),
        "completed": situation.completed,
        "ends": list(situation.ends),
    }


@pytest.mark.parametrize("file", sorted(STATES.glob("*.state")), ids=lambda file: file.stem)
def test_a_state_that_an_earlier_release_wrote_still_loads_and_goes_on(diagrams, world, file: Path) -> None:
    run = Run.load(diagrams, file.read_bytes())
    situation = run.situation(world)
    assert _shown(situation) == json.loads(file.with_suffix(".json").read_text())
    while situation.open_tasks:
        answers = {"nog": False, "contact": True, "stoppen": True}
        situation = run.complete(situation.open_tasks[0].id, answers, world)
        world.now += timedelta(days=40)
        situation = run.wake(world)
    assert situation.completed


def test_years_of_rounds_cost_no_bytes_and_end(diagrams, world) -> None:
    run, situation = Run.start(diagrams, "years_of_plans", world)
    situation = run.send_message("feit", {}, world)
    sizes = []
    rounds = 400
    for number in range(rounds):
        plan = next(task for task in situation.open_tasks if task.element == "plannen")
        run.complete(plan.id, {"ronde": number}, world)
        world.now += timedelta(days=28, hours=1)  # the clocks go back once a year
        situation = run.wake(world)
        review = next(task for task in situation.open_tasks if task.element == "herbeoordelen")
        situation = run.complete(review.id, {"nog": number < rounds - 1}, world)
        sizes.append(len(run.dump()))
        if number % 50 == 0:
            run = Run.load(diagrams, run.dump())
    assert max(sizes[10:]) <= min(sizes[:-1]) * 1.2
    assert run.progress["plannen"].count == rounds
    assert run.complete(situation.open_tasks[0].id, {}, world).completed


def test_a_completed_case_can_be_stored_and_looked_at(begin, world) -> None:
    case = begin("two_tasks").do("melden", casusregisseur="sociaal_team").do("plannen", plan="klaar")
    blob = case.run.dump()
    assert len(blob) < 400
    again = Run.load(case.read[0], blob)
    assert again.situation(world).variables == {"casusregisseur": "sociaal_team", "plan": "klaar"}
    assert again.wake(world).completed
    with pytest.raises(OutOfDate):
        again.send_message("feit", {}, world)


def test_the_state_says_its_format_and_engine_in_front(begin) -> None:
    blob = begin("two_tasks").run.dump()
    assert blob[:4] == b"PHU\x01"
    assert blob[5 : 5 + blob[4]] == b"3.2.0"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda blob: b"PHU\x09" + blob[4:], "formaat 9"),
        (lambda blob: b"", "geen opgeslagen stand"),
        (lambda blob: b"iets anders", "geen opgeslagen stand"),
        (lambda blob: blob[:-9], "beschadigd"),
        (lambda blob: blob[:12] + b"\x00" + blob[13:], "beschadigd"),
    ],
)
def test_a_state_that_cannot_be_read_says_why(begin, diagrams, spoil, reason: str) -> None:
    blob = begin("two_tasks").run.dump()
    with pytest.raises(CaseStuck, match=reason):
        Run.load(diagrams, spoil(blob))


def test_a_state_does_not_load_with_diagrams_that_lost_its_step(begin, tiny_files) -> None:
    blob = begin("two_tasks").run.dump()
    changed = {"two_tasks.bpmn": tiny_files["two_tasks.bpmn"].replace(b'"melden"', b'"anders"').replace(b">melden<", b">anders<")}
    with pytest.raises(CaseStuck, match="melden"):
        Run.load(read_diagrams(changed), blob)


def test_more_data_than_a_case_may_hold_is_refused(diagrams, world) -> None:
    run, situation = Run.start(diagrams, "two_tasks", world)
    run.complete(situation.open_tasks[0].id, {"tekst": "x" * 300_000}, world)
    with pytest.raises(CaseStuck, match="256 KB"):
        run.dump()
