"""Correcting answers: a new version beside the old one, with a reason, and decisions weighed again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from phu_runtime.actions.correct_task import correct_task
from phu_runtime.actions.show_case import show_case
from phu_runtime.actions.show_correction import show_correction
from phu_runtime.errors import FormInvalid, NotFound, NotYours, OutOfDate
from phu_runtime.records import dossiers
from phu_runtime.records.tables.cases import Passage, Submission
from phu_runtime.steps.opening import open_case
from tests.region import ASSESSED, BAS, ESRA, FATMA, LINDA, MARK


def passage(region: Any, case_id: str, element: str) -> str:
    """The step of the history in which a person did this element."""
    with region.runtime.reading() as store:
        same = (Passage.case_id == case_id, Passage.element == element, Passage.user_id.is_not(None))
        return str(store.session.scalars(select(Passage.id).where(*same).order_by(Passage.at)).first())


def assessed(region: Any) -> str:
    return str(region.follow(region.start(), ASSESSED))


def correct(region: Any, case_id: str, **more: Any) -> Any:
    """The team corrects its first assessment."""
    who, step = region.person(FATMA), passage(region, case_id, "beoordeel")
    return region.act(correct_task, who, step, answers(region, **more), "Typefout.")


def answers(region: Any, **more: Any) -> dict[str, Any]:
    """The first assessment as it was sent, but for ``more``."""
    return dict(region.example("eerste_beoordeling", "geen bijzonderheden", **more))


def test_a_correction_is_a_new_version_and_the_old_one_stays(any_region: Any) -> None:
    region = any_region
    case_id = assessed(region)
    region.clock.move(hours=3)
    done = correct(region, case_id, schulden="ja")
    with region.runtime.reading() as store:
        same = (Submission.case_id == case_id, Submission.form == "eerste_beoordeling")
        old, new = store.session.scalars(select(Submission).where(*same).order_by(Submission.replaced.desc()))
        step = open_case(store, case_id, lock=False)
        told = [step.unseal(f"submission/{row.id}", row.sealed)["schulden"] for row in (old, new)]
        assert step.unseal(f"reason/{new.id}", new.reason) == "Typefout."
        assert (new.replaces, new.at, told) == (old.id, old.at, [False, True])
        assert step.context()["schulden"] is True
    assert "verbeterd" in done.sentence


def test_a_changed_datum_keeps_its_earlier_version(region: Any) -> None:
    case_id = assessed(region)
    raw = region.example("melding", "alleen achterstand", achternaam="Voorbeeldman", huisnummer="12", straatnaam="Kwikstaartlaan")
    raw |= {"postcode": "3311 AB", "plaatsnaam": "Dordrecht"}
    region.act(correct_task, region.person(LINDA), passage(region, case_id, "bereid_melding_voor"), raw, "Naam verkeerd gespeld.")
    with region.runtime.reading() as store:
        step = open_case(store, case_id, lock=False)
        rows = dossiers.field_versions(store.session, case_id, "achternaam")
        assert [step.unseal("dossier/achternaam", row.sealed) for row in rows] == ["Voorbeeldsen", "Voorbeeldman"]


def test_decisions_are_weighed_again_and_named_and_nothing_is_undone(region: Any) -> None:
    case_id = assessed(region)
    assert region.known(case_id)["inzet_sociale_dienst"]["inzet"] is False
    before = set(region.open_tasks(case_id))
    done = correct(region, case_id, schulden="ja")
    assert done.told == ["Bepaal inzet sociale dienst"]
    assert "Bepaal inzet sociale dienst" in done.sentence
    assert "nieuw feit" in done.sentence
    assert region.known(case_id)["inzet_sociale_dienst"]["inzet"] is True
    assert set(region.open_tasks(case_id)) == before


def test_a_correction_that_changes_no_decision_says_nothing_of_it(region: Any) -> None:
    case_id = assessed(region)
    done = correct(region, case_id, huur_haalbaar="met_hulp")
    assert (done.told, "anders uit" in done.sentence) == ([], False)


def test_the_timeline_tells_of_the_correction(region: Any) -> None:
    case_id = assessed(region)
    correct(region, case_id, schulden="ja")
    titles = [line.title for line in region.act(show_case, region.person(FATMA), case_id).timeline]
    assert "Beoordeel de situatie: antwoorden verbeterd" in titles


def test_a_correction_needs_a_reason(region: Any) -> None:
    case_id = assessed(region)
    revision = region.case(case_id).revision
    with pytest.raises(FormInvalid) as refused:
        region.act(correct_task, region.person(FATMA), passage(region, case_id, "beoordeel"), answers(region, antwoord=""), "  ")
    assert set(refused.value.problems) == {"antwoord", "reden"}
    assert region.case(case_id).revision == revision


def test_only_who_did_it_or_a_coordinator_of_that_organisation_corrects(region: Any) -> None:
    case_id = assessed(region)
    step = passage(region, case_id, "beoordeel")
    for email in (LINDA, MARK, ESRA):
        with pytest.raises(NotYours):
            region.act(correct_task, region.person(email), step, answers(region), "Reden.")
        with pytest.raises(NotYours):
            region.act(show_correction, region.person(email), step)
    header, form = region.act(show_correction, region.person(BAS), step)
    assert header.case_id == case_id
    filled = {field.key: field.value for part in form.fields for field in part.fields}
    assert (filled["antwoord"], filled["schulden"]) == ("hulp", "nee")


def test_a_closed_case_is_not_corrected_any_more(region: Any) -> None:
    case_id = region.start(reason="alleen overlast")
    with region.runtime.reading() as store:
        ids = list(store.session.scalars(select(Passage.id).where(Passage.case_id == case_id, Passage.user_id.is_not(None))))
    assert region.case(case_id).status == "gesloten"
    with pytest.raises(OutOfDate):
        region.act(correct_task, region.person(LINDA), ids[0], {}, "Reden.")


def test_a_step_that_is_not_there_or_has_no_form_is_not_found(region: Any) -> None:
    case_id = assessed(region)
    with region.runtime.reading() as store:
        told = store.session.scalars(select(Passage).where(Passage.case_id == case_id, Passage.user_id.is_(None))).first()
    with pytest.raises(NotFound):
        region.act(correct_task, region.person(FATMA), "0" * 32, {}, "Reden.")
    with pytest.raises((NotFound, NotYours)):
        region.act(correct_task, region.person(FATMA), told.id, {}, "Reden.")
