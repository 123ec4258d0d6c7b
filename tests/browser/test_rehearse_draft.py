"""A process owner tries a draft in the browser: two parties, a term that passes, a scenario in the draft."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.rehearsal import read_scenarios
from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import PETRA

pytestmark = pytest.mark.browser
FILE = "scenarios/team_wacht_te_lang.yaml"


@pytest.fixture
def draft(demo: Demo) -> str:
    return str(demo.act(start_draft, demo.person(PETRA), "2026.4", "Eens kijken hoe het loopt."))


def do(owner: Person, name: str, example: str) -> None:
    """A task from the list, filled in with an example and sent."""
    owner.follow(name, owner.page.locator("main table"))
    owner.follow(example)
    owner.press("Afronden en versturen")


def test_an_owner_rehearses_a_draft_and_records_it(arrive: Callable[..., Person], demo: Demo, draft: str) -> None:
    petra = arrive(PETRA)
    petra.open(f"/werkproces/versies/{draft}/proef")
    petra.page.get_by_label("Op welke dag").fill("2026-03-02")
    petra.press("Naar het eerste formulier")
    petra.follow("recidive")
    petra.press("Proef beginnen")
    expect(petra.page.get_by_text("Uw proef is begonnen.")).to_be_visible()

    do(petra, "Bereid de melding voor", "alleen achterstand")
    do(petra, "Beslis over de casusregie", "team neemt aan")
    do(petra, "Zoek contact met de huurder", "gesproken")
    petra.press("Voorbij de eerste termijn")
    expect(petra.page.locator("main table").get_by_text("te laat")).to_be_visible()
    expect(petra.page.get_by_role("heading", name="Uw stappen (4)")).to_be_visible()

    petra.follow("Meldpunt Zorg en Overlast")
    expect(petra.page.get_by_text("Meldpunt Zorg en Overlast kan nu niets melden.")).to_be_visible()
    petra.page.get_by_label("Wat gebeurt er, in één zin?").fill("Het team begint en wacht dan te lang.")
    petra.page.get_by_label("Naam van het bestand").fill("team_wacht_te_lang")
    petra.press("Opnemen als scenario")
    expect(petra.page.get_by_text("Opgenomen als scenario team_wacht_te_lang.")).to_be_visible()

    file = demo.act(show_draft_file, demo.person(PETRA), draft, FILE)
    [scenario] = read_scenarios({FILE: file.content})
    assert [step.kind for step in scenario.steps] == ["doet", "doet", "doet", "klok"]
    petra.follow("Bekijk het scenario")
    expect(petra.page.get_by_text("Het team begint en wacht dan te lang.")).to_be_visible()


def test_without_script_a_rehearsal_goes_on(arrive: Callable[..., Person], draft: str) -> None:
    petra = arrive(PETRA, script=False, size=(390, 844))
    petra.open(f"/werkproces/versies/{draft}/proef/begin?voorbeeld=recidive&huurder=mevrouw Jansen&gemeente=Dordrecht")
    petra.press("Proef beginnen")
    do(petra, "Bereid de melding voor", "alleen achterstand")
    petra.press("+1 werkdag")
    expect(petra.page.get_by_role("heading", name="Uw stappen (2)")).to_be_visible()
    petra.press("Laatste stap terug")
    expect(petra.page.get_by_role("heading", name="Uw stappen (1)")).to_be_visible()
