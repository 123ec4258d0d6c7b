"""A rehearsal under way: a house of its own, and the scenario that it has become so far. That scenario is the whole state: played
again on the same files it gives the same case."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from phu_runtime.actions.preview_letter import preview_letter
from phu_runtime.actions.preview_task import preview_task
from phu_runtime.actions.show_event import show_event
from phu_runtime.actions.show_task import show_task
from phu_runtime.errors import CaseStuck, FormInvalid, NotYours, OutOfDate, PhuError
from phu_runtime.formdefs import Form
from phu_runtime.records import accounts, outbox, tasks
from phu_runtime.rehearsal.beginning import example_answers
from phu_runtime.rehearsal.checks import differences
from phu_runtime.rehearsal.filled_in import as_answers
from phu_runtime.rehearsal.observed import Observer
from phu_runtime.rehearsal.play import BETWEEN_STEPS, Play, PlayStopped
from phu_runtime.rehearsal.scenario import Scenario, Step
from phu_runtime.rehearsal.stage import Stage
from phu_runtime.rehearsal.written import write_scenario
from phu_runtime.shapes import Actor, LetterText, TaskShown
from phu_runtime.showing.forms import prefilled
from phu_runtime.steps.checking_answers import form_for
from phu_runtime.steps.events import event_for
from phu_runtime.steps.store import Store
from phu_runtime.steps.taken import role_for, task_for
from phu_runtime.workprocess import WorkProcess

Raw = Mapping[str, Any]
MAILS_AT_ONCE = 500
MOST_STEPS = 200
NOWHERE = "https://phu.voorbeeld"
_PLACE = re.compile(r"#\w+")


@dataclass(frozen=True)
class Letterbox:
    """A mail as it would have been sent."""

    recipient: str
    subject: str
    body: str
    at: Any


@dataclass(frozen=True)
class Deviation:
    """A step that goes another way than when it was recorded. ``number``: 0 for the start; ``stopped``: it cannot be done, and
    ``element`` is where the case got stuck, if it did."""

    number: int
    step: Step | None
    sentence: str
    stopped: bool = False
    element: str = ""


class Live:
    """Starts the case of ``scenario``, without its steps. Raises FormInvalid, CaseStuck, PlayStopped and other PhuErrors.

    After CaseStuck, or when the clock could not be moved, ``whole`` is False: the house is no longer what the scenario says.
    """

    def __init__(self, work: WorkProcess, scenario: Scenario) -> None:
        self.work = work
        self.whole = True
        self.mails: list[Letterbox] = []
        self._stage = Stage(work)
        self.play = Play(self._stage.runtime, self._stage.clock, scenario, lambda name: self._stage.actor(name, "woningcorporatie"))
        self._observer = Observer(self.play)
        self._worker: dict[tuple[str, str], Actor] = {}
        try:
            _with_cause(self.play.start)
            self.scenario = replace(scenario, steps=(), then=self._observer.then())
            self._post()
        except BaseException:
            self.close()
            raise
        self.text = write_scenario(self.scenario).decode()

    @property
    def runtime(self) -> Any:
        """The house's own runtime: its stores, its clock."""
        return self._stage.runtime

    @property
    def now(self) -> Any:
        """What the house's clock says."""
        return self._stage.clock.now

    def close(self) -> None:
        """The house is gone."""
        self._stage.close()

    def take(self, step: Step) -> None:
        """One step more. Raises FormInvalid (a sentence per field), CaseStuck, PlayStopped; then the scenario is as it was."""
        if len(self.scenario.steps) >= MOST_STEPS:
            raise PlayStopped(f"Deze proef heeft al {MOST_STEPS} stappen. Neem hem op als scenario en begin opnieuw.")
        before = self.now
        step = replace(step, line=len(self.scenario.steps) + 1)
        try:
            _with_cause(lambda: self.play.take(step))
        except FormInvalid:
            self._stage.clock.now = before
            raise
        except PhuError:
            self.whole = False
            raise
        self._post()
        step = replace(step, then=self._observer.then())
        self.scenario = replace(self.scenario, steps=(*self.scenario.steps, step))
        self.text = write_scenario(self.scenario).decode()

    def worker(self, role: str) -> Actor:
        """Who works in this role in the case. Raises PlayStopped."""
        key = (self.play.case_id, role)
        if key not in self._worker:
            try:
                self._worker[key] = self.play.worker(role)
            except LookupError as error:
                raise PlayStopped(f"In de rol '{role}' werkt niemand in deze proef.") from error
        return self._worker[key]

    # ---- tasks

    def task_row(self, role: str, element: str) -> Any:
        """The open task of a role at an element. Raises OutOfDate."""
        with self.runtime.reading() as store:
            for row in tasks.open_tasks(store.session, self.play.case_id):
                if row.element == element and role in row.roles.split(","):
                    return row
        raise OutOfDate("Deze taak staat niet (meer) open in uw proef.")

    def show_task(self, role: str, element: str, raw: Raw | None = None, problems: Mapping[str, str] | None = None) -> TaskShown:
        """The task as the caseworker sees it. Raises OutOfDate, PlayStopped."""
        shown: TaskShown = self._act(show_task, role, self.task_row(role, element).id, raw, problems)
        return shown

    def preview_task(self, role: str, element: str, raw: Raw) -> Any:
        """The form with ``raw`` in it, conditions counted again."""
        return self._act(preview_task, role, self.task_row(role, element).id, raw)

    def preview_letter(self, role: str, element: str, raw: Raw) -> LetterText:
        """The letter that the task would send."""
        made: LetterText = self._act(preview_letter, role, self.task_row(role, element).id, raw)
        return made

    def example(self, role: str, element: str, name: str) -> dict[str, Any]:
        """What is known already, with an example of the release over it, as a browser would send it."""
        row = self.task_row(role, element)
        known = self._act(_known_of_task, role, row.id)[1] if row.form else {}
        return {**known, **example_answers(self.work, row.form or "", name, self.now + BETWEEN_STEPS)}

    def do(self, role: str, element: str, raw: Raw) -> None:
        """A task, filled in by its party."""
        row = self.task_row(role, element)
        answers = self._said(raw, *self._act(_known_of_task, role, row.id)) if row.form else {}
        self.take(Step("doet", self._task_name(row), 0, role, answers))

    def _task_name(self, row: Any) -> str:
        """Its form, or its element where two tasks have that form."""
        with self.runtime.reading() as store:
            same = [other for other in tasks.open_tasks(store.session, self.play.case_id) if row.form in (other.form, other.element)]
        return str(row.form if row.form and len(same) == 1 else row.element)

    # ---- events

    def show_event(self, role: str, event: str, raw: Raw | None = None, problems: Mapping[str, str] | None = None) -> Any:
        """(header, form, what it is, revision). Raises OutOfDate, PlayStopped."""
        return self._act(show_event, role, self.play.case_id, event, raw, problems)

    def event_example(self, role: str, event: str, name: str) -> dict[str, Any]:
        """The same for the form of an event."""
        form, known, _ = self._act(_known_of_event, role, self.play.case_id, event)
        return {**known, **example_answers(self.work, form.key, name, self.now + BETWEEN_STEPS)}

    def tell(self, role: str, event: str, raw: Raw) -> None:
        """Something told to the case by a party."""
        answers = self._said(raw, *self._act(_known_of_event, role, self.play.case_id, event))
        self.take(Step("stuurt", event, 0, role, answers))

    # ---- the rest

    def move(self, text: str) -> None:
        """The clock forward: ``+1 werkdagen`` or a moment."""
        self.take(Step("klok", text, 0))

    def follow(self, process: str) -> None:
        """On in the case that came of this one."""
        self.take(Step("volgt", process, 0))

    def differences(self, then: Mapping[str, Any]) -> list[str]:
        """How the case differs from what was expected."""
        return differences(self.play, then)

    def _said(self, raw: Raw, form: Form, known: Raw, context: Mapping[str, Any]) -> dict[str, Any]:
        return as_answers(form, raw, known, context, self.work.dictionary, self.now + BETWEEN_STEPS)

    def _act(self, action: Callable[..., Any], role: str, *given: Any) -> Any:
        actor = self.worker(role)
        try:
            with self.runtime.transaction() as store:
                return action(store, actor, *given)
        except NotYours as refused:  # of the house's own people: whoever tries the draft may go on
            raise PlayStopped(refused.message) from refused

    def _post(self) -> None:
        """Mails are addressed as the clock does it, and go no further than this list."""
        with self.runtime.transaction() as store:
            outbox.address_notices(store.session, store.now, NOWHERE, MAILS_AT_ONCE)
            mails = outbox.claim_due(store.session, store.now, MAILS_AT_ONCE)
            names = accounts.names_of(store.session, [mail.user_id for mail in mails if mail.user_id])
            for mail in mails:
                outbox.mark_sent(store.session, mail.id, store.now)
            found = [Letterbox(names.get(mail.user_id or "", ""), mail.subject, _PLACE.sub("", mail.body), mail.created) for mail in mails]
        self.mails += sorted(found, key=lambda one: (one.recipient, one.subject))


