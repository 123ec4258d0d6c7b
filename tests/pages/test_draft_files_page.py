"""The files of a draft, one by one and without JavaScript: nothing is lost, nobody is overwritten, the bytes stay what they were."""

from __future__ import annotations

import pytest

from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.actions.show_check import show_check
from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.errors import NotFound
from phu_runtime.records import releases
from phu_runtime.workprocess.drafting import LARGEST
from tests.pages.rules import broken_rules
from tests.pages.visiting import HOME
from tests.region import LINDA, PETRA

LETTER, NOTICES, DRAWING, FORM = (
    "forms/brieven/laatste_bericht.md",
    "forms/berichten.yaml",
    "bpmn/nazorg.bpmn",
    "forms/gedeeld/voortgang.form",
)
TEXTS = (LETTER, NOTICES, "forms/gegevens.yaml", "forms/eisen.yaml", "scenarios/zorgmijder.yaml", "bpmn/elementsjablonen.json")


@pytest.fixture
def petra(site):
    return site.visitor(PETRA)


@pytest.fixture
def draft(region):
    return region.act(start_draft, region.person(PETRA), "2026.4", "Een andere brief")


def at(draft, path=""):
    return f"/werkproces/versies/{draft}/bestanden" + (f"/{path}" if path else "")


def stored(region, draft, path):
    return region.act(show_draft_file, region.person(PETRA), draft, path)


def as_sent(page):
    """What a browser sends of the text on the page: without the line end that begins a textarea, every line end CRLF."""
    area = page.one('//textarea[@name="content"]')
    text = (area.text or "").removeprefix("\n")
    return {"content": text.replace("\n", "\r\n"), "seen": page.all('//form[.//textarea]//input[@name="seen"]/@value')[0]}


@pytest.mark.parametrize("path", TEXTS)
def test_saving_a_text_without_a_change_leaves_its_bytes(petra, region, draft, path):
    before = stored(region, draft, path).content
    page = petra.get(at(draft, path))
    assert broken_rules(page) == []
    assert "is bewaard" in petra.post(at(draft, path), as_sent(page)).text
    assert stored(region, draft, path).content == before


def test_a_file_with_line_ends_of_its_own_keeps_them(petra, region, draft):
    now = stored(region, draft, NOTICES)
    region.act(save_draft_file, region.person(PETRA), draft, NOTICES, b"\r\n\r\n" + now.content.replace(b"\n", b"\r\n"), now.digest)
    before = stored(region, draft, NOTICES).content
    sent = as_sent(petra.get(at(draft, NOTICES)))
    petra.post(at(draft, NOTICES), sent)
    assert stored(region, draft, NOTICES).content == before
    petra.post(at(draft, NOTICES), {**sent, "content": sent["content"] + "# meer\r\n"})
    assert stored(region, draft, NOTICES).content == before + b"# meer\r\n"


def test_the_second_to_save_sees_both_versions_and_loses_nothing(petra, region, draft):
    sent = as_sent(petra.get(at(draft, LETTER)))
    before = stored(region, draft, LETTER)
    theirs = before.content.replace(b"Wij vragen", b"Wij verzoeken")
    region.act(save_draft_file, region.person(PETRA), draft, LETTER, theirs, before.digest)
    mine = sent["content"].replace("kwijtraakt", "verliest")
    page = petra.post(at(draft, LETTER), {**sent, "content": mine})
    assert (page.status, broken_rules(page)) == (409, [])
    assert page.title.startswith("Fout:")
    assert {"− De ander", "+ U"} <= {row.text for row in page.all("//tbody//th")}
    again = as_sent(page)
    assert again["content"] == mine
    assert stored(region, draft, LETTER).content == theirs
    assert "is bewaard" in petra.post(at(draft, LETTER), again).text
    assert stored(region, draft, LETTER).content == mine.replace("\r\n", "\n").encode()


def test_a_file_that_was_taken_out_meanwhile_can_be_put_back(petra, region, draft):
    sent = as_sent(petra.get(at(draft, LETTER)))
    region.act(save_draft_file, region.person(PETRA), draft, LETTER, None, sent["seen"])
    page = petra.post(at(draft, LETTER), {**sent, "content": sent["content"] + "Groet\r\n"})
    assert page.status == 409
    assert "weggehaald" in page.text
    petra.post(at(draft, LETTER), as_sent(page))
    assert stored(region, draft, LETTER).content.endswith(b"Groet\n")


