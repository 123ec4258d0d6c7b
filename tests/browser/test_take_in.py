"""A corporation takes in an export of RIS in the browser: first wrong, then right, then the same again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from phu_runtime.workprocess import WorkProcess
from tests.browser.person import Person
from tests.region import LINDA

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def choose(who: Person, file: Path) -> None:
    who.page.get_by_label("CSV-bestand").set_input_files(file)


def test_a_file_is_looked_at_mended_and_taken_in_once(arrive: Callable[..., Person], shipped: WorkProcess, tmp_path: Path) -> None:
    columns = shipped.intakes["ris_resultaten"].columns
    header, example = (";".join(cells) for cells in zip(*((column.name, column.example) for column in columns), strict=True))
    second = example.replace("00417", "00418")
    good, wrong = tmp_path / "goed.csv", tmp_path / "fout.csv"
    good.write_text("\r\n".join([header, example, second, ""]), "utf-8")
    wrong.write_text(
        "\r\n".join([header, example.replace("3311 ZZ", "3311"), second.replace("Dordrecht;A.B.", "Gorinchem;A.B."), ""]), "utf-8"
    )
    linda = arrive(LINDA)
    linda.open("/casussen")
    linda.follow("Bestand inlezen")
    choose(linda, wrong)
    linda.press("Bekijk het bestand", refused=422)
    expect(linda.page.get_by_role("heading", name="Er is niets ingelezen")).to_be_visible()
    expect(linda.page.get_by_role("row", name="Regel 2")).to_contain_text("postcode")
    expect(linda.page.get_by_role("row", name="Regel 3")).to_contain_text("werkt niet met RIS")
    choose(linda, good)
    linda.press("Bekijk het bestand")
    expect(linda.page.get_by_role("row", name="Regel 2")).to_contain_text("1 ander signaal")
    linda.press("Lees 2 casussen in")
    expect(linda.page.get_by_text("2 regels zijn ingelezen.")).to_be_visible()
    linda.open("/casussen/inlezen")
    choose(linda, good)
    linda.press("Bekijk het bestand")
    expect(linda.page.get_by_text("2 regels waren al ingelezen")).to_be_visible()
    linda.follow("Een ander bestand")
    linda.page.locator("summary").filter(has_text="De kolommen van: Resultaten").click()
    expect(linda.page.get_by_role("cell", name="Het nummer van het signaal in RIS.")).to_be_visible()
