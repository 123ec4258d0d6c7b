"""Registers for whom they are meant, and the end of the agreement told once and stopping nothing."""

from __future__ import annotations

from phu_runtime.actions.show_meetings import show_meetings
from phu_runtime.actions.show_registers import show_registers
from phu_runtime.actions.start_case import start_case
from phu_runtime.actions.tell_validity import ended_on, tell_validity
from tests.region import FATMA, LINDA, Region

FG = "irene.smit@trivire.example"
MANAGER = "erik.postma@regiegroep.example"
STEERING = "margriet.dekker@regiegroep.example"
MELDPUNT = "noor.hendriks@meldpuntzhz.example"


def titles(region: Region, email: str) -> list[str]:
    return [title for title, _, _ in region.act(show_registers, region.person(email)).registers]


def test_a_register_is_read_by_whom_it_is_meant_for(region: Region) -> None:
    everything = ["Voortijdig beëindigde dossiers", "Datalekken", "Verstrekkingen", "Vernietigde casussen"]
    assert titles(region, MANAGER) == everything
    assert titles(region, FG) == everything
    assert titles(region, MELDPUNT) == everything[:1]
    assert titles(region, LINDA) == []
    assert titles(region, STEERING) == []


def test_everyone_finds_the_parties_and_until_when_the_agreement_is_in_force(region: Region) -> None:
    shown = region.act(show_registers, region.person(FATMA))
    assert ("Woningcorporatie", "Trivire", ["Irene Smit", "Mark Visser"]) in shown.parties
    assert shown.agreement.until is not None


def test_an_office_finds_its_own_tasks_and_not_those_of_another_in_the_same_house(region: Region) -> None:
    given = region.example("datalek", "ernstig", datalek_ontdekt_op="02-03-2026 08:30")
    region.act(start_case, region.person(LINDA), "datalek", given)
    assert [row.name for row in region.act(show_meetings, region.person(MANAGER)).tasks] == ["Neem het lek op"]
    assert region.act(show_meetings, region.person(STEERING)).tasks == []
    assert [row.name for row in region.act(show_meetings, region.person(FG)).tasks] == ["Weeg het datalek"]
    assert [case.phase for case in region.act(show_meetings, region.person(LINDA)).cases] == ["Datalek"]


def test_the_end_of_the_agreement_is_told_to_each_fg_once_and_stops_nothing(region: Region) -> None:
    with region.runtime.reading() as store:
        assert ended_on(store) is not None
    with region.runtime.transaction() as store:
        assert tell_validity(store) > 0
    with region.runtime.transaction() as store:
        assert tell_validity(store) == 0
    assert region.told(FG) == ["overeenkomst_verlopen"]
    assert region.told(LINDA) == []
    assert region.start()
