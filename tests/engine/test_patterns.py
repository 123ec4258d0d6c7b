"""Each pattern that process owners draw with, once kept in memory and once stored and restored at every step."""

from __future__ import annotations

import pytest

from phu_runtime.errors import CaseStuck, NotFound, OutOfDate


def test_a_task_opens_for_the_lane_and_for_whom_candidate_groups_name(begin) -> None:
    case = begin("two_tasks")
    task = case.now.open_tasks[0]
    assert (task.roles, task.lane, task.form) == (("woningcorporatie",), "woningcorporatie", "melding")
    assert task.documentation == "Vul de melding in."
    assert task.properties == {"artikel": "art. 7", "termijn": "geen"}
    case.do("melden", casusregisseur="sociaal_team")
    assert case.now.open_tasks[0].roles == ("sociaal_team",)
    assert case.do("plannen").now.completed
    assert case.now.ends == ["einde"]


def test_roles_of_an_open_task_follow_the_variables(begin, world) -> None:
    case = begin("two_tasks").do("melden", casusregisseur="sociaal_team")
    case.told(case.run.set_variables({"casusregisseur": ["woningcorporatie", "sociaal_team"]}, world))
    assert case.now.open_tasks[0].roles == ("woningcorporatie", "sociaal_team")


@pytest.mark.parametrize("phase", [1, 2])
def test_a_solution_cancels_everything_in_called_diagrams_and_stays_quiet(begin, phase: int) -> None:
    case = begin("solution_interrupts")
    if phase == 2:
        case.later(days=15).do("bellen").do("bezoeken").do("uitleggen")
    case.send("oplossing", {"id": "1"})
    assert case.open == ["afsluiten"]
    assert case.now.timers == []
    assert case.awaited == []
    case.later(days=40)
    assert case.open == ["afsluiten"]
    interrupted = case.passed("interrupted")
    assert {"fasen", "bellen", "wachten"} <= set(interrupted)
    assert case.do("afsluiten").now.completed


def test_new_facts_come_any_number_of_times_each_in_its_own_branch(begin) -> None:
    case = begin("facts_any_time")
    for number in range(3):
        case.send("feit", {"nummer": number, "rol": "sociaal_team"})
    assert case.open == ["delen", "delen", "delen", "eerste_stap"]
    branches = [task for task in case.now.open_tasks if task.element == "delen"]
    assert sorted(task.local["feit"]["nummer"] for task in branches) == [0, 1, 2]
    assert {task.roles for task in branches} == {("sociaal_team",)}
    case.do("eerste_stap").do("tweede_stap")
    assert not case.now.completed
    assert case.awaited == []
    for _ in range(3):
        case.do("delen")
    assert case.now.completed
    assert case.passed("fired") == ["nieuw_feit"] * 3


def test_a_completed_case_takes_no_messages(begin) -> None:
    case = begin("facts_any_time").do("eerste_stap").do("tweede_stap")
    assert case.now.completed
    with pytest.raises(OutOfDate):
        case.send("feit", {})


def test_a_value_set_in_one_branch_is_seen_in_every_other(begin) -> None:
    case = begin("facts_any_time").send("feit", {"rol": "sociaal_team"}, ernst="laag")
    case.do("eerste_stap", ernst="hoog").do("delen", ander="waarde")
    assert case.open == ["overleggen", "tweede_stap"]
    assert case.now.variables == {"ernst": "hoog", "ander": "waarde"}


def test_a_party_that_stops_may_end_the_whole_case(begin) -> None:
    case = begin("party_ends_case").send("beeindiging", {"wie": "sociaal_team"}).do("besluiten", stoppen=False)
    assert case.open == ["bellen"]
    case.send("beeindiging", {"wie": "woningcorporatie"}).do("besluiten", stoppen=True)
    assert case.now.completed
    assert (case.open, case.now.timers, case.awaited) == ([], [], [])
    assert case.now.ends == ["gaat_verder", "gestopt"]
    assert "bellen" in case.passed("interrupted")


def test_an_escalation_starts_a_branch_while_the_phase_goes_on(begin) -> None:
    case = begin("as_soon_as")
    left = next(task for task in case.now.open_tasks if task.path == ("links",))
    case.told(case.run.complete(left.id, {"kinderen": True}, case.world))
    assert case.open == ["afstemmen_links", "beoordelen", "terugkoppelen"]
    case.do("terugkoppelen").do("beoordelen", kinderen=False).do("terugkoppelen")
    assert case.open == ["afstemmen_links", "plannen"]
    assert not case.do("plannen").now.completed
    assert case.do("afstemmen_links").now.completed


def test_an_escalation_stays_on_its_own_path(begin) -> None:
    case = begin("as_soon_as")
    right = next(task for task in case.now.open_tasks if task.path == ("rechts",))
    case.told(case.run.complete(right.id, {"kinderen": True}, case.world))
    assert "afstemmen_rechts" in case.open
    assert "afstemmen_links" not in case.open


