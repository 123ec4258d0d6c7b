"""What a version does to running cases, in the browser: taken over and back, a stuck case mended by two, the heat map drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from phu_runtime.records import incidents
from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.pages.test_revision_pages import RENAMED, SHORTER, keep
from tests.region import ACCEPTED, FATMA, MARGRIET, PETRA, RELEASE, SPOKEN

pytestmark = pytest.mark.browser
HANS = "hans.timmermans@adviesgroep.example"


def test_three_cases_go_over_and_one_goes_back(arrive: Callable[..., Person], demo: Demo) -> None:
    cases = [demo.follow(demo.start(), ACCEPTED) for _ in range(3)]
    new = keep(demo, demo.work, "2026-4", RENAMED, published=True)
    petra = arrive(PETRA)
    petra.open(f"/werkproces/versies/{new}/migratie")
    petra.press("Zet 3 casussen die kunnen over")
    expect(petra.page.get_by_text("Klaar: 3 van 3 casussen gedaan")).to_be_visible()
    assert {demo.case(case_id).release_id for case_id in cases} == {new}
    petra.press(f"Zet terug: {demo.case(cases[1]).number}")
    expect(petra.page.get_by_text("Teruggezet", exact=True)).to_be_visible()
    assert [demo.case(case_id).release_id for case_id in cases] == [new, RELEASE, new]
    fatma = arrive(FATMA)
    fatma.open_case(cases[0])
    expect(fatma.page.get_by_text("Zoek de huurder op").first).to_be_visible()


def test_many_cases_go_over_by_themselves_in_portions(arrive: Callable[..., Person], demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phu_runtime.pages.migration.AT_A_TIME", -1.0)
    for _ in range(3):
        demo.start()
    new = keep(demo, demo.work, "2026-4", RENAMED, published=True)
    petra = arrive(PETRA)
    petra.page.goto(f"{demo.address}/werkproces/versies/{new}/migratie")
    petra.page.get_by_role("button", name="Zet 3 casussen die kunnen over").click()
    expect(petra.page.get_by_text("Klaar: 3 van 3 casussen gedaan")).to_be_visible()
    petra.look()


def test_without_javascript_a_button_goes_on(arrive: Callable[..., Person], demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phu_runtime.pages.migration.AT_A_TIME", -1.0)
    for _ in range(2):
        demo.start()
    new = keep(demo, demo.work, "2026-4", RENAMED, published=True)
    petra = arrive(PETRA, script=False)
    petra.open(f"/werkproces/versies/{new}/migratie")
    petra.press("Zet 2 casussen die kunnen over")
    petra.press("Ga door")
    expect(petra.page.get_by_text("Klaar: 2 van 2 casussen gedaan")).to_be_visible()


def test_two_people_mend_a_stuck_case(arrive: Callable[..., Person], demo: Demo) -> None:
    case_id = demo.follow(demo.start(), SPOKEN)
    with demo.runtime.transaction() as store:
        incidents.report_incident(
            store.session, case_id=case_id, element="bepaal_sociale_dienst", name="Bepaal inzet", reason="Geen uitkomst.", at=store.now
        )
    petra, hans = arrive(PETRA), arrive(HANS)
    petra.open("/storingen")
    petra.follow("Herstel")
    petra.follow("Stap verplaatsen")
    petra.page.get_by_label("Waar gaat het werk verder?").select_option(label="Zoek contact met de huurder")
    petra.page.get_by_label("Waarom is dit nodig?").fill("De huurder bleek toch niet bereikt.")
    petra.press("Stel dit voor")
    expect(petra.page.get_by_text("Wacht op een tweede persoon")).to_be_visible()
    hans.open("/storingen")
    hans.follow("Herstel")
    expect(hans.page.get_by_text("verplaatsen naar 'Zoek contact met de huurder'")).to_be_visible()
    hans.press("Voer dit uit")
    expect(hans.page.get_by_text("Stap verplaatst. Probeer de stap nu opnieuw.")).to_be_visible()
    assert [task.element for task in demo.open_tasks(case_id).values()] == ["zoek_contact"]
    fatma = arrive(FATMA)
    fatma.open_case(case_id)
    expect(fatma.page.get_by_text("Stap verplaatst")).to_be_visible()


def test_the_heat_map_is_drawn_with_colours_and_counts(arrive: Callable[..., Person], demo: Demo) -> None:
    for _ in range(5):
        demo.follow(demo.start(), SPOKEN)
    demo.follow(demo.start(), ACCEPTED)
    margriet = arrive(MARGRIET)
    margriet.open("/overleg")
    margriet.follow("Warmtekaart")
    margriet.page.get_by_label("Tekening", exact=True).select_option(label="Eerste beoordeling")
    margriet.press("Toon")
    expect(margriet.page.locator(".phu-tekening__teller")).to_have_text(["6", "6", "5", "5"])
    expect(margriet.page.locator("[data-element-id='zoek_contact'].phu-warmte-5")).to_be_visible()
    margriet.axe.finds_nothing(margriet.page, drawing=True)


def test_a_difference_is_drawn_on_both_drawings_and_the_effect_is_counted(arrive: Callable[..., Person], demo: Demo) -> None:
    for _ in range(5):
        demo.follow(demo.start(), ACCEPTED)
    draft = keep(demo, demo.work, "2026-4", RENAMED, SHORTER)
    petra = arrive(PETRA, size=(390, 844))
    petra.open(f"/werkproces/versies/{draft}/verschil")
    expect(petra.page.locator("[data-element-id='zoek_contact'].phu-gewijzigd")).to_have_count(2)
    petra.open(f"/werkproces/versies/{draft}/effect")
    petra.press("Bereken het effect")
    expect(petra.page.get_by_role("heading", name="Eerdere besluiten")).to_be_visible()
