"""Plain data that travels up from the runtime to its doors: no behaviour, no storage, no framework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in user in one organisation. ``party`` is the organisation's role key in a case
    (``woningcorporatie`` …, or ``gemeente``, ``adviesgroep``), ``roles`` what the account may do besides
    (``medewerker``, ``coordinator``, ``beheerder``, ``proceseigenaar``, ``adviesgroep``, ``regiegroep``, ``fg``,
    ``manager``, ``procesregisseur``). ``stands_in_for``: id → name of absent colleagues whose tasks it does now."""

    user_id: str
    name: str
    organisation_id: str
    organisation: str
    party: str
    roles: frozenset[str]
    team_id: str | None = None
    session_id: str | None = None
    access_point: str = ""
    stands_in_for: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class TermShown:
    """A term as a reader sees it. ``state``: ruim, nadert, vandaag, te_laat, geen. ``kind``: uiterlijk, richtlijn, wettelijk."""

    due: datetime | None
    state: str
    kind: str
    words: str
    arithmetic: str = ""


@dataclass(frozen=True)
class TaskRow:
    """One row of a worklist or of a case's open tasks. ``tenant`` is "" where the reader may not see a name; ``on_behalf``: the
    absent colleague who has it, when the reader stands in for him."""

    task_id: str
    name: str
    case_id: str
    case_number: str
    municipality: str
    phase: str
    party: str
    organisation: str
    term: TermShown
    claimed_by: str
    claimed_by_me: bool
    mine_to_do: bool
    opened: datetime
    tenant: str = ""
    on_behalf: str = ""


@dataclass(frozen=True)
class WorklistShown:
    """The worklist page. ``view``: mijn, organisatie, vrij, namens (of absent colleagues, only who stands in has it). Counts stop
    at 100 (shown as 99+)."""

    view: str
    rows: Sequence[TaskRow]
    counts: Mapping[str, int]
    filters: Mapping[str, str]
    municipalities: Sequence[str]
    tasks: Sequence[str]
    page: int
    pages: int


@dataclass(frozen=True)
class FieldShown:
    """One field of a form, ready to render. ``kind``: the form-js type (textfield, textarea, number, datetime,
    checkbox, radio, select, checklist, text, group, separator). ``value`` is what to show in the control;
    ``shown`` False: hidden by its condition now. ``readers``: organisation names that will see the answer."""

    key: str
    kind: str
    label: str
    description: str = ""
    required: bool = False
    options: Sequence[tuple[str, str]] = ()
    value: Any = None
    problem: str = ""
    shown: bool = True
    read_only: bool = False
    unit: str = ""
    maximum_length: int | None = None
    subtype: str = ""
    readers: Sequence[str] = ()
    fields: Sequence[FieldShown] = ()


@dataclass(frozen=True)
class FormShown:
    """A form with what is filled in. ``readers``: (party key, organisation, what it will see in words)."""

    key: str
    title: str
    fields: Sequence[FieldShown]
    readers: Sequence[tuple[str, str, str]] = ()
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FactShown:
    """A datum of the dossier that the reader may see: label, value in words, source organisation, moment."""

    key: str
    label: str
    value: str
    source: str
    at: datetime
    group: str = ""


@dataclass(frozen=True)
class CaseHeader:
    """Above every page of a case. ``collection_pause``: until when, or None. ``phases``: (name, klaar | nu | straks)."""

    case_id: str
    number: str
    status: str
    municipality: str
    subregion: str
    phase: str
    phases: Sequence[tuple[str, str]]
    regisseur: str
    collection_pause: datetime | None
    tenant: str
    address: str
    reported: datetime | None
    release: str
    outcome: str = ""


@dataclass(frozen=True)
class TaskShown:
    """The task page. ``next_steps``: what happens after sending, in words. ``letter``: HTML-free text of the letter
    that this task sends, or "". ``checklist``: help texts (never a gate)."""

    header: CaseHeader
    row: TaskRow
    form: FormShown
    instruction: str
    article: str
    revision: int
    facts: Sequence[FactShown]
    next_steps: Sequence[str]
    concept_at: datetime | None
    letter: str = ""
    can_claim: bool = True
    can_extend: bool = False
    colleagues: Sequence[tuple[str, str]] = ()
    closed: str = ""


@dataclass(frozen=True)
class EventShown:
    """One line of the timeline. ``icon``: a party key, ``systeem`` or ``besluit``. ``why``: how a decision came out so, in
    sentences, for who may read all that it weighed."""

    at: datetime
    title: str
    detail: str
    icon: str
    passage_id: str = ""
    can_correct: bool = False
    why: Sequence[str] = ()


@dataclass(frozen=True)
class StepShown:
    """One step of the text outline beside the diagram. ``state``: klaar, nu, te_laat, straks."""

    element: str
    name: str
    party: str
    organisation: str
    state: str
    diagram: str
    term: TermShown | None = None
    done_at: datetime | None = None