def test_attempts_repeat_until_one_succeeds_and_the_state_stays_flat(begin) -> None:
    case = begin("attempts")
    sizes = []
    for _ in range(12):
        case.do("proberen", contact=False)
        sizes.append(len(case.run.dump()))
    assert max(sizes) - min(sizes) < 60
    assert case.now.open_tasks[0].round == 13
    case.do("proberen", contact=True)
    assert case.open == ["z"]
    assert case.now.timers == []


def test_attempts_stop_at_their_maximum_or_before_the_first(begin) -> None:
    case = begin("three_attempts", contact=False)
    for _ in range(3):
        case.do("proberen")
    assert case.open == ["z"]
    assert begin("three_attempts", contact=True).open == ["z"]


def test_one_of_two_ways_in_starts_the_case(begin) -> None:
    case = begin("two_ways_in", "van_corporatie", {"spoed": True})
    assert case.open == ["haasten"]
    assert case.passed("fired") == ["start_corporatie"]
    assert case.do("haasten").now.completed
    assert begin("two_ways_in", "uit_vroegsignalering", {"spoed": False}).open == ["beginnen"]


def test_a_diagram_that_needs_a_message_does_not_start_without_it(begin) -> None:
    with pytest.raises(NotFound):
        begin("two_ways_in")
    with pytest.raises(NotFound):
        begin("two_tasks", "van_corporatie")
    with pytest.raises(NotFound):
        begin("bestaat_niet")


def test_the_first_success_ends_the_other_attempt(begin) -> None:
    case = begin("first_success").do("a", gelukt=False).do("b", gelukt=True)
    assert (case.open, case.now.timers) == (["z"], [])
    other = begin("first_success").do("a", gelukt=True)
    assert (other.open, other.now.timers) == (["z"], [])
    assert other.passed("interrupted") == ["b"]
    both = begin("first_success").do("a", gelukt=False).do("b", gelukt=False)
    assert both.open == ["z"]


def test_an_event_gateway_follows_what_comes_first(begin) -> None:
    case = begin("whichever_first")
    assert sorted(case.timers) == ["kort", "lang"]
    awaited = case.now.awaited[0]
    assert (awaited.message, awaited.form, awaited.roles) == ("nieuws", "nieuws", ("woningcorporatie",))
    case.later(days=4)
    assert (case.open, case.now.timers, case.awaited) == (["na_kort"], [], [])
    told = begin("whichever_first").send("nieuws", {"soort": "x"})
    assert told.open == ["na_bericht"]
    assert told.now.open_tasks[0].local == {"nieuws": {"soort": "x"}}


def test_an_error_takes_only_its_own_way_out(begin) -> None:
    case = begin("error_caught").do("aanbieden", geweigerd=True)
    assert case.open == ["anders"]
    assert case.do("anders").now.ends == ["einde_anders"]
    assert begin("error_caught").do("aanbieden", geweigerd=False).open == ["uitvoeren"]


def test_an_error_that_nobody_catches_stops_the_case(begin) -> None:
    case = begin("error_uncaught")
    with pytest.raises(CaseStuck) as caught:
        case.do("aanbieden")
    assert caught.value.element == "geweigerd"


def test_a_signal_is_heard_elsewhere_in_the_case(begin) -> None:
    case = begin("signal_heard").do("b")
    assert case.now.completed
    assert case.passed("interrupted") == ["a"]


def test_lanes_and_properties_come_down_the_call_path(begin) -> None:
    case = begin("lanes_inherited")
    assert case.now.open_tasks[0].lane == "sociaal_team"
    case.do("bellen")
    task = case.now.open_tasks[0]
    assert (task.element, task.lane, task.roles) == ("eerste_stap", "sociaal_team", ("sociaal_team",))
    assert (task.path, task.diagram, task.properties) == (("beoordelen", "stappen"), "two_steps", {"processtap": "4"})
    case.later(days=8).do("eerste_stap").do("tweede_stap")
    assert case.passed("sent") == ["herinneren"]
    assert case.now.open_tasks[0].lane == "woningcorporatie"
    assert case.do("besluiten").now.completed


def test_nearest_properties_win_on_the_call_path(begin) -> None:
    tasks = begin("solution_interrupts").now.open_tasks
    assert tasks[0].properties == {"processtap": "3", "artikel": "art. 7"}
    assert tasks[0].path == ("fasen", "eerste", "drukke_fase")


def test_an_awaited_message_tells_form_roles_and_whether_it_interrupts(begin) -> None:
    awaited = begin("solution_interrupts").now.awaited[0]
    assert (awaited.form, awaited.roles, awaited.interrupting) == ("oplossing", ("woningcorporatie", "sociaal_team"), True)
    assert awaited.documentation == "Alles stopt."
