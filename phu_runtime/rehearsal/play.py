"""Playing a scenario: who does what in which case, and the clock with all that becomes due on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from phu_runtime.actions.deliver_message import deliver_message
from phu_runtime.actions.fire_timers import fire_timers
from phu_runtime.actions.propose_destruction import propose_destruction
from phu_runtime.actions.send_event import send_event
from phu_runtime.actions.start_case import start_case
from phu_runtime.actions.submit_task import submit_task
from phu_runtime.errors import CaseStuck, FormInvalid, PhuError
from phu_runtime.records import cases, inbox, notices, participation, tasks, timers
from phu_runtime.rehearsal.scenario import Scenario, Step
from phu_runtime.rehearsal.spoken import later, raw_answers
from phu_runtime.rehearsal.stage import MovedClock, read_actor
from phu_runtime.shapes import Actor
from phu_runtime.showing.forms import prefilled
from phu_runtime.steps.events import event_for
from phu_runtime.steps.runtime import Runtime
from phu_runtime.steps.taken import role_for, task_for

BETWEEN_STEPS = timedelta(minutes=1)
JUST_AFTER = timedelta(seconds=1)
MOST_TIMERS = 500
Told = tuple[str, str]


class PlayStopped(PhuError):
    """A step of a scenario that cannot be done; the sentence says why."""

    status = 409


@dataclass(frozen=True)
class Waiting:
    """A moment at which the clock looks at a case again. ``kind``: engine (drawn), warning or end (of a task's term)."""

    due: datetime
    kind: str
    element: str
    task_id: str | None


class Play:
    """One scenario in one house. ``reporter(name)`` gives the worker of the corporation that starts the case; ``shift`` plays
    the scenario earlier or later than it is dated (the demo)."""

    def __init__(
        self, runtime: Runtime, clock: MovedClock, scenario: Scenario, reporter: Callable[[str], Actor], shift: timedelta = timedelta()
    ) -> None:
        self.runtime = runtime
        self.clock = clock
        self.scenario = scenario
        self.case_id = ""
        self.told: list[Told] = []
        self._reporter = reporter
        self._shift = shift
        self._cases: list[str] = []
        self._heard: set[str] = set()

    def start(self) -> None:
        """The start form, sent by the corporation. Raises PlayStopped."""
        self.clock.now = self.scenario.at + self._shift
        actor = self._reporter(self.scenario.organisation)
        if self.scenario.role:
            with self.runtime.reading() as store:
                actor = read_actor(store, actor.organisation_id, self.scenario.role)
        raw = self._raw(self.scenario.answers)
        with _told_in_words(), self.runtime.transaction() as store:
            self.case_id = start_case(store, actor, self.scenario.form, raw).case_id
        self._cases.append(self.case_id)
        self._settle()

    def take(self, step: Step) -> None:
        """One step. Raises PlayStopped."""
        with _told_in_words():
            if step.kind == "klok":
                self._move_clock(step.what)
            elif step.kind == "volgt":
                self._follow(step.what)
            else:
                self.clock.now += BETWEEN_STEPS
                self._do(step) if step.kind == "doet" else self._send(step)
        self._settle()

    def worker(self, role: str) -> Actor:
        """Who works for the organisation that plays ``role`` in the case. Raises PlayStopped."""
        with self.runtime.reading() as store:
            for party, _ in participation.current_parties(store.session, self.case_id):
                if party.role == role:
                    return read_actor(store, party.organisation_id, role)
        raise PlayStopped(f"De rol '{role}' doet niet mee. Kies een partij van deze casus.")

    def others(self) -> list[str]:
        """The processes of the cases that came of this one and can be followed (``volgt``)."""
        with self.runtime.reading() as store:
            newest = {cases.get_case(store.session, case_id).process: case_id for case_id in self._cases}
        return [process for process, case_id in newest.items() if case_id != self.case_id]

    def waiting(self) -> list[Waiting]:
        """What the case on the stage waits for, first due first."""
        with self.runtime.reading() as store:
            rows = [row for row in timers.timers_of_case(store.session, self.case_id) if row.status == "waiting"]
        return sorted((Waiting(row.due, row.kind, row.element, row.task_id) for row in rows), key=lambda one: one.due)

    def _do(self, step: Step) -> None:
        with self.runtime.reading() as store:
            rows = [(row.id, row.form, row.element, row.roles.split(",")) for row in tasks.open_tasks(store.session, self.case_id)]
        fitting = [row for row in rows if step.role in row[3] and step.what in (row[1], row[2])]
        if len(fitting) != 1:
            there = ", ".join(f"{' of '.join(roles)} {form} ({element})" for _, form, element, roles in rows) or "niets"
            many = "geen taak" if not fitting else f"{len(fitting)} taken"
            raise PlayStopped(f"Er staat {many} '{step.what}' open voor {step.role}. Open staat: {there}.")
        actor, task_id = self.worker(step.role), fitting[0][0]
        with self.runtime.reading() as store:
            case, row = task_for(store, actor, task_id, "see_task", lock=False)
            known = prefilled(case, case.work.forms[row.form], role_for(case, row, actor), row.step) if row.form else {}
        with self.runtime.transaction() as store:
            submit_task(store, actor, task_id, {**known, **self._raw(step.answers)})

    def _send(self, step: Step) -> None:
        actor = self.worker(step.role)
        key = f"{self.scenario.key}-{step.line}-{self.clock.now.isoformat()}"
        with self.runtime.reading() as store:
            case, awaited = event_for(store, actor, self.case_id, step.what, lock=False)
            at_step = awaited.properties.get("processtap", "")
            known = prefilled(case, case.work.forms[awaited.form], step.role, at_step)
        raw = {**known, **self._raw(step.answers)}
        with self.runtime.transaction() as store:
            send_event(store, actor, self.case_id, step.what, raw, None, key)

    def _raw(self, answers: Mapping[str, Any]) -> dict[str, str | list[str]]:
        """As a browser sends them; a day that stands in the file moves along with the scenario."""
        moved = {key: value + self._shift if isinstance(value, date) else value for key, value in answers.items()}
        return raw_answers(moved, self.clock.now)

    def _move_clock(self, text: str) -> None:
        until = later(self.clock.now, text)
        if until is None:
            raise PlayStopped(f"'{text}' is geen tijd. Schrijf bijvoorbeeld: +7 dagen, of 2026-03-16 09:00.")
        if not text.strip().startswith("+"):
            until += self._shift
        if until < self.clock.now:
            raise PlayStopped(f"De klok kan niet terug: het is al {self.clock.now:%d-%m-%Y %H:%M}.")
        for _ in range(MOST_TIMERS):
            self._deliver()
            moment, case_id = self._next_due()
            if moment is None or moment > until:
                break
            self.clock.now = max(self.clock.now, moment) + JUST_AFTER
            with self.runtime.transaction() as store:
                fire_timers(store, case_id)
        else:
            raise PlayStopped("Er blijven steeds nieuwe termijnen verstrijken.")
        self.clock.now = max(self.clock.now, until)
        with self.runtime.transaction() as store:
            self._cases += propose_destruction(store)

    def _next_due(self) -> tuple[datetime | None, str]:
        """The first moment at which a case of this scenario must be looked at."""
        with self.runtime.reading() as store:
            waiting = [
                (timer.due, case_id)
                for case_id in self._cases
                for timer in timers.timers_of_case(store.session, case_id)
                if timer.status == "waiting"
            ]
        return min(waiting, default=(None, ""))

    def _follow(self, process: str) -> None:
        self._deliver()
        with self.runtime.reading() as store:
            found = [case_id for case_id in self._cases if cases.get_case(store.session, case_id).process == process]
        if not found or found[-1] == self.case_id:
            raise PlayStopped(f"Uit deze casus is geen casus '{process}' ontstaan.")
        self.case_id = found[-1]

    def _settle(self) -> None:
        """Messages between cases arrive; then what was told in this step is written down as (role, event)."""
        with _told_in_words():
            self._deliver()
        self.told = []
        with self.runtime.reading() as store:
            for party, _ in participation.current_parties(store.session, self.case_id):
                for notice in reversed(notices.notices(store.session, party.organisation_id, "")[0]):
                    if notice.id not in self._heard:
                        self._heard.add(notice.id)
                        self.told.append((notice.role, notice.event))

    def _deliver(self) -> None:
        with self.runtime.transaction() as store:
            waiting = inbox.claim_due(store.session, self.clock.now)
        for message_id in waiting:
            with self.runtime.transaction() as store:
                self._cases.append(deliver_message(store, message_id))


@contextmanager
def _told_in_words() -> Iterator[None]:
    """Turns a refusal of the runtime into PlayStopped, with the sentence that a user would have read."""
    try:
        yield
    except PlayStopped:
        raise
    except FormInvalid as invalid:
        problems = "; ".join(f"{key or 'formulier'}: {sentence}" for key, sentence in invalid.problems.items())
        raise PlayStopped(f"De antwoorden zijn niet goed. {problems}") from invalid
    except CaseStuck as stuck:
        raise PlayStopped(f"{stuck.message} (onderdeel {stuck.element})") from stuck
    except PhuError as error:
        raise PlayStopped(error.message) from error