def test_a_text_that_cannot_be_read_is_not_saved_and_stays_on_the_page(petra, region, draft):
    sent = as_sent(petra.get(at(draft, NOTICES)))
    page = petra.post(at(draft, NOTICES), {**sent, "content": "melding: [\r\n"})
    assert (page.status, broken_rules(page)) == (422, [])
    assert "niet te lezen" in page.text
    assert as_sent(page) == {"content": "melding: [\r\n", "seen": sent["seen"]}
    assert stored(region, draft, NOTICES).digest == sent["seen"]


def test_what_the_check_finds_in_a_saved_file_stands_above_it(petra, region, draft):
    sent = as_sent(petra.get(at(draft, LETTER)))
    page = petra.post(at(draft, LETTER), {**sent, "content": sent["content"].replace("{{naam}}", "{{naamm}}")})
    assert "De controle vond" in page.text
    assert "naamm" in page.one('//div[contains(@class, "utrecht-alert--warning")]').text_content()


def test_a_letter_is_shown_as_it_will_be_and_not_saved(petra, region, draft):
    sent = as_sent(petra.get(at(draft, LETTER)))
    page = petra.post(at(draft, LETTER) + "/voorbeeld", {**sent, "content": sent["content"] + "## Dag\r\n"})
    assert page.one('//section[@id="voorbeeld"]//h4[text()="Dag"]') is not None
    assert as_sent(page)["content"].endswith("## Dag\r\n")
    assert stored(region, draft, LETTER).digest == sent["seen"]


def put(petra, path, content, seen, **more):
    headers = {"Referer": HOME + "/", "X-CSRFToken": petra.token, "X-Seen": seen, "Content-Type": "application/octet-stream", **more}
    petra.site.who = petra.actor
    return petra.client.put(path, data=content, base_url=HOME, headers=headers)


def test_an_editor_saves_bytes_and_hears_what_the_check_finds(petra, region, draft):
    petra.get(at(draft, NOTICES))
    now = stored(region, draft, DRAWING)
    content = now.content.replace(b"Bied nazorg aan", b"Bied hulp aan")
    answer = put(petra, at(draft, DRAWING), content, now.digest)
    assert (answer.status_code, answer.json["findings"]) == (200, [])
    after = stored(region, draft, DRAWING)
    assert (after.content, after.digest) == (content, answer.json["digest"])
    late = put(petra, at(draft, DRAWING), now.content, now.digest)
    assert late.status_code == 409
    assert late.json["digest"] == after.digest
    assert sorted({sign for sign, _ in late.json["lines"]} - {" ", "@"}, reverse=True) == ["-", "+"]
    assert stored(region, draft, DRAWING).content == content


def test_an_editor_hears_which_element_is_wrong(petra, region, draft):
    petra.get(at(draft, NOTICES))
    now = stored(region, draft, DRAWING)
    answer = put(
        petra, at(draft, DRAWING), now.content.replace(b'camunda:formKey="nazorg"', b'camunda:formKey="bestaat_niet"', 1), now.digest
    )
    assert answer.status_code == 200
    assert [one["file"] for one in answer.json["findings"]] == [DRAWING]
    assert answer.json["findings"][0]["element"]
    broken = put(petra, at(draft, DRAWING), b"<!DOCTYPE x><x/>", answer.json["digest"])
    assert broken.status_code == 422
    assert broken.json["findings"]


def test_an_editor_without_the_token_of_its_page_is_refused(petra, region, draft):
    petra.get(at(draft, NOTICES))
    now = stored(region, draft, DRAWING)
    assert put(petra, at(draft, DRAWING), b"x", now.digest, **{"X-CSRFToken": "x"}).status_code == 400
    assert stored(region, draft, DRAWING).digest == now.digest


def test_a_file_may_be_larger_than_a_form_but_not_without_end(petra, region, draft):
    sent = as_sent(petra.get(at(draft, NOTICES)))
    large = sent["content"] + "# ééééééééé\r\n" * 30_000
    assert "is bewaard" in petra.post(at(draft, NOTICES), {**sent, "content": large}).text
    assert len(stored(region, draft, NOTICES).content) > 500_000
    too_large = put(petra, at(draft, DRAWING), b"x" * (4 * LARGEST), "")
    assert too_large.status_code == 413
    assert "Dit is te groot" in too_large.text
    assert petra.post("/werkproces/versies", {"name": "x" * 300_000}).status == 413


