"""Every kind of page that anybody's links lead to, opened in the browser: whole, silent and free of what axe finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.browser.demo_site import Demo
from tests.browser.looking import kind_of
from tests.browser.person import Person
from tests.region import ASSESSED, DAAN, MARGRIET, MARK, PETRA, THOMAS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OF_EACH_KIND = 2  # drawings, tables, forms and letters of the work process: two of each
PATHS = "all => [...new Set(all.map(link => link.getAttribute('href')))]"


def test_every_page_that_links_lead_to_is_whole(arrive: Callable[..., Person], demo: Demo) -> None:
    demo.follow(demo.start(), ASSESSED)
    opened: Counter[str] = Counter()
    for email in (MARK, DAAN, PETRA, MARGRIET, THOMAS):  # each sees what those before could not reach
        walk(arrive(email), opened)
    assert {"/werklijst", "/casussen/*", "/werkproces/tabel/*", "/beheer/accounts/*", "/hulp"} <= set(opened)


def walk(who: Person, opened: Counter[str]) -> None:
    """From the start page along every link to a page of which not enough have been opened."""
    waiting, known = ["/"], {"/"}
    while waiting:
        who.open(waiting.pop(0))
        for link in who.page.locator("a[href^='/']").evaluate_all(PATHS):
            path = urlsplit(link).path
            kind = kind_of(path)
            is_file = "." in path.rsplit("/", 1)[1]
            if path in known or is_file or opened[kind] >= (OF_EACH_KIND if kind.endswith("*") else 1):
                continue
            known.add(path)
            opened[kind] += 1
            waiting.append(path)
