"""Every shipped diagram and table opens in the viewer of the product, without a warning and with its texts inside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "phu_runtime/pages/static/vendor"
DIAGRAMS = sorted((ROOT / "bpmn").glob("*.bpmn"))
TABLES = sorted((ROOT / "dmn").glob("*.dmn"))

OPEN_DIAGRAM = """async xml => {
    const viewer = window.viewer = new BpmnJS({ container: document.getElementById('canvas') });
    const { warnings } = await viewer.importXML(xml);
    return warnings.map(warning => warning.message);
}"""

TEXTS_OUTSIDE = """() => {
    const registry = window.viewer.get('elementRegistry');
    const tasks = registry.filter(element => /Task$|CallActivity$/.test(element.type));
    return tasks.filter(task => {
        const shape = registry.getGraphics(task).querySelector('.djs-visual > rect').getBoundingClientRect();
        const text = registry.getGraphics(task).querySelector('.djs-visual > text').getBoundingClientRect();
        return text.left < shape.left || text.right > shape.right || text.top < shape.top || text.bottom > shape.bottom;
    }).map(task => task.id);
}"""

UNDRAWN = """() => {
    const registry = window.viewer.get('elementRegistry');
    const nodes = registry.filter(element => element.type.startsWith('bpmn:') && !element.labelTarget && element.parent);
    return nodes.filter(node => !registry.getGraphics(node).getBoundingClientRect().width
        && !registry.getGraphics(node).getBoundingClientRect().height).map(node => node.id);
}"""

OPEN_TABLE = """async xml => {
    const viewer = new DmnJS({ container: document.getElementById('canvas') });
    const { warnings } = await viewer.importXML(xml, { open: false });
    const found = warnings.map(warning => warning.message);
    for (const view of viewer.getViews()) {
        const opened = await viewer.open(view);
        found.push(...opened.warnings.map(warning => warning.message));
    }
    return { found, views: viewer.getViews().map(view => view.type) };
}"""


@pytest.fixture(scope="module")
def viewers(browser: Any) -> Iterator[tuple[Any, list[str]]]:
    """An empty page with both viewers, and what its console says."""
    page, said = browser.new_page(viewport={"width": 1440, "height": 900}), []
    page.set_content('<!doctype html><html lang="nl"><title>Tekening</title><div id="canvas" style="height: 880px"></div></html>')
    for bundle in ("bpmn-viewer", "dmn-viewer"):
        page.add_style_tag(path=VENDOR / f"{bundle}.css")
        page.add_script_tag(path=VENDOR / f"{bundle}.js")
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page, said
    page.close()


@pytest.fixture
def blank(viewers: tuple[Any, list[str]]) -> Any:
    """The page, emptied."""
    page, said = viewers
    page.evaluate("document.getElementById('canvas').replaceChildren()")
    said.clear()
    return page


@pytest.fixture
def canvas(blank: Any, viewers: tuple[Any, list[str]]) -> Iterator[Any]:
    """The same; anything the console says fails the test."""
    yield blank
    assert viewers[1] == []


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_a_shipped_diagram_opens_without_a_warning_and_shows_all_it_holds(canvas: Any, path: Path) -> None:
    assert canvas.evaluate(OPEN_DIAGRAM, path.read_text(encoding="utf-8")) == []
    assert canvas.evaluate(TEXTS_OUTSIDE) == []
    assert canvas.evaluate(UNDRAWN) == []
    assert canvas.locator(".bjs-powered-by").is_visible()


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_shipped_table_opens_without_a_warning(canvas: Any, path: Path) -> None:
    opened = canvas.evaluate(OPEN_TABLE, path.read_text(encoding="utf-8"))
    assert opened["found"] == []
    assert "decisionTable" in opened["views"]
    assert canvas.locator(".bjs-powered-by, .dmn-js-parent .powered-by").first.is_visible()


def test_a_broken_diagram_is_not_shown_as_if_it_were_right(blank: Any) -> None:
    text = DIAGRAMS[0].read_text(encoding="utf-8").replace('sourceRef="start_melding"', 'sourceRef="verdwenen"')
    assert blank.evaluate(OPEN_DIAGRAM, text) != []
