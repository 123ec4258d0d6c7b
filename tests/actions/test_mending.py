# ruff: noqa: E501 (sentences)
"""A stuck case is mended by two: one proposes, another carries it out, and its timeline says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from phu_runtime.actions.confirm_repair import confirm_repair
from phu_runtime.actions.propose_repair import propose_repair
from phu_runtime.actions.show_case import show_case
from phu_runtime.actions.show_incidents import show_incidents
from phu_runtime.actions.show_repair import show_repair
from phu_runtime.errors import FormInvalid, NotFound, NotYours
from phu_runtime.records import accounts, incidents, releases
from phu_runtime.records.tables.releases import Release
from phu_runtime.shapes import Actor
from phu_runtime.workprocess import WorkProcess
from tests.region import FATMA, LONG_AGO, PETRA, RELEASE, SPOKEN, Region

HANS = "hans.timmermans@adviesgroep.example"
REASON = "De tabel gaf geen uitkomst voor deze gegevens."


@pytest.fixture
def stuck(region: Region) -> tuple[str, str]:
    """A case with an open incident: (case, incident)."""
    case_id = region.follow(region.start(), SPOKEN)
    with region.runtime.transaction() as store:
        found = incidents.report_incident(
            store.session, case_id=case_id, element="bepaal_sociale_dienst", name="Bepaal inzet sociale dienst", reason="x", at=store.now
        )
        return case_id, found.id


def second(region: Region) -> Actor:
    """Another member of the adviesgroep."""
    petra = region.person(PETRA)
    with region.runtime.transaction() as store:
        user = accounts.add_user(
            store.session, organisation_id=petra.organisation_id, name="Tweede Lid", email="tweede@adviesgroep.example",
            password_hash="!", created=store.now, roles=("adviesgroep",),
        )  # fmt: skip
        return replace(petra, user_id=user.id, name=user.name, roles=frozenset({"adviesgroep"}))


def propose(region: Region, incident_id: str, **repair: Any) -> None:
    region.act(propose_repair, region.person(PETRA), incident_id, repair, REASON)


def test_who_proposes_cannot_carry_it_out_and_another_can(region: Region, stuck: tuple[str, str]) -> None:
    case_id, incident_id = stuck
    propose(region, incident_id, soort="variabele", gegeven="schulden", waarde=True)
    with pytest.raises(NotYours, match="zelf voorgesteld"):
        region.act(confirm_repair, region.person(PETRA), incident_id)
    with pytest.raises(NotYours):
        region.act(confirm_repair, region.person(FATMA), incident_id)
    region.clock.move(minutes=1)
    done = region.act(confirm_repair, second(region), incident_id)
    assert "Gegeven hersteld" in done.sentence
    assert region.known(case_id)["schulden"] is True
    line = region.act(show_case, region.person(FATMA), case_id).timeline[0]
    assert line.title == "Gegeven hersteld"
    assert len(region.act(show_incidents, region.person(PETRA))) == 1
    with pytest.raises(NotFound, match="nog niets voorgesteld"):
        region.act(confirm_repair, region.person(PETRA), incident_id)


def test_a_token_moves_to_another_task_and_keeps_its_id(region: Region, stuck: tuple[str, str]) -> None:
    case_id, incident_id = stuck
    shown = region.act(show_repair, region.person(PETRA), incident_id)
    (here,) = [element for element, _ in shown.open_tasks]
    task = region.open_tasks(case_id)["eerste_beoordeling"]
    assert here == task.element
    assert "zoek_contact" in dict(shown.places)
    propose(region, incident_id, soort="plaats", van=here, naar="zoek_contact")
    told = region.act(show_repair, region.person(PETRA), incident_id)
    assert (told.proposal, told.reason, told.own) == (
        "De stap 'Beoordeel de situatie' verplaatsen naar 'Zoek contact met de huurder'.",
        REASON,
        True,
    )
    region.act(confirm_repair, second(region), incident_id)
    assert {row.element: row.id for row in region.open_tasks(case_id).values()} == {"zoek_contact": task.id}


def test_closing_closes_the_incident(region: Region, stuck: tuple[str, str]) -> None:
    case_id, incident_id = stuck
    propose(region, incident_id, soort="sluiten")
    assert region.act(confirm_repair, second(region), incident_id).sentence == "De storing is gesloten."
    assert region.act(show_incidents, region.person(PETRA)) == []


@pytest.mark.parametrize(
    ("repair", "reason"),
    [
        ({"soort": "toveren"}, "Kies wat er moet gebeuren"),
        ({"soort": "variabele", "gegeven": "achternaam", "waarde": "x"}, "geen gegeven dat u kunt herstellen"),
        ({"soort": "variabele", "gegeven": "schulden", "waarde": "ja"}, "is ja of nee"),
        ({"soort": "variabele", "gegeven": "kinderen", "waarde": "misschien"}, "uit: "),
        ({"soort": "plaats", "van": "weg", "naar": "besluit"}, "die nu open staat"),
        ({"soort": "variabele", "gegeven": "maanden_achterstand", "waarde": "veel"}, "is een getal"),
        ({"soort": "versie"}, "Kies een versie"),
        ({"soort": "versie", "versie": RELEASE}, "loopt al op deze versie"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anyone_agrees(
    region: Region, stuck: tuple[str, str], repair: dict[str, Any], reason: str
) -> None:
    with pytest.raises(FormInvalid) as refused:
        region.act(propose_repair, region.person(PETRA), stuck[1], repair, REASON)
    assert reason in refused.value.problems[""]


def test_a_proposal_needs_a_reason_and_a_process_owner(region: Region, stuck: tuple[str, str]) -> None:
    with pytest.raises(FormInvalid):
        region.act(propose_repair, region.person(PETRA), stuck[1], {"soort": "sluiten"}, "zo")
    with pytest.raises(NotYours):
        region.act(propose_repair, region.person(FATMA), stuck[1], {"soort": "sluiten"}, REASON)


def test_a_stuck_case_goes_to_a_mended_release_and_its_timeline_says_so(
    region: Region, shipped: WorkProcess, stuck: tuple[str, str]
) -> None:
    case_id, incident_id = stuck
    path = "bpmn/eerste_beoordeling.bpmn"
    renamed = shipped.files[path].replace(b'name="Beoordeel de situatie"', b'name="Beoordeel"')
    with region.runtime.transaction() as store:
        for name, files in (("hersteld", {**shipped.files, path: renamed}), ("nog niet", dict(shipped.files))):
            row = Release(id=name, name=name, digest=name, status="draft", created=LONG_AGO)
            releases.add_release(store.session, row, files)
        releases.publish(store.session, releases.get_release(store.session, "hersteld"), valid_from=store.now, at=store.now)
    with pytest.raises(FormInvalid) as refused:
        propose(region, incident_id, soort="versie", versie="nog niet")
    assert "nog een concept" in refused.value.problems[""]
    assert [(key, why) for key, _, why in region.act(show_repair, region.person(PETRA), incident_id).releases] == [("hersteld", "")]
    propose(region, incident_id, soort="versie", versie="hersteld")
    assert region.act(show_repair, second(region), incident_id).proposal == "De casus overzetten naar versie 'hersteld'."
    region.clock.move(minutes=1)
    region.act(confirm_repair, region.person(HANS), incident_id)
    assert region.case(case_id).release_id == "hersteld"
    assert region.open_tasks(case_id)["eerste_beoordeling"].name == "Beoordeel"
    assert region.act(show_case, region.person(FATMA), case_id).timeline[0].title.startswith("Casus overgezet")
