"""Takes the pictures of the documents anew: ``.venv/bin/python docs/pictures/make.py``.

Starts the demo on stores of its own, on a day that is always the same, and looks at it as Fatma Yildiz of the social team.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

import waitress  # noqa: E402
from playwright.sync_api import expect, sync_playwright  # noqa: E402

from phu_runtime import startup  # noqa: E402
from phu_runtime.actions.show_case import show_case  # noqa: E402
from phu_runtime.actions.show_worklist import show_worklist  # noqa: E402
from phu_runtime.calendar import AMSTERDAM  # noqa: E402
from phu_runtime.demo import DEMO_PASSWORD, load_demo, load_demo_cases  # noqa: E402
from phu_runtime.pages import new_app  # noqa: E402
from phu_runtime.records import accounts  # noqa: E402
from phu_runtime.settings import read_settings  # noqa: E402
from phu_runtime.shapes import Actor  # noqa: E402
from phu_runtime.steps.runtime import Runtime  # noqa: E402
from phu_runtime.workprocess.files import read_files  # noqa: E402

NOW = datetime(2025, 11, 25, 10, 0, tzinfo=AMSTERDAM)
FATMA = "fatma.yildiz@wijkteamdordrecht.example"
WIDTH, HEIGHT, TALLEST, MARGIN = 1440, 900, 1500, 12
LARGEST = 400_000  # bytes of a picture
LAST = {"werklijst": "#tabs", "casus": "#waar", "taak": "#formulier"}  # a picture ends below this, or with the window
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """The three pictures, in this folder."""
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as (runtime, address), browser_page(address) as page:
        sign_in(page)
        case_id, task_id = most_telling(runtime)
        for name, path in (("werklijst", "/werklijst?lijst=organisatie"), ("casus", f"/casussen/{case_id}"), ("taak", f"/taken/{task_id}")):
            page.goto(path)
            expect(page.locator("[data-bpmn]:not(.is-getekend)")).to_have_count(0)
            taken = HERE / f"{name}.png"
            box = page.locator(LAST[name]).bounding_box()
            bottom = min(max(HEIGHT, box["y"] + box["height"] + MARGIN), TALLEST)
            page.screenshot(path=taken, clip={"x": 0, "y": 0, "width": WIDTH, "height": bottom}, full_page=True)
            assert taken.stat().st_size < LARGEST, f"{taken.name}: {taken.stat().st_size} bytes"
            print(f"{taken.relative_to(ROOT)}: {taken.stat().st_size // 1000} KB")


@contextmanager
def demo(folder: Path) -> Iterator[tuple[Runtime, str]]:
    """The demo with its cases, served on some free port."""
    opened = startup.open_runtime(read_settings({"PHU_VAR": str(folder)}, demo=True))
    runtime = Runtime(opened.settings, opened.database, opened.keys, lambda: NOW)
    startup.publish_shipped(runtime)
    load_demo(runtime)
    load_demo_cases(runtime, read_files(ROOT))
    server = waitress.create_server(new_app(runtime), host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield runtime, f"http://127.0.0.1:{server.effective_port}"
    server.close()
    runtime.database.close()
    runtime.keys.close()


@contextmanager
def browser_page(address: str) -> Iterator[Any]:
    """An empty page of the browser on PATH."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(base_url=address, viewport={"width": WIDTH, "height": HEIGHT}, locale="nl-NL")
        browser.close()


def sign_in(page: Any) -> None:
    """As Fatma, at the door."""
    page.goto("/inloggen")
    page.get_by_label("E-mailadres van uw werk").fill(FATMA)
    page.get_by_label("Wachtwoord", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("heading", name="Werklijst")).to_be_visible()


def most_telling(runtime: Runtime) -> tuple[str, str]:
    """Of the cases in which Fatma has something to do: the one in which most parties have, with a term. And her task there."""
    with runtime.transaction() as store:
        user = accounts.user_by_email(store.session, FATMA)
        assert user is not None
        team = accounts.get_organisation(store.session, user.organisation_id)
        fatma = Actor(user.id, user.name, team.id, team.name, team.party, accounts.roles_of(store.session, user.id))
        rows = show_worklist(store, fatma, "organisatie").rows
        shown = {row.case_id: show_case(store, fatma, row.case_id) for row in rows}
        parties = {case_id: {task.organisation for task in case.tasks if task.term.due} for case_id, case in shown.items()}
        best = max(rows, key=lambda row: (len(parties[row.case_id]), len(shown[row.case_id].tasks), row.case_number))
        return best.case_id, best.task_id


if __name__ == "__main__":
    main()
