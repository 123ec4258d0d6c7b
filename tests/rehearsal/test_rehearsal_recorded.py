"""A rehearsal is the scenario that it has become: written as a file, read, played again, the same case comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from phu_runtime.calendar import AMSTERDAM
from phu_runtime.errors import CaseStuck, FormInvalid
from phu_runtime.formdefs import clean
from phu_runtime.rehearsal import Scenario, read_scenarios
from phu_runtime.rehearsal.filled_in import as_answers
from phu_runtime.rehearsal.live import Live, replay
from phu_runtime.rehearsal.play import PlayStopped
from phu_runtime.rehearsal.rehearse import play_through
from phu_runtime.rehearsal.scenario import Step
from phu_runtime.rehearsal.spoken import raw_answers
from phu_runtime.rehearsal.written import write_scenario
from phu_runtime.steps.starts import start_context
from phu_runtime.workprocess import WorkProcess, read_release
from phu_runtime.workprocess.files import read_files

ROOT = Path(__file__).parents[2]
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=AMSTERDAM)
NASTY = [
    "ja",
    "yes",
    "12",
    "012",
    "1.5",
    "2026-03-02",
    "2026-99-99",
    "a: b # c",
    "{x}, [y]",
    "regel een\nregel 'twee'",
    'met "tekens"',
    "*ster",
    "null",
    "",
]


@pytest.fixture(scope="module")
def work() -> WorkProcess:
    return read_release(read_files(ROOT))


@pytest.fixture(scope="module")
def shipped_scenarios() -> dict[str, Scenario]:
    found = read_scenarios({path.name: path.read_bytes() for path in (ROOT / "scenarios").glob("*.yaml")})
    return {scenario.key: scenario for scenario in found}


@pytest.mark.parametrize(
    "key",
    ["sociale_dienst_in_plan", "vroegsignalering_naar_preventie", "jaar_van_de_adviesgroep", "termijn_verlengd", "vernietiging_op_termijn"],
)
def test_what_was_played_passes_as_a_scenario_and_plays_the_same_again(work, shipped_scenarios, key):
    live, found = replay(work, shipped_scenarios[key])
    assert found == []
    [recorded] = read_scenarios({f"{key}.yaml": live.text.encode()})
    assert play_through(work, recorded).problems == []
    again, found = replay(work, recorded)
    assert (found, again.text) == ([], live.text)
    live.close()
    again.close()


def test_any_text_survives_being_written(work):
    answers = {f"veld_{number}": text for number, text in enumerate(NASTY)}
    step = Step("stuurt", "oplossing", 0, "woningcorporatie", {**answers, "lijst": NASTY}, {"open": [], "einde": "nee"})
    scenario = Scenario("proef", 'Een "titel": met #', "art. 6", MONDAY, "Trivire", "", "aanleiding", 1, answers, {}, (step,))
    [read] = read_scenarios({"proef.yaml": write_scenario(scenario)})
    assert raw_answers(read.answers, MONDAY) == raw_answers(answers, MONDAY)
    assert raw_answers(read.steps[0].answers, MONDAY) == raw_answers(step.answers, MONDAY)
    assert (read.title, read.at, read.steps[0].then) == (scenario.title, scenario.at, step.then)


def test_answers_are_written_so_that_they_mean_the_same(work):
    form, context = work.forms["melding"], start_context(work, MONDAY)
    raw = {
        "laatste_bericht_verzonden_op.dag": "27", "laatste_bericht_verzonden_op.maand": "2", "laatste_bericht_verzonden_op.jaar": "2026",
        "kinderen": "nee", "huurachterstand": "1.850,50", "twijfel": "nee", "problematisch_vooraf": "nee", "ondersteuning_gevraagd": "nee",
        "achternaam": "Jansen", "straatnaam": "Voorstraat", "huisnummer": "12", "postcode": "3311 AB", "plaatsnaam": "Dordrecht",
    }  # fmt: skip
    said = as_answers(form, raw, {}, context, work.dictionary, MONDAY)
    assert said["laatste_bericht_verzonden_op"] == "vandaag - 3 dagen"
    assert said["huisnummer"] in (12, "12")
    assert clean(form, raw_answers(said, MONDAY), context, work.dictionary) == clean(form, raw, context, work.dictionary)


def test_what_was_filled_in_already_is_not_said_again_and_what_was_emptied_is(work):
    form, context = work.forms["melding"], start_context(work, MONDAY)
    known = {"achternaam": "Jansen", "straatnaam": "Voorstraat"}
    said = as_answers(form, {"achternaam": "Jansen", "straatnaam": "", "kinderen": "ja"}, known, context, work.dictionary, MONDAY)
    assert "achternaam" not in said
    assert (said["straatnaam"], said["kinderen"]) == ("", "ja")


def test_wrong_answers_leave_the_case_and_its_clock_as_they_were(work, shipped_scenarios):
    live = Live(work, shipped_scenarios["opgelost_vroeg"])
    before = (live.now, live.text)
    with pytest.raises(FormInvalid) as wrong:
        live.take(Step("doet", "melding", 0, "woningcorporatie"))
    assert "kinderen" in wrong.value.problems
    assert (live.now, live.text, live.whole) == (*before, True)
    live.close()


def test_a_clock_that_cannot_go_back_leaves_a_house_that_is_not_used_again(work, shipped_scenarios):
    live = Live(work, shipped_scenarios["opgelost_vroeg"])
    with pytest.raises(PlayStopped, match="kan niet terug"):
        live.move("2020-01-01 09:00")
    assert not live.whole
    live.close()


def test_a_table_without_an_answer_stops_the_replay_there_and_keeps_what_went_before(work, shipped_scenarios):
    files = dict(work.files)
    files["dmn/casusregie.dmn"] = files["dmn/casusregie.dmn"].replace(b'hitPolicy="FIRST"', b'hitPolicy="UNIQUE"')
    good, _ = replay(work, shipped_scenarios["opgelost_vroeg"])
    live, found = replay(read_release(files), good.scenario)
    assert [(one.number, one.stopped) for one in found] == [(2, True)]
    assert found[0].element
    assert len(live.scenario.steps) == 1
    assert live.whole
    with pytest.raises(CaseStuck):
        live.take(good.scenario.steps[1])
    live.close()
    good.close()


def test_a_changed_term_is_told_at_its_step(work, shipped_scenarios):
    good, _ = replay(work, shipped_scenarios["opgelost_vroeg"])
    later = replace(good.scenario.steps[0], then={**good.scenario.steps[0].then, "termijn": {"casusregie": "2026-12-24"}})
    live, found = replay(work, replace(good.scenario, steps=(later, *good.scenario.steps[1:])))
    assert [one.number for one in found] == [1]
    assert "verwacht 2026-12-24" in found[0].sentence
    live.close()
    good.close()
