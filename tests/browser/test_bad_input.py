"""What is wrong is said at its field and above the form, and nothing that was typed gets lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import ACCEPTED, BAS, ESRA, FATMA, LINDA, SPOKEN

pytestmark = pytest.mark.browser

Arrive = Callable[..., Person]


def test_what_is_missing_or_wrong_is_said_at_its_field_and_the_input_is_kept(arrive: Arrive, demo: Demo) -> None:
    case_id = demo.follow(demo.start(), SPOKEN)
    fatma = arrive(FATMA)
    fatma.open_task(case_id, "eerste_beoordeling")
    answers = demo.example("eerste_beoordeling", "geen bijzonderheden", bsn="123456789", geboortedatum="1971-02-31")
    del answers["antwoord"]
    fatma.fill("eerste_beoordeling", answers)
    fatma.press("Afronden en versturen", fatma.form, refused=422)

    summary = fatma.page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(fatma.page).to_have_title(re.compile("^Fout: "))
    expect(summary.get_by_role("heading")).to_have_text("Er zijn 3 dingen niet goed ingevuld")
    for link, control in zip(summary.get_by_role("link").all(), ("veld-bsn", "veld-geboortedatum-dag", "veld-antwoord-"), strict=True):
        sentence = link.inner_text()
        link.click()
        focused = fatma.page.locator(":focus")
        expect(focused).to_have_id(re.compile(f"^{control}"))
        expect(focused.locator("xpath=ancestor-or-self::*[contains(@class, 'phu-fout-veld')]")).to_contain_text(sentence)
    expect(fatma.form.get_by_label("BSN (niet verplicht)")).to_have_value("123456789")
    born = fatma.form.get_by_role("group", name="Geboortedatum (niet verplicht)")
    expect(born.get_by_label("Dag", exact=True)).to_have_value("31")
    expect(born.get_by_label("Maand", exact=True)).to_have_value(re.compile("^0?2$"))
    expect(fatma.form.get_by_role("group", name="Wonen er kinderen?").get_by_label("Nee", exact=True)).to_be_checked()

    fatma.fill("eerste_beoordeling", {"bsn": "111222333", "geboortedatum": "1971-02-28", "antwoord": "hulp"})
    fatma.send()


def test_a_new_case_without_answers_names_every_question(arrive: Arrive, demo: Demo) -> None:
    linda = arrive(LINDA)
    linda.open("/casussen/nieuw")
    linda.press("Casus starten", linda.form, refused=422)
    summary = linda.page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Kies de gemeente.")
    assert summary.get_by_role("link").count() >= 6


def test_a_task_that_a_colleague_did_meanwhile_says_who_and_when_and_shows_what_was_typed(arrive: Arrive, demo: Demo) -> None:
    case_id = demo.follow(demo.start(), ACCEPTED)
    fatma, bas = arrive(FATMA), arrive(BAS)
    for each in (fatma, bas):
        each.open_task(case_id, "contactpoging")
    bas.fill("contactpoging", demo.example("contactpoging", "gesproken"))
    bas.send()

    fatma.fill("contactpoging", demo.example("contactpoging", "geen reactie op telefoon"))
    fatma.press("Afronden en versturen", fatma.form, refused=409)
    expect(fatma.page.get_by_role("heading", level=1)).to_have_text("Iemand was u voor")
    expect(fatma.page.get_by_role("alert")).to_contain_text(re.compile(r"al afgerond door Bas Hoekstra, op .*2 maart.* 09\.\d\d"))
    kept = fatma.page.get_by_role("region", name="Wat u had ingevuld")
    expect(kept).to_contain_text("02-03-2026")
    expect(kept).to_contain_text(re.compile("[Tt]elefo"))
    fatma.follow("Naar de werklijst")


def test_another_organisations_task_is_refused_and_shows_nothing(arrive: Arrive, demo: Demo) -> None:
    case_id = demo.follow(demo.start(), ACCEPTED)
    task = demo.task(case_id, "contactpoging", FATMA)
    esra = arrive(ESRA)
    esra.open(f"/taken/{task.id}", refused=403)
    expect(esra.page.get_by_role("heading", level=1)).to_have_text("Dit mag u niet bekijken")
    expect(esra.page.locator("body")).not_to_contain_text(demo.case(case_id).number)
    esra.follow("Naar de beginpagina")


def test_an_address_that_does_not_exist_leads_back(arrive: Arrive, demo: Demo) -> None:
    linda = arrive(LINDA)
    linda.open("/taken/0123456789abcdef0123456789abcdef", refused=404)
    linda.open("/bestaat-niet", refused=404)
    linda.follow("Naar de beginpagina")
    expect(linda.page.get_by_role("heading", level=1)).to_have_text("Werklijst")
