"""The editors in a real browser: what is changed in a drawing, a table or a form is there when it is opened again, in our own
properties too; of two people who save the same file, the second compares and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.etree
import pytest
from playwright.sync_api import expect

from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.actions.start_draft import start_draft
from tests.browser.demo_site import Demo
from tests.browser.person import Person
from tests.region import PETRA, SHIPPED

pytestmark = pytest.mark.browser

DRAWING, TABLE, FORM = "bpmn/signaal_en_contact.bpmn", "dmn/scope.dmn", "forms/gedeeld/voortgang.form"
STEP = "zoek_contact_wgs"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
WIDE = (1440, 1100)


@pytest.fixture
def draft(demo: Demo) -> str:
    return str(demo.act(start_draft, demo.person(PETRA), "2026.4", "Een proef"))


def address(draft: str, path: str) -> str:
    """Where the canvas of a file is."""
    name = path.rsplit("/", 1)[1].rsplit(".", 1)[0]
    kind = {"bpmn": f"tekening/{name}", "dmn": f"tabel/{name}?als=tekening", "form": f"formulier/gedeeld/{name}?als=tekening"}
    return f"/werkproces/versies/{draft}/{kind[path.rsplit('.', 1)[1]]}"


def open_canvas(person: Person, draft: str, path: str) -> Any:
    """The canvas of a file once it is there."""
    person.page.goto(person.demo.address + address(draft, path))
    canvas = person.page.locator(".phu-werkvlak")
    expect(canvas).to_have_class("phu-werkvlak phu-werkvlak--" + path.rsplit(".", 1)[1] + " is-open")
    person.look()
    return canvas


def keep(canvas: Any) -> None:
    canvas.get_by_role("button", name="Bewaren", exact=True).click()
    expect(canvas.get_by_role("status")).to_contain_text("Bewaard om")


def stored(demo: Demo, draft: str, path: str) -> Any:
    return demo.act(show_draft_file, demo.person(PETRA), draft, path)


def test_a_name_changed_in_the_drawing_is_saved_with_everything_else(arrive: Callable[..., Person], demo: Demo, draft: str) -> None:
    petra = arrive(PETRA, size=WIDE)
    before = ours(stored(demo, draft, DRAWING).content)
    canvas = open_canvas(petra, draft, DRAWING)
    select(canvas, STEP)
    name = canvas.locator("#bio-properties-panel-name")
    expect(name).to_have_value("Zoek contact met de huurder")
    name.fill("Bel de huurder")
    expect(canvas.get_by_role("status")).to_have_text("Nog niet bewaard.")
    keep(canvas)
    after = ours(stored(demo, draft, DRAWING).content)
    assert after.pop(STEP) == {**before.pop(STEP), "name": "Bel de huurder"}
    assert after == before
    canvas = open_canvas(petra, draft, DRAWING)
    expect(canvas.locator(f'[data-element-id="{STEP}"]').first).to_contain_text("Bel de huurder")


def select(canvas: Any, element: str) -> None:
    """As the outline beside the canvas does."""
    canvas.evaluate("(box, element) => { box.dataset.element = element }", element)


def ours(content: bytes) -> dict[str, dict[str, Any]]:
    """By id of an element: its name, its camunda: attributes and its properties."""
    found = {}
    for node in lxml.etree.fromstring(content).iter("{http://www.omg.org/spec/BPMN/20100524/MODEL}*"):
        if node.get("id"):
            attributes = {name: value for name, value in node.attrib.items() if name.startswith(CAMUNDA)}
            given = node.findall(f"./{{*}}extensionElements/{CAMUNDA}properties/{CAMUNDA}property")
            texts = [text.text for text in node.findall("./{*}documentation") + node.findall("./{*}conditionExpression")]
            properties = [(one.get("name"), one.get("value")) for one in given]
            found[node.get("id")] = {"tag": node.tag, "name": node.get("name"), "properties": properties, "texts": texts, **attributes}
    return found


def test_every_shipped_drawing_comes_out_of_the_canvas_with_what_we_added(arrive: Callable[..., Person], demo: Demo, draft: str) -> None:
    petra = arrive(PETRA, size=WIDE)
    open_canvas(petra, draft, DRAWING)
    for path in sorted((SHIPPED / "bpmn").glob("*.bpmn")):
        content = path.read_bytes()
        written = petra.page.evaluate(
            """async (xml) => {
                const editor = new window.BpmnEditor({ container: document.createElement('div'), panel: document.createElement('div') });
                await editor.importXML(xml);
                return (await editor.saveXML({ format: true })).xml;
            }""",
            content.decode(),
        )
        assert ours(written.encode()) == ours(content), path.name


def test_a_cell_changed_in_the_table_is_saved(arrive: Callable[..., Person], demo: Demo, draft: str) -> None:
    petra = arrive(PETRA, size=WIDE)
    canvas = open_canvas(petra, draft, TABLE)
    cell = canvas.locator("td.output-cell").first
    cell.click()
    petra.page.keyboard.press("End")
    before = cell.inner_text().strip()
    petra.page.keyboard.press("Control+a")
    petra.page.keyboard.type('"onbekend"')
    petra.page.keyboard.press("Tab")
    keep(canvas)
    assert b'<text>"onbekend"</text>' in stored(demo, draft, TABLE).content
    assert before != '"onbekend"'
    canvas = open_canvas(petra, draft, TABLE)
    expect(canvas.locator("td.output-cell").first).to_contain_text("onbekend")


def test_a_label_changed_in_the_form_is_saved_and_shown_in_its_preview(arrive: Callable[..., Person], demo: Demo, draft: str) -> None:
    petra = arrive(PETRA, size=WIDE)
    before = stored(demo, draft, FORM).content.splitlines()
    canvas = open_canvas(petra, draft, FORM)
    select(canvas, "inspanningen")
    canvas.locator('[data-group-id="group-general"] .bio-properties-panel-group-header').click()
    label = canvas.locator(
        '[data-entry-id="label"] [contenteditable], [data-entry-id="label"] textarea, [data-entry-id="label"] input'
    ).first
    label.click()
    petra.page.keyboard.press("Control+a")
    petra.page.keyboard.type("Wat deed u?")
    petra.page.keyboard.press("Tab")
    expect(canvas.get_by_role("form", name="Voorbeeld").get_by_text("Wat deed u?")).to_be_visible()
    keep(canvas)
    changed = [(one, other) for one, other in zip(before, stored(demo, draft, FORM).content.splitlines(), strict=True) if one != other]
    assert [other.strip() for _, other in changed] == [b'"schemaVersion": 19,', b'"label": "Wat deed u?",']
    canvas = open_canvas(petra, draft, FORM)
    expect(canvas.get_by_role("form", name="Voorbeeld").get_by_text("Wat deed u?")).to_be_visible()


def test_the_second_to_save_a_drawing_compares_and_loses_nothing(arrive: Callable[..., Person], demo: Demo, draft: str) -> None:
    petra = arrive(PETRA, size=WIDE)
    canvas = open_canvas(petra, draft, DRAWING)
    select(canvas, STEP)
    canvas.locator("#bio-properties-panel-name").fill("Bel de huurder")
    now = stored(demo, draft, DRAWING)
    theirs = now.content.replace(b"Leg het signaal vast", b"Schrijf het signaal op")
    demo.act(save_draft_file, demo.person(PETRA), draft, DRAWING, theirs, now.digest)
    canvas.get_by_role("button", name="Bewaren", exact=True).click()
    expect(petra.page.get_by_role("dialog", name="Iemand anders bewaarde deze tekening")).to_be_visible()
    petra.witness.refusal(409)
    petra.press("Vergelijken en kiezen", refused=409)
    expect(petra.page.locator(".phu-versies .is-weg").filter(has_text="Schrijf het signaal op")).not_to_have_count(0)
    expect(petra.page.locator(".phu-versies .is-nieuw").filter(has_text="Bel de huurder")).not_to_have_count(0)
    assert stored(demo, draft, DRAWING).content == theirs
    with petra.page.expect_navigation():
        petra.page.get_by_role("button", name="Mijn versie bewaren over die van de ander").click()
    expect(petra.page.get_by_text("Het bestand is bewaard")).to_be_visible()
    assert ours(stored(demo, draft, DRAWING).content)[STEP]["name"] == "Bel de huurder"


def test_what_is_not_saved_is_asked_about_before_another_form_goes(arrive: Callable[..., Person], demo: Demo, draft: str) -> None:
    petra = arrive(PETRA, size=WIDE)
    canvas = open_canvas(petra, draft, DRAWING)
    select(canvas, STEP)
    canvas.locator("#bio-properties-panel-name").fill("Bel de huurder")
    petra.page.locator(".phu-wie > summary").click()
    petra.page.get_by_role("button", name="Uitloggen").click()
    asked = petra.page.get_by_role("dialog", name="Wilt u eerst bewaren?")
    asked.get_by_role("button", name="Terug").click()
    assert b"Bel de huurder" not in stored(demo, draft, DRAWING).content
    petra.page.locator(".phu-wie > summary").click()
    petra.page.get_by_role("button", name="Uitloggen").click()
    with petra.page.expect_navigation():
        asked.get_by_role("button", name="Bewaren en doorgaan").click()
    expect(petra.page.get_by_role("heading", level=1, name="Inloggen")).to_be_visible()
    assert b"Bel de huurder" in stored(demo, draft, DRAWING).content


def test_an_element_with_a_problem_is_marked_and_can_be_shown(arrive: Callable[..., Person], demo: Demo, draft: str) -> None:
    petra = arrive(PETRA, size=WIDE)
    canvas = open_canvas(petra, draft, DRAWING)
    petra.page.evaluate("(id) => { location.hash = `#onderdeel=${id}` }", STEP)
    key = canvas.locator("#bio-properties-panel-formKey")
    expect(key).to_have_value("contact_wgs")
    key.fill("bestaat_niet")
    canvas.get_by_role("button", name="Bewaren", exact=True).click()
    expect(canvas.locator("[data-bevindingen]")).to_contain_text("bestaat_niet")
    expect(canvas.locator(f'[data-element-id="{STEP}"].phu-bevinding')).to_have_count(1)
    canvas.get_by_role("button", name=f"Toon {STEP}").first.click()
    canvas.get_by_role("button", name="Volledig scherm").click()
    expect(canvas).to_have_css("position", "fixed")


def test_a_text_with_line_numbers_is_saved_without_another_change(arrive: Callable[..., Person], demo: Demo, draft: str) -> None:
    petra = arrive(PETRA)
    path = "forms/berichten.yaml"
    before = stored(demo, draft, path).content
    petra.open(f"/werkproces/versies/{draft}/bestanden/{path}")
    expect(petra.page.locator(".phu-broncode__nummers")).to_contain_text("12")
    petra.press("Bewaren")
    assert stored(demo, draft, path).content == before
    area = petra.page.get_by_label("Tekst van berichten.yaml")
    area.press("Control+End")
    area.press_sequentially("# nieuw\n")
    petra.press("Bewaren")
    assert stored(demo, draft, path).content == before + b"# nieuw\n"
    petra.open(f"/werkproces/versies/{draft}/bestanden")
    petra.open(f"/werkproces/versies/{draft}/bestanden/forms/brieven/laatste_bericht.md")


def test_a_version_that_no_longer_changes_opens_in_viewers(arrive: Callable[..., Person], demo: Demo) -> None:
    petra = arrive(PETRA, size=WIDE)
    with demo.runtime.reading() as store:
        active = demo.runtime.active_release(store)
    for path in (DRAWING, TABLE, FORM):
        canvas = open_canvas(petra, active, path)
        expect(canvas.get_by_role("button", name="Bewaren")).to_have_count(0)
        expect(
            canvas.get_by_text({DRAWING: "Leg het signaal vast", TABLE: "Nieuwe achterstand?", FORM: "Huisbezoek gedaan"}[path])
        ).to_be_visible()
