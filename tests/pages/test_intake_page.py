"""A corporation takes in a file: it looks first, and only what was shown is taken in."""

from __future__ import annotations

import io
import re
from typing import Any

from tests.pages.visiting import Page, Site, Visitor
from tests.region import FATMA, LINDA, Region

RIS = "ris_resultaten"
ADDRESS = "/casussen/inlezen"


def example(who: Visitor) -> bytes:
    page = who.get(f"{ADDRESS}/{RIS}.csv")
    assert page.headers["Content-Disposition"] == f'attachment; filename="{RIS}.csv"'
    return page.html.encode()


def send(who: Visitor, content: bytes | None) -> Page:
    """Chooses a file on the page."""
    who.get(ADDRESS)
    chosen: dict[str, Any] = {"bestand": (io.BytesIO(content), "export.csv")} if content is not None else {}
    return who.post(ADDRESS, {"soort": RIS, **chosen})


def test_the_example_is_taken_in_as_it_is_downloaded(site: Site) -> None:
    linda = site.visitor(LINDA)
    looked = send(linda, example(linda))
    assert looked.status == 200
    assert "1 nieuwe casus" in looked.text
    assert "Voorbeeld" not in looked.text  # a row is named by its line
    form = looked.one(f'//form[@action="{ADDRESS}/innemen"]')
    done = linda.post(f"{ADDRESS}/innemen", dict(form.form_values()))
    assert (done.path, done.status) == ("/casussen", 200)
    assert "1 regel is ingelezen." in done.html
    assert re.search(r"PHU-2026-\d{6}", done.text)
    again = send(linda, example(linda))
    assert "1 regel waren al ingelezen" not in again.text
    assert "1 regel was al ingelezen" in again.text
    assert "Lees" not in again.text


def test_faults_are_shown_by_line_and_column_and_nothing_is_taken_in(site: Site, region: Region) -> None:
    linda = site.visitor(LINDA)
    looked = send(linda, example(linda).replace(b"3311 ZZ", b"onzin").replace(b"16-02-2026", b"31-02-2026"))
    assert looked.status == 422
    assert looked.title.startswith("Fout")
    assert "2 fouten" in looked.text
    assert "onzin" not in looked.html
    assert 'name="inhoud"' not in looked.html
    for column in ("postcode", "datum_resultaat"):
        assert column in looked.text


def test_without_a_file_the_page_says_to_choose_one(site: Site) -> None:
    linda = site.visitor(LINDA)
    assert "Kies een CSV-bestand" in send(linda, None).text
    assert send(linda, b"").status == 422
    spoilt = linda.post(f"{ADDRESS}/innemen", {"soort": RIS, "inhoud": "onzin"})
    assert (spoilt.status, "Kies het nog een keer" in spoilt.text) == (422, True)


def test_a_kind_that_is_not_there_is_not_found(site: Site) -> None:
    linda = site.visitor(LINDA)
    linda.get(ADDRESS)
    assert linda.post(ADDRESS, {"soort": "iets", "bestand": (io.BytesIO(b"a;b"), "export.csv")}).status == 404
    assert linda.get(f"{ADDRESS}/iets.csv").status == 404


def test_the_page_explains_every_column(site: Site) -> None:
    text = site.visitor(LINDA).get(ADDRESS).text
    for word in ("signaalnummer", "J = ja", "Download een voorbeeld", "achterstand_blijft"):
        assert word in text


def test_a_social_team_takes_in_nothing(site: Site) -> None:
    fatma = site.visitor(FATMA)
    assert fatma.get(ADDRESS).status == 403
    assert "Bestand inlezen" not in fatma.get("/casussen").text