def _known_of_task(store: Store, actor: Actor, task_id: str) -> tuple[Form, Raw, Mapping[str, Any]]:
    """The task's form, what stands in it already, and what FEEL sees of the case."""
    case, row = task_for(store, actor, task_id, "see_task", lock=False)
    form = case.work.forms[row.form]
    return form, prefilled(case, form, role_for(case, row, actor), row.step), case.context()


def _known_of_event(store: Store, actor: Actor, case_id: str, event: str) -> tuple[Form, Raw, Mapping[str, Any]]:
    """The same for what is told to a case."""
    case, awaited = event_for(store, actor, case_id, event, lock=False)
    role, at_step = case.role_of(actor), awaited.properties.get("processtap", "")
    form = form_for(case, case.work.forms[awaited.form], role, at_step)
    return form, prefilled(case, form, role, at_step), case.context()


def replay(work: WorkProcess, scenario: Scenario) -> tuple[Live, list[Deviation]]:
    """The house after all steps that can be done, and where it went another way than recorded. Raises what ``Live`` raises."""
    live = Live(work, scenario)
    found = [Deviation(0, None, sentence) for sentence in live.differences(scenario.then)]
    for number, step in enumerate(scenario.steps, start=1):
        try:
            live.take(step)
        except FormInvalid as invalid:
            found.append(Deviation(number, step, " ".join(invalid.problems.values()), stopped=True))
        except PhuError as error:
            found.append(Deviation(number, step, error.message, True, getattr(error, "element", "")))
        if found and found[-1].stopped:
            break
        found += [Deviation(number, step, sentence) for sentence in live.differences(step.then)]
    if not live.whole:
        live.close()
        live, _ = replay(work, live.scenario)
    return live, found


def _with_cause(act: Callable[[], None]) -> None:
    """What the runtime refused keeps its own kind, so that a page can show it at the fields or link to the element."""
    try:
        act()
    except PlayStopped as stopped:
        if isinstance(stopped.__cause__, FormInvalid | CaseStuck):
            raise stopped.__cause__ from stopped
        raise
    except LookupError as error:
        raise PlayStopped("Bij deze organisatie werkt niemand met de rol die dit mag beginnen. Kies een andere.") from error
