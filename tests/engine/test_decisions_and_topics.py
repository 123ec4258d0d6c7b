"""What the engine asks of the world, and what models can reach."""

from __future__ import annotations

import pytest

from phu_runtime.engine import Run
from phu_runtime.errors import CaseStuck, OutOfDate, PhuError
from phu_runtime.feel import FeelError, compile_expression


def test_decisions_topics_and_scripts_set_the_document_in_order(begin, world) -> None:
    world.decisions["fase"] = lambda context: {"fase": "Wmo" if context["bedrag"] > 100 else "Wgs"}
    case = begin("decision_and_topics").do("invullen", bedrag=250)
    assert case.open == ["verder"]
    assert case.now.variables == {
        "bedrag": 250,
        "fase": {"fase": "Wmo"},
        "briefnummer": 1,
        "laatst_gevraagd": "kennisgeving",
        "bedrag_plus": 251,
    }
    taken = case.outcomes[0]
    assert (taken.element, taken.decision, taken.outcome.outputs) == ("beslissen", "fase", {"fase": "Wmo"})


def test_effects_tell_where_they_come_from(diagrams, world) -> None:
    world.decisions["fase"] = {"fase": "Wgs"}
    run, situation = Run.start(diagrams, "decision_and_topics", world)
    situation = run.complete(situation.open_tasks[0].id, {"bedrag": 1}, world)
    letter, notice = situation.effects
    assert (letter.topic, letter.answer, letter.result_variable, letter.lane) == ("brief", 1, "briefnummer", "woningcorporatie")
    assert (notice.topic, notice.properties, notice.lane) == ("kennisgeving", {"gebeurtenis": "melding"}, "sociaal_team")
    assert (notice.documentation, notice.result_variable) == ("Het team hoort het.", None)
    assert situation.completed
    assert situation.ends == ["terug"]


def test_a_decision_that_fails_stops_the_case_without_its_answers(begin, world) -> None:
    class DecisionFailed(PhuError):
        decision = "fase"

    def fail(context):
        raise DecisionFailed("Geen regel past bij bedrag = 250.")

    world.decisions["fase"] = fail
    case = begin("decision_and_topics")
    with pytest.raises(CaseStuck) as caught:
        case.do("invullen", bedrag=250)
    assert (caught.value.element, caught.value.name) == ("beslissen", "Bepaal de fase")
    assert caught.value.reason == "De beslistabel 'fase' heeft geen uitkomst voor deze gegevens."


def test_a_block_that_fails_stops_the_case_at_its_element(begin, world, monkeypatch) -> None:
    world.decisions["fase"] = {"fase": "Wgs"}
    case = begin("decision_and_topics")
    monkeypatch.setattr(world, "ask", lambda effect, context: 1 / 0)
    with pytest.raises(CaseStuck) as caught:
        case.do("invullen", bedrag=1)
    assert caught.value.element == "brief"
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_run_is_dead_after_a_failure_and_the_stored_case_is_not(diagrams, world) -> None:
    world.decisions["fase"] = lambda context: 1 / 0
    run, situation = Run.start(diagrams, "decision_and_topics", world)
    blob, task = run.dump(), situation.open_tasks[0].id
    with pytest.raises(CaseStuck):
        run.complete(task, {"bedrag": 1}, world)
    for use in (run.dump, lambda: run.wake(world), lambda: run.complete(task, {}, world), lambda: run.situation(world)):
        with pytest.raises(CaseStuck):
            use()
    world.decisions["fase"] = {"fase": "Wgs"}
    assert Run.load(diagrams, blob).complete(task, {"bedrag": 1}, world).completed


def test_a_refusal_of_the_world_is_passed_on(begin, world, monkeypatch) -> None:
    world.decisions["fase"] = {"fase": "Wgs"}
    case = begin("decision_and_topics")

    def refuse(effect, context):
        raise OutOfDate("Iemand was u voor.")

    monkeypatch.setattr(world, "ask", refuse)
    with pytest.raises(OutOfDate):
        case.do("invullen", bedrag=1)


@pytest.mark.parametrize("answer", ["ja", 1, [], {}])
def test_a_condition_that_is_no_yes_or_no_stops_the_case(begin, answer: object) -> None:
    case = begin("no_truth")
    with pytest.raises(CaseStuck, match="geen ja of nee") as caught:
        case.do("invullen", antwoord=answer)
    assert caught.value.element == "kiezen"


def test_a_condition_that_is_unknown_takes_the_default_flow(begin) -> None:
    assert begin("no_truth").do("invullen").now.ends == ["nee"]
    assert begin("no_truth").do("invullen", antwoord=None).now.ends == ["nee"]
    assert begin("no_truth").do("invullen", antwoord=True).now.ends == ["ja"]


@pytest.mark.parametrize("answer", ["binnenkort", None, True, 3])
def test_a_term_that_is_no_moment_stops_the_case(begin, answer: object) -> None:
    case = begin("no_moment")
    with pytest.raises(CaseStuck, match="geen tijdstip") as caught:
        case.do("invullen", antwoord=answer)
    assert caught.value.element == "wachten"


def test_a_diagram_that_runs_in_a_circle_is_stopped(begin, world) -> None:
    world.decisions["altijd"] = True
    with pytest.raises(CaseStuck, match="rondlopen"):
        begin("runs_away")


UNREADABLE = ("__import__('os').system('true')", "().__class__.__bases__", "lambda: 1", "[x for x in y]")


@pytest.mark.parametrize("text", UNREADABLE)
def test_python_is_not_readable_as_an_expression(text: str) -> None:
    with pytest.raises(FeelError):
        compile_expression(text)


@pytest.mark.parametrize("name", ["eval", "exec", "open", "getattr", "__import__", "compile"])
def test_nothing_of_python_can_be_called_from_a_model(begin, name: str) -> None:
    case = begin("no_truth")
    case.run._case.spec.task_specs["kiezen"].cond_task_specs[0][0].text = f'={name}("1")'
    try:
        assert case.do("invullen").now.ends == ["nee"]
    finally:
        case.run._case.spec.task_specs["kiezen"].cond_task_specs[0][0].text = "=antwoord"


def test_the_context_is_asked_again_only_after_a_change(diagrams, world) -> None:
    run, situation = Run.start(diagrams, "two_tasks", world)
    before = world.contexts
    for _ in range(3):
        run.situation(world)
    assert world.contexts == before
    run.complete(situation.open_tasks[0].id, {"casusregisseur": "sociaal_team"}, world)
    assert world.contexts == before + 1


def test_variables_are_copies(diagrams, world) -> None:
    given = {"lijst": [1, 2]}
    run, situation = Run.start(diagrams, "two_tasks", world, variables=given)
    given["lijst"].append(3)
    assert situation.variables == {"lijst": [1, 2]}
    assert run.situation(world).variables == {"lijst": [1, 2]}
