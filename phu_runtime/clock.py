"""The clock: what is due gets done, each case in a transaction of its own. One interval job per node, no job store.

Runs under ``python app.py`` or ``python -m phu_runtime clock``, never in web workers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from phu_runtime.actions.anchor_log import anchor_log
from phu_runtime.actions.deliver_message import deliver_message
from phu_runtime.actions.destroy_case import destroy_case
from phu_runtime.actions.fire_timers import fire_timers
from phu_runtime.actions.postpone_message import postpone_message
from phu_runtime.actions.propose_destruction import propose_destruction
from phu_runtime.actions.tell_validity import tell_validity
from phu_runtime.calendar import local_date
from phu_runtime.errors import PhuError
from phu_runtime.mail import Mail, Postman
from phu_runtime.records import cases, dossiers, inbox, outbox, timers
from phu_runtime.records.backup import write_destroyed
from phu_runtime.records.log_chain import seal_lines
from phu_runtime.steps.runtime import Runtime

SECONDS = 5
AT_ONCE = 100
MAILS_AT_ONCE = 10
ROUNDS = 50
DESTROYED = "vernietigd.txt"
CONCEPTS_KEPT = timedelta(days=14)  # of start forms and rehearsals; those of a case go with the case
log = structlog.get_logger("clock")


class Clock:
    """Due timers, the inbox, the outbox and the sealing of the log."""

    def __init__(self, runtime: Runtime, postman: Postman) -> None:
        self._runtime = runtime
        self._postman = postman
        self._scheduler: BackgroundScheduler | None = None
        self._today: date | None = None
        self._anchored: date | None = None

    def start(self) -> None:
        """A tick every few seconds, one at a time; missed ticks fall together."""
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(self.tick, "interval", seconds=SECONDS, max_instances=1, coalesce=True, id="tick")
        self._scheduler.start()

    def stop(self) -> None:
        """Ends after the tick that runs."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)

    def tick(self) -> int:
        """Does everything that is due now, also what becomes due through it; how many cases and messages were handled."""
        handled = 0
        for _ in range(ROUNDS):
            done = self._timers() + self._inbox()
            handled += done
            if not done:
                break
        self._guarded("dagelijks", "", self._daily)
        self._guarded("logzegel", "", self._anchor)
        self._mail()
        self._destroy()
        self._seal()
        return handled

    def _timers(self) -> int:
        with self._runtime.transaction() as store:
            case_ids = timers.claim_due(store.session, store.now, AT_ONCE)
        for case_id in case_ids:
            self._guarded("termijn", case_id, self._fire)
        return len(case_ids)

    def _fire(self, case_id: str) -> None:
        with self._runtime.transaction() as store:
            fire_timers(store, case_id)

    def _inbox(self) -> int:
        with self._runtime.transaction() as store:
            message_ids = inbox.claim_due(store.session, store.now, AT_ONCE)
        for message_id in message_ids:
            self._guarded("bericht", message_id, self._deliver)
        return len(message_ids)

    def _deliver(self, message_id: str) -> None:
        with self._runtime.transaction() as store:
            deliver_message(store, message_id)

    def _guarded(self, what: str, which: str, act: Callable[[str], None]) -> None:
        """One case that fails never stops the others: it is tried again later, and has an incident."""
        try:
            act(which)
        except Exception as error:  # noqa: BLE001  (the clock's loop: one case never stops the others)
            reason = error.message if isinstance(error, PhuError) else type(error).__name__
            log.warning("clock_failed", what=what, which=which, reason=reason)
            self._postpone(what, which, reason)

    def _postpone(self, what: str, which: str, reason: str) -> None:
        with self._runtime.transaction() as store:
            if what == "termijn":
                timers.timers_failed(store.session, which, store.now)
            elif what == "bericht":
                postpone_message(store, which, reason)

    def _daily(self, _which: str) -> None:
        """What is looked at once a day."""
        with self._runtime.transaction() as store:
            today = local_date(store.now)
            if today == self._today:
                return
            propose_destruction(store)
            tell_validity(store)
            dossiers.delete_old_concepts(store.session, store.real_now - CONCEPTS_KEPT)
        self._today = today

    def _anchor(self, _which: str) -> None:
        """Once a real day, also when the clock of a demo stands or runs."""
        with self._runtime.transaction() as store:
            day = local_date(store.real_now)
            if day == self._anchored:
                return
            anchor_log(store)
        self._anchored = day

    def _mail(self) -> None:
        """A few at a time: they must be gone before their lease ends, also when the server lets each wait for its time limit."""
        with self._runtime.transaction() as store:
            outbox.address_notices(store.session, store.now, store.settings.public_url)
        for _ in range(ROUNDS):
            with self._runtime.transaction() as store:
                mails = [(mail.id, mail) for mail in outbox.claim_due(store.session, store.now, MAILS_AT_ONCE)]
            self._send(mails)
            if len(mails) < MAILS_AT_ONCE:
                break

    def _send(self, mails: Sequence[tuple[str, Mail]]) -> None:
        for mail_id, mail in mails:
            problem = self._postman.send(mail)
            with self._runtime.transaction() as store:
                if problem:
                    outbox.mark_failed(store.session, mail_id, store.now, problem)
                else:
                    outbox.mark_sent(store.session, mail_id, store.now)

    def _destroy(self) -> None:
        """Cases whose retention has passed; the list of destroyed cases is kept outside both stores."""
        with self._runtime.reading() as store:
            case_ids = cases.due_for_destruction(store.session, store.now)
        for case_id in case_ids:
            self._guarded("vernietiging", case_id, self._destroy_one)
        if case_ids:
            write_destroyed(self._runtime.keys, self._runtime.settings.var / DESTROYED)

    def _destroy_one(self, case_id: str) -> None:
        with self._runtime.transaction() as store:
            destroy_case(store, case_id)

    def _seal(self) -> None:
        with self._runtime.transaction() as store:
            seal_lines(store.session)
