"""One instance per party, all at once or in turn."""

from __future__ import annotations

import pytest

from phu_runtime.errors import CaseStuck

PARTIES = ["woningcorporatie", "sociaal_team", "meldpunt"]


def test_every_party_gets_its_own_task_and_the_answers_are_collected(begin) -> None:
    case = begin("each_party", betrokken=PARTIES)
    assert sorted(task.roles[0] for task in case.now.open_tasks) == sorted(PARTIES)
    for number in range(3):
        case.do("sluiten", reden=f"r{number}", verslag=number)
    assert case.open == ["z"]
    assert case.now.variables["redenen"] == ["r0", "r1", "r2"]
    assert case.now.variables["verslag"] == 2
    assert "reden" not in case.now.variables
    assert case.do("z").now.completed


def test_an_empty_list_of_parties_is_no_task(begin) -> None:
    assert begin("each_party", betrokken=[]).open == ["z"]


def test_parties_in_turn_follow_the_list_as_it_was_at_the_start(begin) -> None:
    case = begin("each_party_in_turn", betrokken=PARTIES)
    seen = []
    while case.open == ["sluiten"]:
        seen.append(case.now.open_tasks[0].roles[0])
        case.do("sluiten", betrokken=["gemeente"])
    assert seen == PARTIES
    assert case.open == ["z"]


def test_enough_answers_end_the_others(begin) -> None:
    case = begin("first_of_three", aantal=3, akkoord=False).do("beoordelen")
    assert case.open == ["beoordelen", "beoordelen"]
    case.do("beoordelen")
    assert case.open == ["z"]
    assert case.passed("interrupted") == ["beoordelen"]
    assert begin("first_of_three", aantal=3, akkoord=False).do("beoordelen", akkoord=True).open == ["z"]


@pytest.mark.parametrize("number", [51, 1000000000, -1, "drie", 1.5, None])
def test_a_number_of_instances_that_cannot_be_stops_the_case(begin, number: object) -> None:
    with pytest.raises(CaseStuck) as caught:
        begin("first_of_three", aantal=number, akkoord=False)
    assert caught.value.element == "beoordelen"


def test_a_collection_that_is_no_list_stops_the_case(begin) -> None:
    with pytest.raises(CaseStuck, match="lijst"):
        begin("each_party", betrokken="woningcorporatie")


def test_interrupting_a_phase_that_runs_per_party_ends_all_of_it(begin) -> None:
    case = begin("phase_per_party", betrokken=PARTIES)
    assert case.open == ["bellen"] * 3
    case.later(days=15)
    assert case.open == ["bellen", "bellen", "bellen", "bezoeken", "bezoeken", "bezoeken", "uitleggen", "uitleggen", "uitleggen"]
    case.send("oplossing")
    assert (case.open, case.now.timers, case.awaited) == (["afsluiten"], [], [])
    assert case.do("afsluiten").now.completed


def test_a_phase_per_party_goes_on_when_all_are_done(begin) -> None:
    case = begin("phase_per_party", betrokken=PARTIES[:2]).later(days=15)
    for element in ("bellen", "bezoeken", "uitleggen"):
        case.do(element).do(element)
    assert case.open == ["z"]
    assert case.do("z").now.completed
