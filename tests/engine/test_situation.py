"""What is told: ids, marks, passages exactly once, refusals."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import timedelta

import pytest

from phu_runtime.engine import Run
from phu_runtime.errors import NotFound, OutOfDate


def test_a_task_done_twice_is_out_of_date_and_a_strange_one_is_not_found(begin, world) -> None:
    case = begin("two_tasks")
    task = case.now.open_tasks[0].id
    case.do("melden", casusregisseur="sociaal_team")
    with pytest.raises(OutOfDate):
        case.run.complete(task, {}, world)
    case = begin("two_tasks")
    for strange in (str(uuid.uuid4()), "geen-id", "", begin("two_tasks").now.open_tasks[0].id):
        with pytest.raises(NotFound):
            case.run.complete(strange, {}, world)
    assert case.open == ["melden"]


def test_a_task_of_a_completed_case_is_out_of_date(begin, world) -> None:
    case = begin("two_tasks").do("melden", casusregisseur="sociaal_team")
    last = case.now.open_tasks[0].id
    case.do("plannen")
    with pytest.raises(OutOfDate):
        case.run.complete(last, {}, world)


def test_a_message_that_nothing_waits_for_is_out_of_date(begin, world) -> None:
    case = begin("two_tasks")
    with pytest.raises(OutOfDate):
        case.run.send_message("feit", {}, world)


def test_task_ids_are_uuids_that_stay_and_differ_between_cases(begin) -> None:
    case, other = begin("facts_any_time"), begin("facts_any_time")
    first = case.now.open_tasks[0].id
    assert uuid.UUID(first).version == 4
    assert first != other.now.open_tasks[0].id
    case.send("feit", {"rol": "meldpunt"})
    assert first in {task.id for task in case.now.open_tasks}


def test_every_element_that_finished_is_told_exactly_once(begin, world) -> None:
    case = begin("first_success").later(days=8).do("a", gelukt=True)
    case.do("z")
    assert case.now.completed
    told = Counter(passage.element for passage in case.passages)
    assert told == dict.fromkeys(("start", "begin", "splits", "laat_a", "laat_b", "a", "gelukt", "raak", "contact", "z", "einde"), 1) | {
        "b": 1,
        "waarschuwen_a": 1,
        "waarschuwen_b": 1,
    }
    assert sorted(case.passed("interrupted")) == ["b", "waarschuwen_a", "waarschuwen_b"]
    assert case.passed("fired") == ["laat_a", "laat_b"]
    assert len({passage.task_id for passage in case.passages}) == len(case.passages)


def test_a_passage_tells_who_where_when_and_which_round(begin, world) -> None:
    case = begin("attempts")
    opened, task = world.now, case.now.open_tasks[0].id
    world.now += timedelta(hours=2)
    case.do("proberen", contact=False)
    passage = next(passage for passage in case.passages if passage.element == "proberen")
    assert (passage.task_id, passage.started, passage.ended, passage.round) == (task, opened, world.now, 1)
    assert (passage.name, passage.kind, passage.diagram, passage.lane, passage.outcome) == (
        "Zoek contact",
        "userTask",
        "attempts",
        "sociaal_team",
        "done",
    )
    assert case.now.open_tasks[0].opened == world.now


def test_marks_count_how_often_an_element_was_started_and_when(begin, world) -> None:
    case = begin("attempts")
    first = world.now
    for _ in range(3):
        world.now += timedelta(days=1)
        case.do("proberen", contact=False)
    mark = case.run.progress["proberen"]
    assert (mark.count, mark.first, mark.last) == (4, first, first + timedelta(days=3))
    assert "z" not in case.run.progress


def test_marks_of_events_count_when_they_come(begin) -> None:
    case = begin("facts_any_time")
    assert "nieuw_feit" not in case.run.progress
    case.send("feit", {"rol": "meldpunt"}).send("feit", {"rol": "meldpunt"})
    assert case.run.progress["nieuw_feit"].count == 2


def test_rounds_count_per_diagram_though_marks_of_one_id_are_added(begin) -> None:
    case = begin("facts_any_time")
    case.do("eerste_stap").do("tweede_stap")
    assert case.run.progress["einde"].count == 2
    assert [passage.round for passage in case.passages if passage.element == "einde"] == [1, 1]
    assert len(case.run.progress) == len(set(case.run.progress))


def test_marks_stand_in_the_context_of_expressions(diagrams, world) -> None:
    world.decisions["fase"] = lambda context: {"fase": str(context["doorlopen"]["invullen"]["aantal"])}
    run, situation = Run.start(diagrams, "decision_and_topics", world)
    run.complete(situation.open_tasks[0].id, {"bedrag": 1}, world)
    assert run.variables["fase"] == {"fase": "1"}


def test_what_was_new_is_new_once(diagrams, world) -> None:
    run, situation = Run.start(diagrams, "two_tasks", world)
    assert [passage.element for passage in situation.passages] == ["start"]
    again = run.situation(world)
    assert (again.passages, again.effects, again.outcomes) == ([], [], [])
    assert again.open_tasks == situation.open_tasks


def test_a_run_can_be_used_again_after_each_step(diagrams, world) -> None:
    run, situation = Run.start(diagrams, "facts_any_time", world)
    for number in range(20):
        situation = run.send_message("feit", {"rol": "meldpunt", "nummer": number}, world)
        situation = run.complete(next(task for task in situation.open_tasks if task.element == "delen").id, {}, world)
        assert Run.load(diagrams, run.dump()).situation(world).open_tasks == situation.open_tasks
