"""The pages of versions: what was typed stays, all problems stand by their file, a wrong zip changes nothing, and the whole check
tells how far it is."""

from __future__ import annotations

import io
import zipfile

import pytest

from phu_runtime.actions.export_release import export_release
from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.gatekeeper import Gatekeeper
from phu_runtime.records import releases
from tests.gating import check_whole
from tests.pages.rules import broken_rules
from tests.region import LINDA, PETRA, RELEASE

HANS, SASKIA = "hans.timmermans@adviesgroep.example", "saskia.vanleeuwen@adviesgroep.example"
TERMS = "dmn/termijnen.dmn"
VERSIONS = "/werkproces/versies"


@pytest.fixture
def petra(site):
    return site.visitor(PETRA)


@pytest.fixture
def draft(region):
    return region.act(start_draft, region.person(PETRA), "2026.4", "Een korter advies")


def change(region, draft, old=b"<text>3</text>", new=b"<text>2</text>"):
    who = region.person(PETRA)
    now = region.act(show_draft_file, who, draft, TERMS)
    region.act(save_draft_file, who, draft, TERMS, now.content.replace(old, new, 1), now.digest)


def send_zip(visitor, content, name="werkproces.zip", **more):
    visitor.get(f"{VERSIONS}/inlezen")
    return visitor.post(f"{VERSIONS}/inlezen", {"zip": (io.BytesIO(content), name), **more})


def zipped(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return written.getvalue()


def test_every_page_of_a_version_keeps_the_rules(petra, region, draft):
    change(region, draft, new=b"<text>3 +</text>")
    here = f"{VERSIONS}/{draft}"
    petra.get(here)
    petra.post(f"{here}/controle", {})
    petra.post(f"{here}/controle/volledig", {})
    for path in (VERSIONS, f"{VERSIONS}/inlezen", f"{VERSIONS}/geschiedenis", here, f"{here}/controle", f"{VERSIONS}/{RELEASE}"):
        page = petra.get(path)
        assert page.status == 200, path
        assert broken_rules(page) == [], path


def test_a_draft_that_cannot_begin_keeps_what_was_typed(petra):
    petra.get(VERSIONS)
    page = petra.post(VERSIONS, {"name": " ", "note": "Het advies komt te laat."})
    assert page.status == 422
    assert page.one('//textarea[@id="note"]').text == "Het advies komt te laat."
    assert "Geef het concept een naam" in page.text


def test_going_back_without_a_reason_keeps_the_page(petra, region, draft):
    change(region, draft)
    check_whole(region, draft)
    for email in (HANS, SASKIA):
        visitor = petra.site.visitor(email)
        visitor.get(f"{VERSIONS}/{draft}")
        assert visitor.post(f"{VERSIONS}/{draft}/akkoord", {"seen": digest(region, draft)}).status == 200
    petra.get(f"{VERSIONS}/{draft}")
    page = petra.post(f"{VERSIONS}/{draft}/publiceren", {"valid_from": "2020-01-01", "change_note": "Sneller."})
    assert page.status == 422
    assert page.one('//textarea[@id="change_note"]').text == "Sneller."
    page = petra.post(f"{VERSIONS}/{draft}/publiceren", {"change_note": ""})
    assert "2026.4 is gepubliceerd" in page.text
    assert "van 3 naar 2" in page.text
    page = petra.post(f"{VERSIONS}/{draft}/intrekken", {"reason": " "})
    assert page.status == 422
    assert "Schrijf in enkele zinnen" in page.text
    page = petra.post(f"{VERSIONS}/{draft}/intrekken", {"reason": "Te kort."})
    assert f"beginnen weer op {RELEASE}" in page.text
    page = petra.post(VERSIONS, {"name": "2026.5", "note": "Toch weer korter.", "copy_of": draft})
    assert page.one("//h1").text == "Versie 2026.5"


def digest(region, draft):
    with region.runtime.reading() as store:
        return releases.get_release(store.session, draft).digest


def test_all_problems_stand_by_their_file_with_a_way_to_each(petra, region, draft):
    change(region, draft, new=b"<text>3 +</text>")
    here = f"{VERSIONS}/{draft}/controle"
    assert "nog niet gecontroleerd" in petra.get(here).text
    page = petra.post(here, {})
    assert "Tabel" in page.text or "Beslissing" in page.text
    links = [link.get("href") for link in page.all(f'//a[contains(@href, "/bestanden/{TERMS}")]')]
    assert links
    assert all("onderdeel=" in link for link in links)
    petra.site.region.runtime.gate._found.clear()
    assert petra.get(here).all(f'//a[contains(@href, "/bestanden/{TERMS}")]'), "kept where another process finds it"


def test_the_whole_check_tells_how_far_it_is_and_what_came_out(petra, region, draft):
    change(region, draft)
    here = f"{VERSIONS}/{draft}/controle"
    petra.get(here)
    page = petra.post(f"{here}/volledig", {})
    assert "aan de beurt" in page.text
    assert page.all('//noscript/meta[@http-equiv="refresh"]')
    assert "liep al" in petra.post(f"{here}/volledig", {}).text
    seen = []

    def play(_files, tell):
        tell(1, 4)
        seen.append(petra.get(f"{here}/voortgang", htmx=True))
        return []

    assert Gatekeeper(region.runtime, play).run_next()
    assert "1 van 4" in seen[0].html
    assert "47" in seen[0].one("//progress").get("value")
    ready = petra.get(f"{here}/voortgang", htmx=True)
    assert ready.headers["HX-Refresh"] == "true"
    assert "Geen problemen" in petra.get(here).text


def test_a_zip_goes_out_and_comes_in_as_a_draft(petra, region, draft):
    change(region, draft)
    _, content = region.act(export_release, region.person(PETRA), draft)
    page = send_zip(petra, content, name="2026.4.zip")
    assert "ingelezen als concept" in page.text
    assert page.path != f"{VERSIONS}/{draft}"


def test_a_zip_edited_elsewhere_comes_in_when_the_reader_says_so(petra, region, draft):
    _, content = region.act(export_release, region.person(PETRA), draft)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    edited = zipped({**files, TERMS: files[TERMS].replace(b"<text>3</text>", b"<text>2</text>", 1)})
    assert "Zeg dat dan bij het inlezen" in send_zip(petra, edited).text
    page = send_zip(petra, edited, changed="ja")
    assert "ingelezen als concept" in page.text
    assert "van 3 naar 2" in page.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"geen zip", "geen zip-bestand"),
        (zipped({}), "staat geen werkproces"),
        (zipped({"../x.bpmn": b"<a/>"}), "Zo heet geen bestand"),
        (zipped({"bpmn/x.bpmn": b"<!DOCTYPE a><a/>"}), "DOCTYPE"),
        (zipped({"bpmn/x.bpmn": b"<a>" * 100_000}), "bpmn/x.bpmn"),
        (zipped({"bpmn/x.bpmn": b"\0" * 3_000_000}), "te groot"),
        (zipped({"bpmn/x.bpmn": b"<a/>", "manifest.json": b"{"}), "manifest.json"),
        (zipped({"bpmn/x.bpmn": b"<a/>", "manifest.json": b'{"digest": "0"}'}), "veranderd"),
    ],
)
def test_a_wrong_zip_is_refused_in_a_sentence_and_keeps_what_was_typed(petra, content, sentence):
    page = send_zip(petra, content, note="Uit de Modeler.")
    assert page.status == 422
    assert sentence in page.text
    assert "Er is niets ingelezen" in page.text
    assert page.one('//textarea[@id="note"]').text == "Uit de Modeler."


