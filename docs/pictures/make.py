"""Takes the README's pictures from the running product: ``python docs/pictures/make.py``.

Starts a practice environment of its own in a temporary folder, signs in as the demo's people and photographs three pages. Needs
Chromium on the PATH and requirements-dev.txt.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
PORT = "8137"
SITE = f"http://127.0.0.1:{PORT}"
PASSWORD = "oefenen-phu-2026"  # noqa: S105  (the demo's, told to everybody)
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
WAIT = 240


def main() -> int:
    """0 when the three pictures were written."""
    browser = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if browser is None:
        print("Zet Chromium op het PATH.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PHU_VAR": folder, "PHU_PORT": PORT}
        server = subprocess.Popen([sys.executable, "app.py", "--demo"], cwd=HERE.parents[1], env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait()
            with sync_playwright() as playwright:
                page = playwright.chromium.launch(executable_path=browser, args=FLAGS).new_page(viewport={"width": 1440, "height": 1000})
                _sign_in(page, "fatma.yildiz@wijkteamdordrecht.example")
                _pictures(page)
        finally:
            server.terminate()
            server.wait(30)
    return 0


def _wait() -> None:
    """Until the site answers."""
    for _ in range(WAIT):
        try:
            urllib.request.urlopen(f"{SITE}/healthz", timeout=2)
            return
        except OSError:
            time.sleep(1)
    raise SystemExit("De oefenomgeving start niet.")


def _sign_in(page: Page, email: str) -> None:
    page.goto(f"{SITE}/inloggen")
    page.fill("input[name=email]", email)
    page.fill("input[type=password]", PASSWORD)
    page.press("input[type=password]", "Enter")
    page.wait_for_load_state()


def _pictures(page: Page) -> None:
    """The worklist, a task in it, and the case that the task belongs to."""
    for _ in range(WAIT):
        page.goto(f"{SITE}/werklijst?lijst=organisatie")
        tasks = page.get_by_role("link", name="Beoordeel de situatie")
        if tasks.count() and page.locator("a[href^='/taken/']").count() > 3:
            break
        time.sleep(2)
    page.screenshot(path=HERE / "werklijst.png")
    page.get_by_role("link", name="Beoordeel de situatie").first.click()
    page.wait_for_load_state()
    page.screenshot(path=HERE / "taak.png")
    page.locator("a[href^='/casussen/']", has_text="PHU-").first.click()
    page.wait_for_load_state()
    page.wait_for_timeout(1500)
    page.screenshot(path=HERE / "casus.png", full_page=True, clip={"x": 0, "y": 0, "width": 1440, "height": 1330})


if __name__ == "__main__":
    raise SystemExit(main())
