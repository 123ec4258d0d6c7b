"""A version of the work process in the browser: begun, checked, asked about, agreed with by two others, published, taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import pytest
from playwright.sync_api import expect

from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.errors import Finding
from phu_runtime.gatekeeper import Gatekeeper
from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import PETRA, RELEASE

pytestmark = pytest.mark.browser
HANS, SASKIA = "hans.timmermans@adviesgroep.example", "saskia.vanleeuwen@adviesgroep.example"
TERMS = "dmn/termijnen.dmn"
SHORTER = (b"<text>3</text>", b"<text>2</text>")


def begin(petra: Person) -> str:
    """A concept, by its form; the address of its page."""
    petra.open("/werkproces/versies")
    petra.page.get_by_label("Naam").fill("2026.4")
    petra.page.get_by_label("Wat wilt u veranderen en waarom?").fill("Een korter advies.")
    petra.press("Begin een concept")
    return petra.page.url.removeprefix(petra.demo.address)


def change(demo: Demo, address: str, old: bytes, new: bytes) -> None:
    draft = address.rsplit("/", 1)[1]
    now = demo.act(show_draft_file, demo.person(PETRA), draft, TERMS)
    demo.act(save_draft_file, demo.person(PETRA), draft, TERMS, now.content.replace(old, new, 1), now.digest)


def unplayed(_files: Mapping[str, bytes], _tell: Callable[[int, int], None]) -> Sequence[Finding]:
    return []


def test_a_draft_is_checked_agreed_by_two_others_published_and_taken_back(arrive: Callable[..., Person], demo: Demo) -> None:
    petra = arrive(PETRA)
    path = begin(petra)
    change(demo, path, *SHORTER)
    petra.open(path)
    petra.follow("Controleren")
    petra.press("Controleer nu")
    expect(petra.page.get_by_text("De controle vond geen problemen.")).to_be_visible()
    petra.press("Volledige controle voor publicatie")
    expect(petra.page.get_by_role("progressbar")).to_be_visible()
    assert Gatekeeper(demo.runtime, unplayed).run_next()
    expect(petra.page.get_by_text("Deze versie kan worden gepubliceerd zodra iedereen akkoord is.")).to_be_visible()
    petra.open(path)
    petra.press("Vraag om akkoord")
    expect(petra.page.get_by_text("Om akkoord is gevraagd.")).to_be_visible()
    for email in (HANS, SASKIA):
        reader = arrive(email)
        reader.open("/berichten")
        expect(reader.page.get_by_text("Er staat een nieuwe versie van het werkproces klaar", exact=True)).to_be_visible()
        reader.open(path)
        expect(reader.page.get_by_text("Termijn 'mzo_advies' van 3 naar 2 werkdagen.")).to_be_visible()
        reader.press("Akkoord geven")
    petra.open(path)
    petra.press("Publiceren")
    expect(petra.page.get_by_text("2026.4 is gepubliceerd.")).to_be_visible()
    expect(petra.page.get_by_text("Termijn 'mzo_advies' van 3 naar 2 werkdagen.")).to_be_visible()
    petra.page.get_by_label("Waarom?").fill("Te kort.")
    petra.press("Versie intrekken")
    expect(petra.page.get_by_text(f"Nieuwe casussen beginnen weer op {RELEASE}.")).to_be_visible()
    petra.open("/werkproces/versies/geschiedenis")
    expect(petra.page.get_by_text("Petra Vermeer trok in: Te kort.")).to_be_visible()


def test_every_problem_leads_to_its_file_also_without_script(arrive: Callable[..., Person], demo: Demo) -> None:
    petra = arrive(PETRA, script=False)
    path = begin(petra)
    change(demo, path, SHORTER[0], b"<text>3 +</text>")
    petra.open(f"{path}/controle")
    petra.press("Controleer nu")
    link = petra.page.get_by_role("link", name=re.compile("^Ga naar"))
    expect(link.first).to_be_visible()
    assert f"/bestanden/{TERMS}?onderdeel=" in str(link.first.get_attribute("href"))
    petra.press("Volledige controle voor publicatie")
    assert Gatekeeper(demo.runtime, unplayed).run_next()
    expect(petra.page.get_by_role("progressbar")).to_have_count(0, timeout=15_000)  # the page comes again by itself
    expect(petra.page.get_by_role("heading", level=1)).to_have_text("Controle van 2026.4")


def test_a_version_goes_out_as_a_zip_and_comes_in_as_a_concept(arrive: Callable[..., Person], demo: Demo) -> None:
    petra = arrive(PETRA)
    petra.open(f"/werkproces/versies/{RELEASE}")
    with petra.page.expect_download() as downloaded:
        petra.page.get_by_role("link", name="Download als zip").click()
    zipped = str(downloaded.value.path())
    petra.open("/werkproces/versies")
    petra.follow("Zip inlezen")
    petra.page.get_by_label("Zip-bestand").set_input_files(zipped)
    petra.page.get_by_label("Naam").fill("2026.5")
    petra.page.get_by_label(re.compile("Wat wilt u veranderen")).fill("Uit de oefenomgeving.")
    petra.press("Inlezen als concept")
    expect(petra.page.get_by_role("heading", level=1)).to_have_text("Versie 2026.5")
    expect(petra.page.get_by_text("Er is nog niets veranderd. Open hieronder een bestand")).to_be_visible()
