"""What the page of a rehearsal shows: everything for who tries a draft, and apart what one party would see of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from phu_runtime.access.fields import FieldsVerdict
from phu_runtime.calendar import AMSTERDAM, short_moment
from phu_runtime.records import dossiers, notices, participation, tasks
from phu_runtime.rehearsal.checks import CLOSED
from phu_runtime.rehearsal.live import Letterbox, Live
from phu_runtime.rehearsal.play import PlayStopped, Waiting
from phu_runtime.rehearsal.scenario import Step
from phu_runtime.shapes import Actor, CaseHeader, DiagramShown, EventShown, FactShown, LetterText, PossibleAction, StepShown, TermShown
from phu_runtime.showing.facts import show_facts
from phu_runtime.showing.header import show_header
from phu_runtime.showing.outline import show_diagrams, show_steps
from phu_runtime.showing.terms import show_term
from phu_runtime.showing.timeline import show_timeline
from phu_runtime.steps.events import awaited_events, may_send
from phu_runtime.steps.opening import CaseStep, open_case
from phu_runtime.steps.participants import fields_of
from phu_runtime.workprocess import WorkProcess

ONLOOKER = Actor("", "", "", "", "", frozenset())
JUST_PAST = timedelta(minutes=1)
KINDS = {"warning": "waarschuwing: de termijn nadert", "end": "einde van de termijn", "engine": "de tekening wacht hierop"}


@dataclass(frozen=True)
class TaskSeen:
    """An open task. ``key`` is ``role.element``, what its page is called."""

    key: str
    name: str
    role: str
    organisation: str
    term: TermShown


@dataclass(frozen=True)
class NoticeSeen:
    """A notice with its text, as its organisation gets it."""

    at: datetime
    role: str
    organisation: str
    title: str
    text: str


@dataclass(frozen=True)
class MomentSeen:
    """A moment that comes: when, of which element, what it is."""

    due: datetime
    name: str
    kind: str


@dataclass(frozen=True)
class RehearsalSeen:
    """The page. ``parties``: (role, organisation); ``facts`` and ``actions``: of the party chosen (``role``); ``letters``: (id, title,
    moment); ``others``: (process, name) of cases to go on in; ``next_term``: just past the first term, as the clock takes it."""

    now: datetime
    role: str
    parties: Sequence[tuple[str, str]]
    header: CaseHeader
    closed: bool
    tasks: Sequence[TaskSeen]
    actions: Sequence[PossibleAction]
    facts: Sequence[FactShown]
    timeline: Sequence[EventShown]
    diagrams: Sequence[DiagramShown]
    steps: Sequence[StepShown]
    letters: Sequence[tuple[str, str, datetime]]
    notices: Sequence[NoticeSeen]
    mails: Sequence[Letterbox]
    moments: Sequence[MomentSeen]
    others: Sequence[tuple[str, str]]
    recorded: Sequence[str]
    next_term: str
    text: str


def view(live: Live, asked: str) -> RehearsalSeen:
    """``asked``: the role whose view it is, else that of the first open task."""
    role, moments, others = _chosen(live, asked), live.play.waiting(), live.play.others()
    actor = _worker(live, role)
    with live.runtime.reading() as store:
        step = open_case(store, live.play.case_id, lock=False)
        rows = tasks.open_tasks(store.session, live.play.case_id)
        parties = [(party.role, name) for party, name in participation.current_parties(store.session, live.play.case_id)]
        terms = {row.id: show_term(row, store.now, step.work.calendar) for row in rows}
        late = frozenset(key for key, term in terms.items() if term.state == "te_laat")
        diagrams = show_diagrams(step, rows, late)
        everything = FieldsVerdict(read=frozenset(step.work.dictionary.groups))
        return RehearsalSeen(
            now=store.now,
            role=role,
            parties=parties,
            header=show_header(step, everything),
            closed=step.case.status == CLOSED,
            tasks=[_task(row, dict(parties), terms[row.id]) for row in rows],
            actions=_actions(step, actor) if actor else [],
            facts=show_facts(step, fields_of(step, role, step.context())) if role else [],
            timeline=show_timeline(step, ONLOOKER, everything),
            diagrams=diagrams,
            steps=show_steps(step, diagrams, {(row.diagram, row.element): terms[row.id] for row in rows}),
            letters=[(row.id, row.title, row.at) for row in dossiers.letters(store.session, step.case.id)],
            notices=_notices(store, step, parties),
            mails=live.mails[::-1],
            moments=_moments(moments, step),
            others=[(key, step.work.diagrams[key].name if key in step.work.diagrams else key) for key in others],
            recorded=[in_words(one, live.work) for one in live.scenario.steps],
            next_term=_next_term([row.due for row in rows], [one.due for one in moments], store.now),
            text=live.text,
        )


def diagram(live: Live, key: str) -> bytes:
    """The XML of a drawing of the release that is tried. Raises NotFound."""
    return bytes(live.work.diagrams.xml(key))


def letter(live: Live, letter_id: str) -> LetterText | None:
    """A letter that was kept, as it would have gone out; None when there is none with this id."""
    with live.runtime.reading() as store:
        step = open_case(store, live.play.case_id, lock=False)
        row = dossiers.get_letter(store.session, live.play.case_id, letter_id)
        if row is None:
            return None
        kept = step.unseal(f"letter/{row.digest}", row.sealed)
        return LetterText(step.work.letters[row.template], str(kept["tekst"]), row.title)


def in_words(step: Step, work: WorkProcess) -> str:
    """A step of the scenario, for the list of what was done."""
    if step.kind == "klok":
        return f"De klok {step.what.removeprefix('+')} vooruit" if step.what.startswith("+") else f"De klok naar {_moment(step.what)}"
    if step.kind == "volgt":
        return f"Verder in de casus {work.diagrams[step.what].name if step.what in work.diagrams else step.what}"
    named = work.forms[step.what].title if step.what in work.forms else step.what.replace("_", " ").capitalize()
    return f"{step.role.replace('_', ' ').capitalize()}: {named}"


def _moment(text: str) -> str:
    try:
        return short_moment(datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM))
    except ValueError:
        return text


def _task(row: Any, parties: Mapping[str, str], term: TermShown) -> TaskSeen:
    roles = row.roles.split(",")
    role = next((one for one in roles if one in parties), roles[0])
    return TaskSeen(f"{role}.{row.element}", row.name, role, parties.get(role, ""), term)


def _chosen(live: Live, asked: str) -> str:
    """The role asked for when it is in the case, else that of the first open task, else the first."""
    with live.runtime.reading() as store:
        there = [party.role for party, _ in participation.current_parties(store.session, live.play.case_id)]
        first = [role for row in tasks.open_tasks(store.session, live.play.case_id) for role in row.roles.split(",")]
    return next((role for role in [asked, *first, *there] if role in there), "")


def _worker(live: Live, role: str) -> Actor | None:
    try:
        return live.worker(role)
    except PlayStopped:
        return None


def _actions(step: CaseStep, actor: Actor) -> list[PossibleAction]:
    """What this party can tell the case now."""
    return [
        PossibleAction(awaited.message, awaited.element, step.work.forms[awaited.form].title, awaited.documentation)
        for awaited in awaited_events(step)
        if may_send(step, actor, awaited)
    ]


def _notices(store: Any, step: CaseStep, parties: Sequence[tuple[str, str]]) -> list[NoticeSeen]:
    """What every organisation of the case was told, newest first."""
    organisations = {party.organisation_id: party.name for party in step.known.parties.values()}
    found = [
        NoticeSeen(notice.at, notice.role, name, notice.title, notice.text)
        for organisation_id, name in organisations.items()
        for notice in notices.notices_of_case(store.session, step.case.id, organisation_id)
    ]
    return sorted(found, key=lambda one: (one.at, one.role, one.title), reverse=True)


def _moments(waiting: Sequence[Waiting], step: CaseStep) -> list[MomentSeen]:
    names = {element.id: element.name for element in step.work.diagrams.elements()}
    return [MomentSeen(one.due, names.get(one.element) or one.element, KINDS.get(one.kind, one.kind)) for one in waiting]


def _next_term(dues: Sequence[datetime | None], moments: Sequence[datetime], now: datetime) -> str:
    """A minute past the first term of a task that is still to come; without one the first moment that is awaited."""
    coming = sorted(due for due in dues if due and due > now) or sorted(due for due in moments if due > now)
    return f"{(coming[0] + JUST_PAST).astimezone(AMSTERDAM):%Y-%m-%d %H:%M}" if coming else ""
