"""The real application behind waitress, on SQLite files, as a practice environment.

One server per worker; each test begins with fresh stores. The clock of the computer begins on a Monday morning and runs; days
pass as they do in the demo, by its own clock, so that nobody's session ends.
"""

from __future__ import annotations

import shutil
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import waitress

from phu_runtime.actions.sign_in import sign_in
from phu_runtime.calendar import AMSTERDAM
from phu_runtime.demo import DEMO_PASSWORD
from phu_runtime.keys import make_keys
from phu_runtime.pages import new_app
from phu_runtime.records import facts, tasks
from phu_runtime.records.session import open_database
from phu_runtime.settings import Settings
from phu_runtime.steps.runtime import Runtime
from phu_runtime.workprocess import WorkProcess
from tests.conftest import INDEX_KEY, MASTER_KEY
from tests.region import RELEASE, Region

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=AMSTERDAM)


class DemoClock:
    """The moment that the pages show, moved as the button in the purple bar moves it."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    @property
    def now(self) -> datetime:
        with self._runtime.reading() as store:
            return store.now

    def move(self, **parts: float) -> datetime:
        """Forward by a timedelta's parts; the new moment."""
        with self._runtime.transaction() as store:
            facts.move_clock(store.session, int(timedelta(**parts).total_seconds()))
        return self.now


class Demo(Region):
    """The region behind the server: what a test does in-process stands on the pages at once."""

    def __init__(self, runtime: Runtime, address: str, work: WorkProcess) -> None:
        super().__init__(runtime, DemoClock(runtime))
        self.address = address
        self.work = work

    def token(self, email: str) -> str:
        """What the browser of someone who signed in keeps."""
        return str(self.act(sign_in, email, DEMO_PASSWORD, "127.0.0.1", "Chromium op Linux").token)  # type: ignore[arg-type]

    def task(self, case_id: str, form: str, email: str) -> Any:
        """The row of the open task with this form of this person's organisation."""
        place = self.person(email).organisation_id
        with self.runtime.reading() as store:
            rows = tasks.open_tasks(store.session, case_id)
            found = [row for row in rows if (row.form, row.organisation_id) == (form, place)]
        assert len(found) == 1, f"{len(found)} × {form}; open: {[row.form for row in rows]}"
        return found[0]


class DemoSite:
    """The server; ``renew`` puts fresh stores behind it."""

    def __init__(self, furnished_file: Path, work: WorkProcess) -> None:
        self._furnished, self._work = furnished_file, work
        self._server = waitress.create_server(self._answer, host="127.0.0.1", port=0, threads=4)
        self.address = f"http://127.0.0.1:{self._server.effective_port}"
        self._app: Any = None
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def renew(self, folder: Path) -> Demo:
        """Everybody there, no case yet, the clock back on Monday morning."""
        shutil.copy(self._furnished, folder / "phu.sqlite3")
        database = open_database(f"sqlite:///{folder}/phu.sqlite3")
        keys = make_keys(f"sqlite:///{folder}/keys.sqlite3", [MASTER_KEY], INDEX_KEY)
        settings = Settings("", "", "s" * 40, (MASTER_KEY,), INDEX_KEY, demo=True, var=folder, public_url=self.address)
        runtime = Runtime(settings, database, keys, self._now, read={RELEASE: self._work})
        self._began = time.monotonic()
        if self._app is None:
            self._app = new_app(runtime)
        self._app.extensions["phu"] = runtime
        return Demo(runtime, self.address, self._work)

    def close(self) -> None:
        """Stops the server."""
        self._server.close()
        self._server.task_dispatcher.shutdown()
        self._thread.join(timeout=5)

    def _answer(self, environ: Any, start_response: Any) -> Any:
        return self._app(environ, start_response)

    def _now(self) -> datetime:
        return MONDAY + timedelta(seconds=time.monotonic() - self._began)
