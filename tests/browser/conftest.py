"""A real browser for the tests: Debian's Chromium, without traffic of its own, and the demo that it visits."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from phu_runtime.workprocess import WorkProcess
from tests.browser.demo_site import Demo, DemoSite
from tests.browser.looking import Axe, Links
from tests.browser.person import Person
from tests.region import furnished_file, shipped

__all__ = ["furnished_file", "shipped"]

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = (1440, 900)
expect.set_options(timeout=20_000)  # on a busy machine


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Chromium as it is found on PATH."""
    found = next((path for path in map(shutil.which, _NAMES) if path), None)
    assert found, "Er is geen Chromium op PATH. `make test` installeert het."
    return {**browser_type_launch_args, "executable_path": found, "args": list(_FLAGS)}


@pytest.fixture(scope="session")
def base_url() -> str | None:
    """No address of its own: each test says where it goes (the plugin's own fixture warns under this pytest)."""
    return None


@pytest.fixture(scope="session")
def demo_site(furnished_file: Path, shipped: WorkProcess) -> Iterator[DemoSite]:
    """The server of this worker."""
    site = DemoSite(furnished_file, shipped)
    yield site
    site.close()


@pytest.fixture
def demo(demo_site: DemoSite, tmp_path: Path) -> Iterator[Demo]:
    """The demo on a Monday morning: all accounts, no case yet."""
    made = demo_site.renew(tmp_path)
    yield made
    made.runtime.database.close()
    made.runtime.keys.close()


@pytest.fixture(scope="session")
def followed_links() -> set[tuple[str, str]]:
    """The links that this worker has followed: (reader, address without ids)."""
    return set()


@pytest.fixture(scope="session")
def axe() -> Axe:
    """What this worker's pages are judged by."""
    return Axe()


@pytest.fixture
def arrive(browser: Any, demo: Demo, axe: Axe, followed_links: set[tuple[str, str]]) -> Iterator[Callable[..., Person]]:
    """``arrive(email)``: someone at a browser of their own, signed in unless ``at_the_door``. What they saw is judged at the end."""
    people: list[Person] = []

    def arrive(email: str, *, at_the_door: bool = False, size: tuple[int, int] = WIDE, script: bool = True) -> Person:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, locale="nl-NL", java_script_enabled=script)
        person = Person(context, demo, email, axe, Links(followed_links), has_script=script)
        people.append(person)
        if not at_the_door:
            person.enter()
        return person

    yield arrive
    for person in people:
        person.leave()