@dataclass(frozen=True)
class PossibleAction:
    """An event that the case waits for and this reader may send; ``reason`` says why not when not allowed."""

    event: str
    element: str
    title: str
    explanation: str
    allowed: bool = True
    reason: str = ""


@dataclass(frozen=True)
class IncidentShown:
    """A step that failed: where, why (Dutch, no personal data), since when, how often tried."""

    incident_id: str
    case_id: str
    case_number: str
    element: str
    name: str
    reason: str
    at: datetime
    attempts: int
    status: str


@dataclass(frozen=True)
class DiagramShown:
    """A diagram for the viewer: its XML travels by its own URL. ``active``/``late``/``done``: element ids to mark."""

    key: str
    name: str
    active: Sequence[str]
    late: Sequence[str]
    done: Sequence[str]


@dataclass(frozen=True)
class CaseShown:
    """The case page."""

    header: CaseHeader
    revision: int
    tasks: Sequence[TaskRow]
    actions: Sequence[PossibleAction]
    diagrams: Sequence[DiagramShown]
    steps: Sequence[StepShown]
    timeline: Sequence[EventShown]
    facts: Sequence[FactShown]
    letters: Sequence[tuple[str, str, datetime]]
    incidents: Sequence[IncidentShown]
    who_sees: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class LetterText:
    """A letter to draw outside the transaction: the letter of the case's release (``letters.Letter``) and its filled text."""

    letter: Any
    text: str
    title: str


@dataclass(frozen=True)
class Done:
    """What an action did, for the sentence on the next page. ``told``: who got a notice."""

    case_id: str
    case_number: str
    sentence: str
    told: Sequence[str] = ()
    open_task_ids: Sequence[str] = ()


@dataclass(frozen=True)
class FrameShown:
    """What stands around every page: case time, the badges of the menu (``werklijst``, ``berichten``, ``storingen``; they stop
    at 100) and the release that new cases start on ("" when there is none)."""

    now: datetime
    counts: Mapping[str, int]
    release: str = ""
    valid_from: datetime | None = None


@dataclass(frozen=True)
class RuleShown:
    """One rule of a decision table: its cells in the order of the table's columns, and what its author noted."""

    inputs: Sequence[str]
    outputs: Sequence[str]
    annotation: str = ""


@dataclass(frozen=True)
class TableShown:
    """A decision to read. ``hit_policy`` in words; ``expression`` instead of rules when the decision is one expression;
    ``needs``: names of the decisions it asks."""

    key: str
    name: str
    description: str
    hit_policy: str
    inputs: Sequence[str]
    outputs: Sequence[str]
    rules: Sequence[RuleShown]
    expression: str = ""
    needs: Sequence[str] = ()


@dataclass(frozen=True)
class ProcessShown:
    """A diagram to read; its XML travels by its own URL. ``steps`` is its outline in the order of the drawing."""

    key: str
    name: str
    documentation: str
    steps: Sequence[StepShown]
    calls: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class WorkProcessShown:
    """The active release to read. ``forms``: (form, party key that fills it in); ``letters``: (key, title, Markdown)."""

    release: str
    valid_from: datetime | None
    note: str
    processes: Sequence[ProcessShown]
    tables: Sequence[TableShown]
    forms: Sequence[tuple[FormShown, str]]
    letters: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class RequirementShown:
    """A requirement of the agreement. ``kind``: proces, besluit, termijn or bericht; ``steps``: (diagram, element, words);
    ``tables``: (decision, words); ``fields``: (form, words); ``scenarios``: those named in ``toont``; ``provisional``: what the
    adviesgroep must decide on, "" for nothing."""

    key: str
    text: str
    article: str
    kind: str
    steps: Sequence[tuple[str, str, str]]
    tables: Sequence[tuple[str, str]]
    fields: Sequence[tuple[str, str]]
    scenarios: Sequence[str]
    program: str = ""
    provisional: str = ""


@dataclass(frozen=True)
class RequirementsShown:
    """All requirements of the active release, in the order of its file."""

    release: str
    requirements: Sequence[RequirementShown]


@dataclass(frozen=True)
class MailShown:
    """A mail that was not taken. ``given_up``: it waits for a person; else ``next_try``."""

    mail_id: str
    reader: str
    subject: str
    created: datetime
    attempts: int
    problem: str
    given_up: bool
    next_try: datetime


@dataclass(frozen=True)
class PostShown:
    """How the mail goes: what failed, and how many should have gone a quarter of an hour ago."""

    troubled: Sequence[MailShown]
    late: int



@dataclass(frozen=True)
class TermLine:
    """A running term on the page of terms. ``warnings``: when its organisation will be warned; ``extend``: the reader may ask for
    an extension with a reason."""

    row: TaskRow
    key: str
    warnings: Sequence[datetime]
    extend: bool


@dataclass(frozen=True)
class TermsShown:
    """The running terms of the reader's organisation, and of the other parties in its cases."""

    own: Sequence[TermLine]
    others: Sequence[TermLine]
