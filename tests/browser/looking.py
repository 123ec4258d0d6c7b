"""What every page must be, whoever looks at it: free of what axe finds, silent, without a dead link, within its width."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe as AxeCore

_OWN = ("data:", "blob:", "about:", "chrome:", "chrome-extension:")  # the last two: the browser's own PDF viewer
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27,}|[0-9a-f]{32}|PHU-\d{4}-\d+")
_PART = re.compile(r"^(/werkproces/\w+/)[^/]+$")
_STATUS = re.compile(r"the server responded with a status of \d+")
_HREFS = "() => [...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))"
# The inside of bpmn.io's editors: names and colours of their palettes, panels and inputs are their makers'. Beside each canvas
# stands our own page on which everything can be done without it.
_THEIRS = (
    ".djs-container .viewport",
    ".djs-palette",
    ".djs-context-pad",
    ".djs-minimap",
    ".bts-toggle-mode",
    ".bts-palette",
    ".bjsl-button",
    ".bjs-powered-by",
    ".bio-properties-panel-container",
    ".bio-properties-panel",
    ".dmn-editor-parent",
    "[data-tekenvlak] .dmn-decision-table-container",
    "[data-tekenvlak] .dmn-drd-container",
    ".fjs-pgl-parent",
)
_SHAPES = """() => {
    const shape = (one) => `${one.tagName}.${one.getAttribute('class')}`;
    const all = [...document.querySelectorAll('body *:not(.viewport *)')];
    return [...new Set(all.map(one => `${shape(one.parentElement.parentElement)} > ${shape(one.parentElement)} > ${shape(one)}`))];
}"""
_TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > room + 1)
        .map(one => `${one.tagName}.${one.className}`).slice(0, 5);
}"""


class Axe:
    """axe-core with all its rules. Contrast takes most of the time: it is judged again only where a page shows something new."""

    def __init__(self) -> None:
        self._axe = AxeCore()
        self._judged: set[str] = set()

    def finds_nothing(self, page: Any, *, drawing: bool = False) -> None:
        """``drawing``: also its inside, which is one picture to a screen reader and takes seconds."""
        shapes = set(page.evaluate(_SHAPES)) | {str(page.viewport_size)}
        rules = {} if drawing or not shapes <= self._judged else {"color-contrast": {"enabled": False}}
        there = [place for place in _THEIRS[drawing:] if page.locator(place).count()]
        where = {"exclude": [[place] for place in there]} if there else None
        found = self._axe.run(page, where, {"resultTypes": ["violations"], "rules": rules})
        assert not found.violations_count, f"{page.url}\n{found.generate_report()}"
        self._judged |= shapes


def no_sideways_scrolling(page: Any) -> None:
    """The page fits its width."""
    outside = page.evaluate(_TOO_WIDE)
    assert not outside, f"{page.url}: {outside}"


def kind_of(path: str) -> str:
    """The path without what makes it one of many: ids, and the drawing, table, form or letter of the work process."""
    return _PART.sub(r"\1*", _ID.sub("*", path))


class Witness:
    """Listens to all pages of a browser context: what the console says, what is asked of whom, what is refused."""

    def __init__(self, context: Any, address: str) -> None:
        self._address = address
        self.said: list[str] = []
        self.elsewhere: list[str] = []
        self.refused: list[tuple[int, str]] = []
        context.on("console", self._console)
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        context.on("request", self._request)
        context.on("response", self._response)

    def refusal(self, status: int) -> None:
        """One refusal with this status was meant to be."""
        assert self.refused, f"geen {status}"
        assert self.refused.pop(0)[0] == status

    def saw_nothing_wrong(self) -> None:
        """No word in the console, no violation of the policy (it is told there), nothing asked elsewhere, no page refused."""
        wrong = [*self.said, *self.elsewhere, *(f"{status} {address}" for status, address in self.refused)]
        assert not wrong, "\n".join(wrong)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning") and not _STATUS.search(message.text):
            self.said.append(message.text)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self._address, *_OWN)):
            self.elsewhere.append(request.url)

    def _response(self, response: Any) -> None:
        if response.status >= 400:
            self.refused.append((response.status, response.url))


class Links:
    """Follows every link of the pages that were seen, once for each reader and each kind of page."""

    def __init__(self, followed: set[tuple[str, str]]) -> None:
        self._followed = followed

    def lead_somewhere(self, page: Any, reader: str) -> None:
        """None of this page's links is dead; those to a place on the page itself have that place."""
        dead = []
        for href in page.evaluate(_HREFS):
            address, place = urldefrag(urljoin(page.url, href))
            if href.startswith("#") and page.locator(f"[id='{place}']").count() != 1:
                dead.append(href)
            kind = (reader, kind_of(urlsplit(address).path) + "?" + urlsplit(address).query)
            if href.startswith(("/", "?")) and kind not in self._followed:
                self._followed.add(kind)
                answer = page.context.request.get(address)
                if not answer.ok:
                    dead.append(f"{answer.status} {address}")
                answer.dispose()
        assert not dead, "\n".join([page.url, *dead])
