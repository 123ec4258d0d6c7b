"""The gatekeeper: whole checks of releases, one at a time, outside any transaction. It runs where the clock runs, never in web workers,
in a thread of its own, so that no term waits for it.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from phu_runtime import __version__
from phu_runtime.errors import Finding, NotFound
from phu_runtime.records import release_checks, release_history, releases
from phu_runtime.rehearsal.apart import played_apart
from phu_runtime.steps.runtime import Runtime
from phu_runtime.workprocess import digest
from phu_runtime.workprocess.gate import Checked, check_for_publication
from phu_runtime.workprocess.gate.kept import as_text

SECONDS = 2
FILES_PART, SCENARIOS_PART, LAST_PART = 5, 30, 99  # percent
CHANGED = "Er is intussen iets bewaard. Controleer opnieuw."
Scenarios = Callable[[Mapping[str, bytes], Callable[[int, int], None]], Sequence[Finding]]
log = structlog.get_logger("gatekeeper")


class Halted(Exception):
    """This run ends here: another took its place, or the process stops."""


class Gatekeeper:
    """``scenarios`` plays those of a release and tells how far it came."""

    def __init__(self, runtime: Runtime, scenarios: Scenarios = played_apart) -> None:
        self._runtime = runtime
        self._scenarios = scenarios
        self._stopping = threading.Event()
        self._scheduler: BackgroundScheduler | None = None

    def start(self) -> None:
        """Looks every few seconds whether a check waits."""
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(self.run_next, "interval", seconds=SECONDS, max_instances=1, coalesce=True, id="gate")
        self._scheduler.start()

    def stop(self) -> None:
        """Gives the check that runs back, within seconds; whoever starts next begins it again."""
        self._stopping.set()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)

    def run_next(self) -> bool:
        """Does the check that waited longest, from start to end; False when none waits. What it finds is kept with its digest."""
        with self._runtime.transaction() as store:
            claimed = release_checks.claim_next(store.session, store.now, store.real_now)
            if claimed is None:
                return False
            run, wanted, release_id, who = claimed.run, claimed.digest, claimed.release_id, claimed.asked_by
            files = releases.release_files(store.session, release_id)
        if digest(files) != wanted:
            self._stopped(run, CHANGED)
            return True
        try:
            checked = self._check(run, files)
        except Halted:
            self._stopped(run, "", again=True)
            return True
        self._ended(run, release_id, who, checked)
        return True

    def _check(self, run: str, files: Mapping[str, bytes]) -> Checked:
        parts = iter((FILES_PART, SCENARIOS_PART, LAST_PART))

        def say(sentence: str) -> None:
            self._go_on(run, next(parts), sentence)

        def play(files: Mapping[str, bytes]) -> Sequence[Finding]:
            def tell(done: int, of: int) -> None:
                part = SCENARIOS_PART + (LAST_PART - SCENARIOS_PART) * done // max(of, 1)
                self._go_on(run, part, f"De scenario's worden gespeeld: {done} van {of}.")

            return self._scenarios(files, tell)

        return check_for_publication(files, scenarios=play, progress=say)

    def _go_on(self, run: str, percentage: int, sentence: str) -> None:
        with self._runtime.transaction() as store:
            mine = release_checks.go_on(store.session, run, percentage, sentence, store.real_now)
        if not mine or self._stopping.is_set():
            raise Halted

    def _stopped(self, run: str, why: str, *, again: bool = False) -> None:
        with self._runtime.transaction() as store:
            release_checks.stop(store.session, run, why=why, at=store.now, again=again)

    def _ended(self, run: str, release_id: str, who: str | None, checked: Checked) -> None:
        with self._runtime.transaction() as store:
            if not release_checks.end(store.session, run, found=as_text(checked), program=__version__, at=store.now):
                return
            with contextlib.suppress(NotFound):  # a draft may be thrown away meanwhile
                release = releases.get_release(store.session, release_id)
                release_history.note_event(store.session, release, "gekeurd", who, store.now, checked.in_words)
        log.info("release_checked", release=release_id, findings=len(checked.findings))
