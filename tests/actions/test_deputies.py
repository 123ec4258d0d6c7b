"""An absent colleague's tasks are done by a deputy, in the colleague's name; only those, only then, only inside the organisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from phu_runtime.actions.add_user import add_user
from phu_runtime.actions.arrange_deputy import arrange_deputy
from phu_runtime.actions.change_user import change_user
from phu_runtime.actions.claim_task import claim_task
from phu_runtime.actions.end_deputy import end_deputy
from phu_runtime.actions.export_efforts import export_efforts
from phu_runtime.actions.hand_over_task import hand_over_task
from phu_runtime.actions.release_task import release_task
from phu_runtime.actions.save_concept import save_concept
from phu_runtime.actions.show_absence import show_absence
from phu_runtime.actions.show_case import show_case
from phu_runtime.actions.show_task import show_task
from phu_runtime.actions.show_worklist import show_worklist
from phu_runtime.actions.submit_task import submit_task
from phu_runtime.errors import FormInvalid, NotYours, OutOfDate
from phu_runtime.records import oversight
from tests.region import ACCEPTED, BAS, DAAN, ESRA, FATMA, LINDA, MARK, Region

WEEK = ("02-03-2026", "06-03-2026")


def away(region: Region, who: str = FATMA, deputy: str = BAS, days: tuple[str, str] = WEEK, by: str = "") -> str:
    """``deputy`` stands in for ``who``; the sentence."""
    people = region.person(who).user_id, region.person(deputy).user_id
    return str(region.act(arrange_deputy, region.person(by or who), *people, *days, "Vakantie"))


@pytest.fixture
def claimed(region: Region) -> tuple[str, str]:
    """A case and its open task, which Fatma took."""
    case_id = region.follow(region.start(), ACCEPTED)
    task_id = region.open_tasks(case_id)["contactpoging"].id
    region.act(claim_task, region.person(FATMA), task_id)
    return case_id, task_id


def spoken(region: Region) -> dict[str, Any]:
    return region.example("contactpoging", "gesproken")


def test_without_a_deputy_the_task_of_a_colleague_stays_closed(region: Region, claimed: tuple[str, str]) -> None:
    with pytest.raises(OutOfDate, match="Fatma"):
        region.act(submit_task, region.person(BAS), claimed[1], spoken(region))


def test_a_deputy_sees_the_tasks_of_the_absent_colleague_apart(region: Region, claimed: tuple[str, str]) -> None:
    away(region)
    shown = region.act(show_worklist, region.person(BAS), "namens")
    assert [(row.task_id, row.on_behalf, row.claimed_by_me) for row in shown.rows] == [(claimed[1], region.person(FATMA).name, False)]
    assert shown.counts["namens"] == 1
    assert region.act(show_worklist, region.person(BAS), "mijn").rows == []
    assert "namens" not in region.act(show_worklist, region.person(FATMA), "namens").counts


def test_what_a_deputy_does_says_everywhere_for_whom(region: Region, claimed: tuple[str, str]) -> None:
    case_id, task_id = claimed
    away(region)
    deputy, absent = region.person(BAS), region.person(FATMA)
    region.act(show_task, deputy, task_id)
    region.act(save_concept, deputy, f"taak:{task_id}", {"notitie": "half"})
    region.act(submit_task, deputy, task_id, spoken(region))
    with region.runtime.reading() as store:
        lines = list(oversight.all_lines(store.session, oversight.LogFilter(user_id=deputy.user_id)))
    about = [line for line in lines if line.event.startswith(("taak", "concept"))]
    assert len(about) == 3
    assert {line.responsible_id for line in about} == {absent.user_id}
    words = f"{deputy.name} namens {absent.name}"
    assert any(words in event.detail for event in region.act(show_case, absent, case_id).timeline)
    assert words in region.act(export_efforts, absent, case_id).text


def test_a_deputy_goes_on_with_the_concept_and_the_absent_colleague_finds_it_back(region: Region, claimed: tuple[str, str]) -> None:
    region.act(save_concept, region.person(FATMA), f"taak:{claimed[1]}", {"contact_wijze": "telefoon"})
    away(region)
    assert region.act(show_task, region.person(BAS), claimed[1]).concept_at is not None
    region.clock.move(minutes=5)
    kept = region.act(save_concept, region.person(BAS), f"taak:{claimed[1]}", {"contact_wijze": "huisbezoek"})
    assert region.act(show_task, region.person(FATMA), claimed[1]).concept_at == kept


@pytest.mark.parametrize(
    "deed",
    [
        lambda region, task_id: region.act(release_task, region.person(BAS), task_id),
        lambda region, task_id: region.act(hand_over_task, region.person(BAS), task_id, region.person(BAS).user_id, "Ik doe het zelf."),
    ],
)
def test_a_deputy_gives_the_task_back_or_hands_it_over(region: Region, claimed: tuple[str, str], deed: Callable[..., Any]) -> None:
    away(region)
    deed(region, claimed[1])
    assert region.open_tasks(claimed[0])["contactpoging"].claimed_by != region.person(FATMA).user_id


def test_a_deputy_need_not_take_the_task(region: Region, claimed: tuple[str, str]) -> None:
    away(region)
    with pytest.raises(OutOfDate, match="Oppakken hoeft niet"):
        region.act(claim_task, region.person(BAS), claimed[1])


def test_it_begins_and_ends_by_itself(region: Region, claimed: tuple[str, str]) -> None:
    away(region, days=("03-03-2026", "04-03-2026"))
    for day, stands_in in ((2, False), (3, True), (4, True), (5, False)):
        assert bool(region.person(BAS).stands_in_for) is stands_in, day
        region.clock.move(days=1)


def test_it_can_be_ended_earlier_and_both_are_told(region: Region, claimed: tuple[str, str]) -> None:
    away(region)
    absence = region.act(show_absence, region.person(FATMA)).periods[0]
    assert "niet meer" in region.act(end_deputy, region.person(FATMA), absence.absence_id)
    assert not region.person(BAS).stands_in_for
    assert region.told(BAS)[-2:] == ["vervanging", "vervanging"]
    with pytest.raises(OutOfDate):
        region.act(end_deputy, region.person(FATMA), absence.absence_id)


def test_tasks_of_nobody_and_of_others_are_untouched(region: Region) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    task_id = region.open_tasks(case_id)["contactpoging"].id
    away(region)
    region.act(claim_task, region.person(BAS), task_id)
    assert region.act(show_worklist, region.person(BAS), "namens").rows == []


def test_there_are_no_chains(region: Region, claimed: tuple[str, str]) -> None:
    """Bas stands in for Fatma; who stands in for Bas does not stand in for Fatma."""
    away(region)
    newcomer = _newcomer(region)
    assert "vervangt dan zelf Fatma" in away(region, BAS, newcomer)
    assert list(region.person(newcomer).stands_in_for.values()) == [region.person(BAS).name]
    with pytest.raises(OutOfDate):
        region.act(submit_task, region.person(newcomer), claimed[1], spoken(region))
    with pytest.raises(FormInvalid) as refused:
        away(region, newcomer, BAS)
    assert "zelf afwezig" in refused.value.problems["vervanger"]


def _newcomer(region: Region) -> str:
    """A third caseworker of the social team."""
    email = "nieuw@wijkteamdordrecht.example"
    region.act(add_user, region.person(DAAN), region.person(FATMA).organisation_id, "Nina Nieuw", email, ["medewerker"], None)
    return email


def test_what_is_missing_or_wrong_stands_at_its_field(region: Region) -> None:
    fatma = region.person(FATMA)
    with pytest.raises(FormInvalid) as refused:
        region.act(arrange_deputy, fatma, fatma.user_id, fatma.user_id, "31-02-2026", "", "")
    assert set(refused.value.problems) == {"vervanger", "van", "tot", "reden"}
    for days, key in ((("06-03-2026", "02-03-2026"), "tot"), (("01-02-2026", "02-02-2026"), "tot"), (("02-03-2026", "02-04-2027"), "tot")):
        with pytest.raises(FormInvalid) as wrong:
            away(region, days=days)
        assert list(wrong.value.problems) == [key]
    away(region)
    with pytest.raises(FormInvalid) as twice:
        away(region, days=("05-03-2026", "09-03-2026"))
    assert "al een vervanger" in twice.value.problems["van"]


def test_only_oneself_or_the_coordinator_of_the_organisation_arranges_it(region: Region) -> None:
    assert "vervangt" in away(region, LINDA, MARK, by=MARK)
    for stranger in (_newcomer(region), MARK, ESRA, DAAN):
        with pytest.raises(NotYours):
            away(region, FATMA, BAS, by=stranger)
    with pytest.raises(FormInvalid) as refused:
        away(region, FATMA, ESRA)
    assert "eigen organisatie" in refused.value.problems["vervanger"]


def test_who_left_stands_in_for_nobody(region: Region, claimed: tuple[str, str]) -> None:
    away(region)
    bas = region.person(BAS)
    region.act(change_user, region.person(DAAN), bas.user_id, bas.name, bas.roles, None, False)
    assert region.act(show_absence, region.person(FATMA)).periods == []
    with pytest.raises(FormInvalid):
        away(region)


def test_a_task_handed_to_someone_who_is_away_reaches_the_deputy(region: Region) -> None:
    case_id = region.start()
    away(region, MARK, LINDA)
    region.clock.move(minutes=1)
    task_id = region.open_tasks(case_id)["melding"].id
    done = region.act(hand_over_task, region.person(LINDA), task_id, region.person(MARK).user_id, "Wil jij dit doen?")
    assert "is afwezig tot en met vrijdag 6 maart 2026" in done.sentence
    assert region.told(LINDA)[-1] == "taak_overgedragen"
    assert "Mark Visser (afwezig tot en met vr 6 maart)" in dict(region.act(show_task, region.person(LINDA), task_id).colleagues).values()


def test_a_completion_for_a_colleague_stays_within_the_budget(region: Region, claimed: tuple[str, str]) -> None:
    away(region)
    deputy, raw = region.person(BAS), spoken(region)
    region.act(show_task, deputy, claimed[1])
    with region.runtime.database.count_statements() as seen:
        region.act(submit_task, deputy, claimed[1], raw)
    writes = [text for text in seen.texts if not text.startswith("BEGIN")]
    assert len(writes) <= 14, "\n".join(writes)
