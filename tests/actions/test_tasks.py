"""Completing tasks: the right person, whole or not at all, once."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from phu_runtime.actions.claim_task import claim_task
from phu_runtime.actions.hand_over_task import hand_over_task
from phu_runtime.actions.save_concept import save_concept
from phu_runtime.actions.show_task import show_task
from phu_runtime.actions.submit_task import submit_task
from phu_runtime.errors import FormInvalid, NotFound, NotYours, OutOfDate
from phu_runtime.records import cases, oversight
from phu_runtime.records.oversight import LogFilter
from tests.region import ESRA, FATMA, LINDA, MARIEKE, MARK


def revision(region: Any, case_id: str) -> int:
    with region.runtime.reading() as store:
        return cases.get_case(store.session, case_id).revision


def test_a_report_in_dordrecht_reaches_its_own_social_team(region: Any) -> None:
    case_id = region.start()
    done = region.report(case_id)
    task = region.open_tasks(case_id)["casusregie"]
    assert task.organisation_id == region.person(FATMA).organisation_id
    assert "Sociaal Wijkteam Dordrecht" in done.told


def test_a_report_in_gorinchem_reaches_its_own_social_team(region: Any) -> None:
    case_id = region.start(MARIEKE, gemeente="Gorinchem", plaatsnaam="Gorinchem")
    raw = region.example("melding", "alleen achterstand", **{"achternaam": "Proef", "straatnaam": "Arkelstraat", "huisnummer": "8"})
    raw |= {"postcode": "4201 KB", "plaatsnaam": "Gorinchem"}
    region.do(case_id, "melding", MARIEKE, raw)
    assert region.open_tasks(case_id)["casusregie"].organisation_id == region.person(ESRA).organisation_id


def test_a_missing_answer_is_refused_with_a_sentence_and_changes_nothing(any_region: Any) -> None:
    case_id = any_region.start()
    before = revision(any_region, case_id)
    with pytest.raises(FormInvalid) as refused:
        any_region.report(case_id, kinderen="")
    assert "kinderen" in refused.value.problems["kinderen"].lower()
    assert revision(any_region, case_id) == before
    assert "melding" in any_region.open_tasks(case_id)


def test_a_bsn_that_fails_the_elfproef_is_refused_at_its_field(region: Any) -> None:
    case_id = region.start()
    region.report(case_id)
    region.do(case_id, "casusregie", FATMA, region.example("casusregie", "team neemt aan"))
    region.do(case_id, "contactpoging", FATMA, region.example("contactpoging", "gesproken"))
    with pytest.raises(FormInvalid) as refused:
        region.do(case_id, "eerste_beoordeling", FATMA, region.example("eerste_beoordeling", "schulden", bsn="123456789"))
    assert list(refused.value.problems) == ["bsn"]


def test_a_task_that_was_done_says_who_did_it_and_when(region: Any) -> None:
    case_id = region.start()
    task_id = region.open_tasks(case_id)["melding"].id
    region.report(case_id)
    with pytest.raises(OutOfDate, match=r"Linda de Groot.*ma 2 maart 09\.00 uur"):
        region.act(submit_task, region.person(MARK), task_id, {})


def test_a_task_of_another_organisation_is_refused_and_the_refusal_logged(region: Any) -> None:
    case_id = region.start()
    stranger = region.person(ESRA)
    with pytest.raises(NotYours):
        region.act(submit_task, stranger, region.open_tasks(case_id)["melding"].id, {})
    with region.runtime.reading() as store:
        case = cases.get_case(store.session, case_id)
        lines, _ = oversight.lines(store.session, LogFilter(user_id=stranger.user_id, result="geweigerd"))
    assert [line.pseudonym for line in lines] == [case.pseudonym]


def test_an_unknown_task_is_not_found(region: Any) -> None:
    with pytest.raises(NotFound):
        region.act(show_task, region.person(LINDA), "0" * 32)


def test_of_two_people_at_one_task_one_wins_and_the_other_hears_who(any_region: Any) -> None:
    case_id = any_region.start()
    task_id = any_region.open_tasks(case_id)["melding"].id
    raw = any_region.example("melding", "alleen achterstand", achternaam="Voorbeeld", straatnaam="Proefstraat", huisnummer="1")
    raw |= {"postcode": "3311 AB", "plaatsnaam": "Dordrecht"}
    people = [any_region.person(LINDA), any_region.person(MARK)]
    outcomes: list[str] = []

    def send(who: Any) -> None:
        try:
            any_region.act(submit_task, who, task_id, raw)
            outcomes.append("done")
        except OutOfDate as late:
            outcomes.append(late.message)

    threads = [threading.Thread(target=send, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    assert list(any_region.open_tasks(case_id)) == ["casusregie"]


def test_a_task_that_a_colleague_claimed_can_only_be_done_after_a_hand_over(region: Any) -> None:
    case_id = region.start()
    task_id = region.open_tasks(case_id)["melding"].id
    linda, mark = region.person(LINDA), region.person(MARK)
    region.act(claim_task, linda, task_id)
    with pytest.raises(OutOfDate, match="Linda de Groot"):
        region.act(submit_task, mark, task_id, {})
    with pytest.raises(FormInvalid):
        region.act(hand_over_task, linda, task_id, mark.user_id, " ")
    region.act(hand_over_task, linda, task_id, mark.user_id, "Ik ben er morgen niet.")
    assert region.open_tasks(case_id)["melding"].claimed_by == mark.user_id


def test_a_concept_comes_back_for_its_writer_only(region: Any) -> None:
    case_id = region.start()
    task_id = region.open_tasks(case_id)["melding"].id
    linda = region.person(LINDA)
    region.act(save_concept, linda, f"taak:{task_id}", {"telefoonnummer": "078 123 45 67"})
    mine = {field.key: field.value for part in region.act(show_task, linda, task_id).form.fields for field in part.fields}
    other = {field.key: field.value for part in region.act(show_task, region.person(MARK), task_id).form.fields for field in part.fields}
    assert (mine["telefoonnummer"], other["telefoonnummer"]) == ("078 123 45 67", "")


def test_one_completion_is_at_most_14_statements_and_one_commit(any_region: Any) -> None:
    case_id = any_region.start()
    any_region.report(case_id)
    fatma = any_region.person(FATMA)
    task_id = any_region.open_tasks(case_id)["casusregie"].id
    raw = any_region.example("casusregie", "team neemt aan")
    with any_region.runtime.database.count_statements() as seen:
        any_region.act(submit_task, fatma, task_id, raw)
    writes = [text for text in seen.texts if not text.startswith("BEGIN")]
    assert len(writes) <= 14, "\n".join(writes)
