"""Processes without a tenant: who takes part, what no text may name, and how a case comes to its end of retention."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from phu_runtime.actions.list_cases import list_cases
from phu_runtime.actions.show_case import show_case
from phu_runtime.actions.start_case import start_case
from phu_runtime.errors import FormInvalid, NotYours
from phu_runtime.records.tables.cases import Case
from phu_runtime.records.tables.messages import Register
from phu_runtime.steps.checking_answers import form_for
from phu_runtime.steps.opening import open_case
from tests.region import FATMA, LINDA, SPOKEN, Region

FG = "irene.smit@trivire.example"
MANAGER = "erik.postma@regiegroep.example"
ADVICE = "hans.timmermans@adviesgroep.example"
STEERING = "margriet.dekker@regiegroep.example"


def begin(region: Region, email: str, form: str, example: str, **more: Any) -> str:
    return str(region.act(start_case, region.person(email), form, region.example(form, example, **more)).case_id)


def registers(region: Region) -> list[Register]:
    with region.runtime.reading() as store:
        return list(store.session.scalars(select(Register).order_by(Register.at)))


def test_a_breach_goes_to_the_manager_and_the_own_fg_and_stands_in_the_register_without_a_name(region: Region) -> None:
    case_id = begin(region, LINDA, "datalek", "ernstig", datalek_ontdekt_op="02-03-2026 08:30")
    assert set(region.open_tasks(case_id)) == {"datalek_weging", "datalek_register"}
    assert region.case(case_id).municipality == ""
    region.do(case_id, "datalek_register", MANAGER, {"datalek_vastgelegd_op": "2026-03-02"})
    weighed = {"ap_melden": "nee", "betrokkene_melden": "nee", "partijen_melden": "ja", "weging_reden": "minder_ernstig"}
    region.do(case_id, "datalek_weging", FG, weighed)
    assert region.case(case_id).outcome == "Datalek afgehandeld"
    assert [(line.register, line.party) for line in registers(region)] == [("datalekken", "Trivire")]
    assert "datalek" in region.told(FATMA)


def test_a_dispute_is_seen_by_its_offices_and_by_nobody_else(region: Region) -> None:
    case_id = begin(region, LINDA, "geschil", "over termijnen")
    shown = region.act(show_case, region.person(ADVICE), case_id)
    assert (shown.header.tenant, shown.header.phase) == ("", "Geschil")
    assert any(fact.key == "toelichting_geschil" for fact in shown.facts)
    for stranger in (FATMA, STEERING):
        with pytest.raises(NotYours):
            region.act(show_case, region.person(stranger), case_id)


@pytest.mark.parametrize(
    "text",
    [
        "Het gaat om PHU-2026-000001.",
        "Zie 111222333.",
        "De woning op 3311 AB 12.",
        "Bel 06 12345678 voor meer.",
        "Mail naar huurder@voorbeeld.nl.",
    ],
)
def test_a_dispute_refuses_what_can_be_traced_to_a_tenant(region: Region, text: str) -> None:
    with pytest.raises(FormInvalid) as refused:
        begin(region, LINDA, "geschil", "over termijnen", toelichting_geschil=text)
    assert "Noem geen casusnummer" in refused.value.problems["toelichting_geschil"]


def test_a_dispute_refuses_a_name_that_stands_in_a_running_dossier_of_the_party(region: Region) -> None:
    region.start()
    with region.runtime.reading() as store:
        number = store.session.scalars(select(Case.number)).one()
    named = region.act(list_cases, region.person(LINDA))[0]
    assert [case.number for case in named] == [number]
    surname = region.act(show_case, region.person(LINDA), named[0].case_id).header.tenant.split()[-1]
    with pytest.raises(FormInvalid) as refused:
        begin(region, LINDA, "geschil", "over termijnen", toelichting_geschil=f"Het ging mis bij {surname} en haar buren.")
    assert "zonder naam" in refused.value.problems["toelichting_geschil"]
    assert begin(region, LINDA, "geschil", "over termijnen", toelichting_geschil="Het antwoord komt te laat.")


def test_the_social_service_is_not_asked_about_children_when_it_tells_a_fact(region: Region) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    with region.runtime.reading() as store:
        step = open_case(store, case_id, lock=False)
        form = step.work.forms["nieuw_feit"]
        asked = {role: {field.key for field in form_for(step, form, role, "3").fields()} for role in ("sociaal_team", "sociale_dienst")}
    assert "kinderen" in asked["sociaal_team"]
    assert "kinderen" not in asked["sociale_dienst"]


def closed_case(region: Region) -> str:
    return region.start(reason="hoort bij vroegsignalering")


def test_eleven_months_after_closing_the_corporation_is_asked_and_a_yes_destroys_the_case_with_a_certificate(region: Region) -> None:
    case_id = closed_case(region)
    region.clock.move(days=300)
    region.tick()
    assert proposals(region, case_id) == []
    region.clock.move(days=40)
    region.tick()
    region.tick()
    [proposal] = proposals(region, case_id)
    region.do(proposal, "vernietiging_besluit", LINDA, {"vernietiging_besluit": "nu"})
    region.tick()
    assert proposals(region, case_id) == []
    [line] = registers(region)
    assert (line.register, line.case_id) == ("vernietigingen", None)
    assert "PP 7.2" in line.reason
    assert "reservekopieën" in line.reason
    assert "PHU-" not in line.reason


def test_without_an_answer_the_case_is_destroyed_on_its_last_day_all_the_same(region: Region) -> None:
    case_id = closed_case(region)
    region.clock.move(days=340)
    region.tick()
    [proposal] = proposals(region, case_id)
    region.clock.move(days=30)
    region.tick()
    assert region.case(proposal).outcome == "Termijn voorbij"
    assert [line.register for line in registers(region)] == ["vernietigingen"]


def proposals(region: Region, case_id: str) -> list[str]:
    with region.runtime.reading() as store:
        return list(store.session.scalars(select(Case.id).where(Case.parent_id == case_id, Case.process == "vernietiging")))
