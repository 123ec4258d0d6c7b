"""A real browser for the tests: Debian's Chromium, without traffic of its own."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

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
