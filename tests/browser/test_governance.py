"""Processes without a tenant, clicked through by the offices that carry them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

import pytest

from phu_runtime.actions.start_case import start_case
from phu_runtime.calendar import local_date
from phu_runtime.rehearsal import Scenario, read_scenarios
from phu_runtime.rehearsal.scenario import Step
from phu_runtime.rehearsal.spoken import later, raw_answers
from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import FATMA, LINDA, MARGRIET, RUBEN, SHIPPED, SPOKEN

pytestmark = pytest.mark.browser

START = "Casus starten"
FG = "irene.smit@trivire.example"
MANAGER = "erik.postma@regiegroep.example"
ADVICE = "hans.timmermans@adviesgroep.example"
OFFICES = {
    "partij": LINDA, "fg": FG, "manager": MANAGER, "adviesgroep": ADVICE, "regiegroep": MARGRIET,
    "procesregisseur": "yvonne.huisman@regiegroep.example",
}  # fmt: skip
CARRIED = (
    "jaar_van_de_adviesgroep",
    "verstrekking_publicatie",
    "verzoek_zelf",
    "wijziging_afgewezen",
    "wijziging_gegevens",
    "wijziging_termijn",
)


def test_a_dispute_goes_from_the_corporation_to_the_adviesgroep_and_ends(arrive: Callable[..., Person], demo: Demo) -> None:
    linda = arrive(LINDA)
    linda.open("/overleg")
    linda.go_by(linda.page.get_by_role("link", name="Geschil melden"))
    linda.fill("geschil", {"geschil_onderwerp": "termijnen", "geschil_met": ["sociaal_team"], "toelichting_geschil": "Bel 06 12345678."})
    linda.press(START, linda.form, refused=422)
    linda.fill("geschil", {"toelichting_geschil": "Het antwoord komt vaak te laat."})
    linda.send(START)
    assert "Casus PHU-" in linda.page.locator("h1").inner_text()
    hans = arrive(ADVICE)
    hans.open("/overleg")
    hans.follow("Bespreek het geschil")
    hans.fill("geschil_advies", {"geschil_uitkomst": "opgelost"})
    hans.send()
    hans.open("/overleg")
    assert "Geschil opgelost" in hans.page.locator("main").inner_text()


def test_a_breach_is_done_by_fg_and_manager_and_stands_in_the_register(arrive: Callable[..., Person], demo: Demo) -> None:
    given = demo.example("datalek", "versleuteld", datalek_ontdekt_op="02-03-2026 08:30")
    demo.act(start_case, demo.person(LINDA), "datalek", given)
    irene = arrive(FG)
    irene.open("/overleg")
    irene.follow("Weeg het datalek")
    weighed = {"ap_melden": "nee", "betrokkene_melden": "nee", "partijen_melden": "nee", "weging_reden": "volgens_voorstel"}
    irene.fill("datalek_weging", weighed)
    irene.send()
    erik = arrive(MANAGER)
    erik.open("/overleg")
    erik.follow("Neem het lek op")
    erik.fill("datalek_register", {"datalek_vastgelegd_op": "2026-03-02"})
    erik.send()
    erik.open("/overleg/registers")
    assert "ernst laag" in erik.page.locator("main").inner_text()


@pytest.mark.parametrize("key", CARRIED)
def test_each_office_does_its_tasks_in_the_browser_as_the_scenario_says(arrive: Callable[..., Person], demo: Demo, key: str) -> None:
    scenario = _scenario(key)
    people: dict[str, Person] = {}
    starter = OFFICES[scenario.role or "partij"]
    given = raw_answers(scenario.answers, demo.clock.now)
    case_id = demo.act(start_case, demo.person(starter), scenario.form, given).case_id
    for step in _of_this_case(scenario):
        if step.kind == "klok":
            _wait(demo, step.what)
            continue
        assert step.kind == "doet", step
        person = people.get(step.role) or people.setdefault(step.role, arrive(OFFICES[step.role]))
        task = next(row for row in demo.open_tasks(case_id).values() if step.what in (row.form, row.element))
        person.open("/overleg")
        person.go_by(person.page.locator(f"a[href='/taken/{task.id}']"))
        person.fill(task.form, raw_answers(step.answers, demo.clock.now))
        person.send()
    assert demo.case(case_id).status == "gesloten"
    assert demo.case(case_id).outcome == [step.then["einde"] for step in _of_this_case(scenario) if "einde" in step.then][-1]


def test_the_corporation_decides_in_the_browser_that_a_closed_case_may_go(arrive: Callable[..., Person], demo: Demo) -> None:
    closed = demo.start(reason="hoort bij vroegsignalering")
    assert demo.case(closed).status == "gesloten"
    _wait(demo, "+345 dagen")
    linda = arrive(LINDA)
    linda.open("/overleg")
    linda.go_by(linda.page.locator("main table a[href^='/taken/']"))
    linda.fill("vernietiging_besluit", {"vernietiging_besluit": "nu"})
    linda.send()
    linda.open("/overleg")
    assert "Vernietigd" in linda.page.locator("main").inner_text()


def _of_this_case(scenario: Scenario) -> list[Step]:
    """The steps before the scenario goes on in a case that came of this one."""
    return list(takewhile(lambda step: step.kind != "volgt", scenario.steps))


def _scenario(key: str) -> Scenario:
    files = {name: (SHIPPED / "scenarios" / name).read_bytes() for name in (f"{key}.yaml", "voorbeelden.yaml")}
    [scenario] = read_scenarios(files)
    return scenario


def _wait(demo: Demo, text: str) -> None:
    """As long as the scenario waits, with the clock doing what is due each week."""
    until = later(demo.clock.now, text)
    assert until is not None
    while local_date(demo.clock.now) < local_date(until):
        demo.clock.move(days=min(7, (local_date(until) - local_date(demo.clock.now)).days))
        demo.tick()


def test_the_social_service_starts_and_stops_paying_the_rent_on_in_the_browser(arrive: Callable[..., Person], demo: Demo) -> None:
    course = (*SPOKEN, (FATMA, "eerste_beoordeling", "schulden"), (FATMA, "inzet_sociale_dienst", "schuldhulp"))
    case_id = demo.follow(demo.start(), (*course, (RUBEN, "eerste_gesprek", "met doorbetaling")))
    ruben = arrive(RUBEN)
    ruben.do(case_id, "doorbetaling", "start")
    ruben.do(case_id, "doorbetaling", "stop")
    assert demo.told(LINDA)[-1] == "doorbetaling_gestopt"
