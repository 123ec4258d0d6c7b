"""The adviesgroep revises the work process without code, from a shorter term to running cases on the new version and back.

Once with the mouse and once by keyboard alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from playwright.sync_api import expect

from phu_runtime.actions.approve_release import approve_release
from phu_runtime.actions.show_release import show_release
from phu_runtime.actions.start_case import start_case
from phu_runtime.errors import Finding
from phu_runtime.gatekeeper import Gatekeeper
from phu_runtime.records import accounts
from tests.browser.demo_site import Demo
from tests.browser.hands import Keyboard, Mouse
from tests.browser.person import Person
from tests.region import IRENE, LINDA, MARK, PETRA

pytestmark = pytest.mark.browser
HANS, SASKIA = "hans.timmermans@adviesgroep.example", "saskia.vanleeuwen@adviesgroep.example"
NAME = "2026.4"
TASK = "Vraag de FG om advies"
ASKED = ("    dan:\n      einde", "  - doet: {rol: manager, taak: advies_fg}\n    dan:\n      einde")
SCENARIOS = {
    "verstrekking_geweigerd": ASKED,
    "verstrekking_publicatie": ASKED,
    "meldpunt_te_laat": ("ondersteuning: 2026-03-13", "ondersteuning: 2026-03-12"),
}


@pytest.mark.parametrize("hands", [Mouse, Keyboard])
def test_the_work_process_is_revised_from_a_term_to_running_cases_and_back(
    arrive: Callable[..., Person], demo: Demo, hands: type[Mouse]
) -> None:
    running = disclosure(demo)
    owner = hands(arrive(PETRA))
    draft = begin(owner)
    shorten_a_term_and_add_a_row(owner, draft)
    ask_what_is_not_on_the_list(owner, draft)
    add_a_form(owner, draft)
    add_a_task(owner, draft)
    let_the_scenarios_do_it(owner, draft)
    rehearse(owner, draft)
    see_the_effect(owner, draft)
    check_the_whole(owner, demo, draft)
    have_it_approved(owner, arrive, demo, draft, hands)
    publish(owner, draft)
    assert TASK not in open_steps(demo, running)
    migrate(owner, draft)
    assert demo.case(running).release_id == draft.rsplit("/", 1)[1]
    roll_back(owner, draft)


def disclosure(demo: Demo) -> str:
    """A running case: the Manager still has to record what Trivire will disclose."""
    given = demo.example("verstrekking", "publicatie")
    return str(demo.act(start_case, demo.person(LINDA), "verstrekking", given).case_id)


def open_steps(demo: Demo, case_id: str) -> list[str]:
    return [row.name for row in demo.open_tasks(case_id).values()]


def begin(owner: Mouse) -> str:
    """A concept; its address."""
    owner.person.open("/werkproces/versies")
    owner.write(owner.page.get_by_label("Naam"), NAME)
    owner.write(owner.page.get_by_label("Wat wilt u veranderen en waarom?"), "Sneller steun, en de FG vooraf om advies.")
    owner.press("Begin een concept")
    return owner.page.url.removeprefix(owner.person.demo.address)


def shorten_a_term_and_add_a_row(owner: Mouse, draft: str) -> None:
    """Support by the Meldpunt within 4 days instead of 5; in Zwijndrecht advice within 2."""
    page = owner.page
    owner.person.open(f"{draft}/bestanden/dmn/termijnen.dmn")
    owner.write(page.get_by_label("Regel 5, dan Aantal", exact=True), "4")
    owner.press("Bewaren: Termijnen")
    expect(page.get_by_text("De tabel is bewaard.")).to_be_visible()
    owner.take(page.locator("#rij-termijnen-3 summary"))
    owner.press("Kopie eronder (regel 4)")
    owner.write(page.get_by_label("Regel 4, als Gemeente", exact=True), '"Zwijndrecht"')
    owner.write(page.get_by_label("Regel 4, dan Aantal", exact=True), "2")
    owner.press("Bewaren: Termijnen")
    expect(page.get_by_text("De tabel is bewaard.")).to_be_visible()


def ask_what_is_not_on_the_list(owner: Mouse, draft: str) -> None:
    """Refused, with the article."""
    owner.person.open(f"{draft}/formulier/woningcorporatie/melding")
    field = owner.page.get_by_label("Gegeven uit de gegevenslijst")
    owner.pick(field, option_of(field, "Leeftijd van"))
    owner.press("Veld toevoegen", refused=422)
    expect(owner.page.get_by_role("alert")).to_contain_text("(PP-B3)")


def option_of(select: object, words: str) -> str:
    texts = select.locator("option").all_text_contents()  # type: ignore[attr-defined]
    return next(str(text).strip() for text in texts if words in text)


def add_a_form(owner: Mouse, draft: str) -> None:
    """For the Manager, with one question."""
    page = owner.page
    owner.person.open(f"{draft}/bestanden")
    owner.pick(page.get_by_label("Wat wilt u toevoegen?"), "Een formulier")
    owner.write(page.get_by_label("Naam in gewone woorden"), "Advies van de FG")
    owner.write(page.get_by_label("Naam van het bestand"), "advies_fg")
    owner.pick(page.get_by_label("Wie vult het in? (alleen bij een formulier)"), "Manager")
    owner.press("Toevoegen")
    page.goto(f"{owner.person.demo.address}{draft}/formulier/manager/advies_fg")
    field = page.get_by_label("Gegeven uit de gegevenslijst")
    owner.pick(field, option_of(field, "Toelichting"))
    owner.press("Veld toevoegen")
    expect(page.get_by_text("Het veld staat op het formulier.")).to_be_visible()


def add_a_task(owner: Mouse, draft: str) -> None:
    """Before the Manager records the disclosure, the FG is asked."""
    page = owner.page
    owner.person.open(f"{draft}/tekening/verstrekking?onderdeel=leg_vast")
    owner.take(page.get_by_text("Een taak hierna toevoegen"))
    form = page.locator("#gekozen details[open] form")
    owner.write(form.get_by_label("Naam van de taak"), TASK)
    owner.pick(form.get_by_label("Formulier"), option_of(form.get_by_label("Formulier"), "Advies van de FG"))
    owner.press("Voeg de taak toe")
    expect(page.locator("#gekozen-kop")).to_have_text(TASK)
    expect(page.locator("[data-editor] [data-element-id=vraag_de_fg_om_advies]").first).to_be_visible()


def let_the_scenarios_do_it(owner: Mouse, draft: str) -> None:
    """What was agreed changes, so the example cases change with it."""
    for name, (before, after) in SCENARIOS.items():
        owner.person.open(f"{draft}/bestanden/scenarios/{name}.yaml")
        area = owner.page.get_by_label(f"Tekst van {name}.yaml")
        text = area.input_value()
        assert before in text
        owner.write(area, text.replace(before, after))
        owner.press("Bewaren")


def rehearse(owner: Mouse, draft: str) -> None:
    """An invented disclosure, as the one who asks and as the Manager."""
    owner.person.open(f"{draft}/proef/begin?formulier=verstrekking&organisatie=Trivire&gemeente=Dordrecht&voorbeeld=publicatie")
    owner.press("Proef beginnen")
    owner.follow("Leg de verstrekking vast", owner.page.locator("main table"))
    owner.choose(owner.page.get_by_role("group", name="Mag deze verstrekking?"), "Ja")
    written = owner.page.get_by_role("group", name="Schriftelijk vastgelegd op")
    for name, text in (("Dag", "2"), ("Maand", "3"), ("Jaar", "2026")):
        owner.write(written.get_by_label(name, exact=True), text)
    owner.press("Afronden en versturen")
    expect(owner.page.locator("main table").get_by_role("link", name=TASK)).to_be_visible()


def see_the_effect(owner: Mouse, draft: str) -> None:
    """Counts only."""
    owner.person.open(f"{draft}/effect")
    owner.press("Bereken het effect")
    expect(owner.page.get_by_role("heading", name="Eerdere besluiten")).to_be_visible()


def check_the_whole(owner: Mouse, demo: Demo, draft: str) -> None:
    """Everything, scenarios included when the mouse is used: they take half a minute."""
    owner.person.open(f"{draft}/controle")
    owner.press("Volledige controle voor publicatie")
    assert (Gatekeeper(demo.runtime, unplayed) if isinstance(owner, Keyboard) else Gatekeeper(demo.runtime)).run_next()
    owner.person.open(f"{draft}/controle")
    expect(owner.page.get_by_text("Deze versie kan worden gepubliceerd zodra iedereen akkoord is.")).to_be_visible()


def unplayed(_files: Mapping[str, bytes], _tell: Callable[[int, int], None]) -> Sequence[Finding]:
    """The mouse's journey plays the scenarios; they don't know what a keyboard is."""
    return []


def have_it_approved(owner: Mouse, arrive: Callable[..., Person], demo: Demo, draft: str, hands: type[Mouse]) -> None:
    """By two of the adviesgroep at their own browsers, and by one of each party, since a form is theirs too (PP 14.1)."""
    owner.person.open(draft)
    owner.press("Vraag om akkoord")
    for email in (HANS, SASKIA):
        reader = hands(arrive(email))
        reader.person.open(draft)
        reader.press("Akkoord geven")
    release_id = draft.rsplit("/", 1)[1]
    for email in (MARK, IRENE, *coordinators(demo)):
        seen = demo.act(show_release, demo.person(email), release_id)
        if seen.approve_as:
            demo.act(approve_release, demo.person(email), release_id, seen.line.digest)
    owner.person.open(draft)


def coordinators(demo: Demo) -> list[str]:
    with demo.runtime.reading() as store:
        people = accounts.users(store.session, only_active=True)
    return [user.email for user, place, roles in people if "coordinator" in roles and place.party != "woningcorporatie"]


def publish(owner: Mouse, draft: str) -> None:
    owner.person.open(draft)
    owner.press("Publiceren")
    expect(owner.page.get_by_text(f"{NAME} is gepubliceerd.")).to_be_visible()


def migrate(owner: Mouse, draft: str) -> None:
    """The running disclosure goes over."""
    owner.person.open(f"{draft}/migratie")
    owner.press("Zet 1 casus die kan over")


def roll_back(owner: Mouse, draft: str) -> None:
    """New cases begin on the version of before."""
    owner.person.open(draft)
    owner.write(owner.page.get_by_label("Waarom?").last, "Het advies duurt te lang.")
    owner.press("Versie intrekken")
    expect(owner.page.get_by_text("Nieuwe casussen beginnen weer op")).to_be_visible()