def test_what_is_far_too_large_is_refused_before_it_is_read(petra, region, draft):
    page = send_zip(petra, b"0" * 100_000_000)
    assert page.status == 413
    assert "ten hoogste ongeveer 21 MB" in page.text
    saved = petra.client.put(f"{VERSIONS}/{draft}/bestanden/{TERMS}", data=b"0" * 100_000_000, base_url="https://phu.example")
    assert saved.status_code == 413


def test_without_a_file_nothing_is_read_in(petra):
    petra.get(f"{VERSIONS}/inlezen")
    assert "Kies eerst een zip" in petra.post(f"{VERSIONS}/inlezen", {}).text


def test_a_reader_sees_what_was_published_and_no_draft(site, region, draft):
    linda = site.visitor(LINDA)
    page = linda.get(f"{VERSIONS}/{RELEASE}")
    assert page.status == 200
    assert not page.all("//form[not(contains(@action, 'uitloggen') or contains(@action, 'klok'))]")
    assert linda.get(f"{VERSIONS}/{draft}").status == 403
    assert linda.get(f"{VERSIONS}/geschiedenis").status == 403


def test_a_version_that_came_with_the_system_claims_no_approval(petra):
    page = petra.get(f"{VERSIONS}/{RELEASE}")
    assert "Meegeleverd met het systeem" in page.text
    assert "Dit is de eerste versie" in page.text
    assert "Akkoord gegeven" not in page.text


def test_who_must_agree_is_asked_by_a_message(petra, region, draft):
    change(region, draft)
    here = f"{VERSIONS}/{draft}"
    petra.get(here)
    assert petra.post(f"{here}/akkoord-vragen", {}).status == 409
    petra.post(f"{here}/controle", {})
    page = petra.post(f"{here}/akkoord-vragen", {})
    assert "Hans Timmermans" in page.text
    assert "akkoord_gevraagd" in region.told(HANS)
    assert petra.post(f"{here}/akkoord-vragen", {}).status == 409