def test_each_kind_of_file_opens_in_its_own_editor_at_the_element_asked_for(petra, draft):
    here = f"/werkproces/versies/{draft}"
    for path, editor in ((DRAWING, "tekening/nazorg"), ("dmn/fase.dmn", "tabel/fase"), (FORM, "formulier/gedeeld/voortgang")):
        page = petra.get(at(draft, path) + "?onderdeel=iets", follow=False)
        assert (page.status, page.headers["Location"]) == (303, f"{here}/{editor}?onderdeel=iets#onderdeel=iets")
        assert 'name="content"' in petra.get(at(draft, path) + "?tekst=1").html


def test_the_bytes_of_any_version_can_be_downloaded(petra, region, draft):
    linda = petra.site.visitor(LINDA)
    petra.site.who = linda.actor
    with region.runtime.reading() as store:
        active = store.runtime.active_release(store)
    answer = linda.client.get(at(active, DRAWING) + "/ruw", base_url=HOME)
    assert answer.data == stored(region, draft, DRAWING).content
    assert answer.headers["Content-Disposition"] == 'attachment; filename="nazorg.bpmn"'
    assert linda.get(at(draft, DRAWING) + "/ruw").status == 403
    page = linda.get(at(active, NOTICES))
    assert (page.all("//textarea"), broken_rules(page)) == ([], [])


@pytest.mark.parametrize("kind", ["tekening", "tabel", "formulier", "brief", "scenario"])
def test_a_new_file_begins_so_that_its_editor_opens_it(petra, region, draft, kind):
    page = petra.get(at(draft))
    assert broken_rules(page) == []
    asked = {"kind": kind, "name": "vraag_advies", "title": 'Vraag om "advies" & meer', "party": "gedeeld"}
    page = petra.post(at(draft), asked)
    assert page.status == 200
    [path] = [one for one in files(region, draft) if "vraag_advies" in one]
    assert b"advies" in stored(region, draft, path).content
    assert broken_rules(petra.get(at(draft, path) + "?tekst=1")) == []
    again = petra.post(at(draft), asked)
    assert (again.status, broken_rules(again)) == (422, [])
    assert "Er is al een bestand" in again.text


def files(region, draft):
    with region.runtime.reading() as store:
        return sorted(releases.release_files(store.session, draft))


def test_a_new_drawing_and_table_have_no_problem_of_their_own(petra, region, draft):
    petra.get(at(draft))
    for kind in ("tekening", "tabel", "brief", "formulier"):
        petra.post(at(draft), {"kind": kind, "name": f"nieuwe_{kind}", "title": "Nieuw", "party": "gedeeld"})
    sent = as_sent(petra.get(at(draft, NOTICES)))
    petra.post(at(draft, NOTICES), {**sent, "content": sent["content"] + "# x\r\n"})
    found = region.act(show_check, region.person(PETRA), draft).findings
    assert [(one.file, one.element, one.message) for one in found if "nieuwe_" in one.file] == []


def test_a_name_that_no_file_has_is_refused_with_the_sentence_at_its_field(petra, draft):
    petra.get(at(draft))
    page = petra.post(at(draft), {"kind": "brief", "name": "../x", "title": "", "party": ""})
    assert (page.status, broken_rules(page)) == (422, [])
    assert page.one('//input[@name="name"]').get("aria-invalid") == "true"
    assert page.one('//input[@name="name"]').get("value") == "../x"


def test_a_file_is_taken_out_by_who_saw_its_latest_version(petra, region, draft):
    page = petra.get(at(draft, LETTER))
    address = page.one('//form[contains(@action, "/verwijderen")]').get("action")
    assert petra.post(address, {"seen": "oud"}).status == 409
    page = petra.post(address, {"seen": stored(region, draft, LETTER).digest})
    assert f"{LETTER} is uit het concept gehaald" in page.text
    assert broken_rules(page) == []
    with pytest.raises(NotFound):
        stored(region, draft, LETTER)
