"""A visitor without JavaScript: follows links, fills in forms, and reads what a page says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import lxml.html
from flask import Flask
from werkzeug.test import TestResponse

from phu_runtime.pages import register
from phu_runtime.shapes import Actor
from tests.region import Region

HOME = "https://phu.example"
Element = Any


class Site:
    """The application, with whoever visits it signed in."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.app = Flask("phu_runtime.pages")
        self.who: Actor | None = None
        register(self.app, region.runtime, lambda _store: self.who)

    def visitor(self, email: str = "") -> Visitor:
        """Someone with this account, or nobody."""
        return Visitor(self, self.region.person(email) if email else None)


class Page:
    """One answer, as a reader meets it."""

    def __init__(self, answer: TestResponse) -> None:
        self.status = answer.status_code
        self.headers = answer.headers
        self.path = answer.request.path
        self.html = answer.get_data().decode("utf-8", "replace")
        self.tree = lxml.html.fromstring(self.html or "<p></p>") if "html" in answer.content_type else None

    def all(self, path: str) -> list[Element]:
        """The elements at an XPath."""
        return self.tree.xpath(path)

    def one(self, path: str) -> Element:
        """The only element at an XPath."""
        found = self.all(path)
        assert len(found) == 1, f"{len(found)} × {path}"
        return found[0]

    @property
    def title(self) -> str:
        return str(self.all("//title")[0].text)

    @property
    def text(self) -> str:
        """What the main part says, with single spaces."""
        return words(self.all("//main")[0])

    def link(self, text: str) -> str:
        """Where the first link with this text leads."""
        return next(link.get("href") for link in self.all("//a[@href]") if text in words(link))

    def fields(self) -> dict[str, list[str]]:
        """What the form of the page would send now, without a button."""
        form = self.one('//form[@id="formulier"]')
        sent: dict[str, list[str]] = {}
        for name, value in form.form_values():
            sent.setdefault(name, []).append(value)
        return sent


class Visitor:
    """A browser without JavaScript, over https."""

    def __init__(self, site: Site, actor: Actor | None) -> None:
        self.site = site
        self.actor = actor
        self.client = site.app.test_client()
        self.token = ""

    def get(self, path: str, *, htmx: bool = False, follow: bool = True) -> Page:
        """Open a page."""
        return self._seen("GET", path, {}, htmx, follow)

    def post(self, path: str, form: Mapping[str, Any], *, htmx: bool = False, follow: bool = True) -> Page:
        """Send a form, with the token of the last page."""
        return self._seen("POST", path, {"csrf_token": self.token, **form}, htmx, follow)

    def send(self, page: Page, changes: Mapping[str, Any], action: str = "versturen", **how: Any) -> Page:
        """Send the form of ``page`` with some answers changed (None takes one away)."""
        filled = {**page.fields(), **changes, "actie": action}
        target = page.one('//form[@id="formulier"]').get("action")
        return self.post(target, {name: value for name, value in filled.items() if value is not None}, **how)

    def _seen(self, method: str, path: str, form: Mapping[str, Any], htmx: bool, follow: bool) -> Page:
        self.site.who = self.actor
        headers = {"Referer": HOME + "/"} | ({"HX-Request": "true"} if htmx else {})
        answer = self.client.open(path, method=method, data=form or None, base_url=HOME, headers=headers, follow_redirects=follow)
        page = Page(answer)
        answer.close()
        tokens = page.all('//input[@name="csrf_token"]/@value') if page.tree is not None else []
        self.token = tokens[0] if tokens else self.token
        return page


def words(element: Element) -> str:
    """The text of an element with single spaces, also where two blocks meet."""
    return " ".join(" ".join(element.itertext()).split())
