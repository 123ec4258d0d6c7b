"""What holds for every page: nothing inline, every control named, every reference leads somewhere, every form protected."""

from __future__ import annotations

from tests.pages.visiting import Page, words

CONTROLS = "//main//input[not(@type='hidden')] | //main//select | //main//textarea"


def broken_rules(page: Page) -> list[str]:
    """Every rule that the page breaks, in words; [] for a good page."""
    return [*_inline(page), *_ids(page), *_controls(page), *_references(page), *_forms(page), *_headings(page), *_accessible_names(page)]


def _inline(page: Page) -> list[str]:
    found = [f"inline style: {element.tag}" for element in page.all("//*[@style]") + page.all("//style")]
    found += [f"inline script: {words(element)[:40]}" for element in page.all("//script[not(@src) and not(@type='application/json')]")]
    handlers = [name for element in page.all("//*[@*]") for name in element.attrib if name.startswith(("on", "hx-on"))]
    elsewhere = page.all("//script/@src") + page.all("//link/@href") + page.all("//img/@src")
    return found + [f"handler: {name}" for name in handlers] + [f"from elsewhere: {url}" for url in elsewhere if not url.startswith("/")]


def _ids(page: Page) -> list[str]:
    ids = page.all("//@id")
    return [f"id twice: {one}" for one in sorted({one for one in ids if ids.count(one) > 1})]


def _controls(page: Page) -> list[str]:
    named = set(page.all("//label/@for"))
    return [
        f"no label: {control.get('name')}"
        for control in page.all(CONTROLS)
        if control.get("id") not in named and not control.xpath("ancestor::label") and not control.get("aria-label")
    ]


def _references(page: Page) -> list[str]:
    ids = set(page.all("//@id"))
    pointers = [
        one
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form")
        for value in page.all(f"//@{name}")
        for one in value.split()
    ]
    anchors = [href[1:] for href in page.all("//a/@href") if href.startswith("#")]
    return [f"leads nowhere: {one}" for one in [*pointers, *anchors] if one not in ids]


def _forms(page: Page) -> list[str]:
    return [
        f"no token: {form.get('action')}"
        for form in page.all("//form[translate(@method, 'POST', 'post')='post']")
        if not form.xpath(".//input[@name='csrf_token'][@value!='']")
    ]


def _headings(page: Page) -> list[str]:
    levels = [int(heading.tag[1]) for heading in page.all("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} × h1"]
    return found + ([] if page.title.strip(" –") else ["no title"])


def _accessible_names(page: Page) -> list[str]:
    nameless = [element for element in page.all("//button | //a[@href]") if not words(element) and not element.get("aria-label")]
    return [f"no name: {element.tag} {element.get('href') or element.get('name')}" for element in nameless]
