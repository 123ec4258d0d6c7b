"""Takes the pictures of the documents anew: ``.venv/bin/python docs/pictures/make.py``.

Starts the demo on stores of its own, on a day that is always the same, and looks at it as a caseworker and as a process owner.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
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
PETRA = "petra.vermeer@adviesgroep.example"
WIDTH, HEIGHT, TALLEST, MARGIN = 1440, 900, 1500, 12
LARGEST = 400_000  # bytes of a picture
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
READY = ("[data-bpmn]:not(.is-getekend)", "[data-editor=bpmn]:not(.is-open)")


def main() -> None:
    """Every picture, in this folder."""
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as (runtime, address), browser(address) as new_page:
        for_caseworkers(new_page(FATMA), *most_telling(runtime))
        for_owners(new_page(PETRA))


def for_caseworkers(page: Any, case_id: str, task_id: str) -> None:
    """As Fatma of the social team."""
    take(page, "werklijst", "/werklijst?lijst=organisatie", "#tabs")
    take(page, "casus", f"/casussen/{case_id}", "#waar")
    take(page, "taak", f"/taken/{task_id}", "#formulier")
    take(page, "termijnen", "/termijnen")
    page.goto(f"/taken/{task_id}")
    page.get_by_role("button", name="Afronden en versturen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    photograph(page, "fout")


def for_owners(page: Any) -> None:
    """As Petra, process owner: a draft with a shorter term, and what can be done with it."""
    page.goto("/werkproces/versies")
    page.get_by_label("Naam").fill("Sneller advies van het Meldpunt")
    page.get_by_label("Wat wilt u veranderen en waarom?").fill("Het Meldpunt kan binnen twee werkdagen advies geven.")
    page.get_by_role("button", name="Begin een concept").click()
    draft = page.url
    take(page, "tabel", f"{draft}/tabel/termijnen")
    page.get_by_label("Regel 4, dan Aantal", exact=True).fill("2")
    page.get_by_role("button", name="Bewaren").first.click()
    page.goto(f"{draft}/controle")
    page.get_by_role("button", name="Controleer nu").click()
    photograph(page, "controle")
    take(page, "versie", draft)
    take(page, "tekening", f"{draft}/tekening/eerste_beoordeling", "[data-editor]")
    take(page, "formulier", f"{draft}/formulier/gedeeld/plan")
    take(page, "warmtekaart", "/werkproces/warmtekaart?tekening=eerste_beoordeling")
    rehearse_a_case(page, draft)


def rehearse_a_case(page: Any, draft: str) -> None:
    """The draft tried with an invented case, three steps on."""
    page.goto(f"{draft}/proef/begin?voorbeeld=recidive&huurder=mevrouw Jansen&gemeente=Dordrecht")
    page.get_by_role("button", name="Proef beginnen").click()
    steps = (("Bereid de melding voor", "alleen achterstand"), ("Beslis over de casusregie", "team neemt aan"))
    for name, example in steps:
        page.locator("main table").get_by_role("link", name=name).click()
        page.get_by_role("link", name=example, exact=True).click()
        page.get_by_role("button", name="Afronden en versturen").click()
    photograph(page, "proef")


def take(page: Any, name: str, path: str, last: str = "") -> None:
    """Go there and photograph it down to the element ``last``, or a window high."""
    page.goto(path)
    photograph(page, name, last)


def photograph(page: Any, name: str, last: str = "") -> None:
    """What stands on the page, when its drawings are there."""
    for waiting in READY:
        expect(page.locator(waiting)).to_have_count(0)
    box = page.locator(last).bounding_box() if last else {"y": 0, "height": 0}
    bottom = min(max(HEIGHT, box["y"] + box["height"] + MARGIN), TALLEST)
    taken = HERE / f"{name}.png"
    page.screenshot(path=taken, clip={"x": 0, "y": 0, "width": WIDTH, "height": bottom}, full_page=True)
    assert taken.stat().st_size < LARGEST, f"{taken.name}: {taken.stat().st_size} bytes"
    print(f"{taken.relative_to(ROOT)}: {taken.stat().st_size // 1000} KB", flush=True)


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
def browser(address: str) -> Iterator[Callable[[str], Any]]:
    """The browser on PATH: a page per account, signed in."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])

        def new_page(account: str) -> Any:
            context = opened.new_context(base_url=address, viewport={"width": WIDTH, "height": HEIGHT}, locale="nl-NL")
            page = context.new_page()
            sign_in(page, account)
            return page

        yield new_page
        opened.close()


def sign_in(page: Any, account: str) -> None:
    """At the door."""
    page.goto("/inloggen")
    page.get_by_label("E-mailadres van uw werk").fill(account)
    page.get_by_label("Wachtwoord", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Inloggen")


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
