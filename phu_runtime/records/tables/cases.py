"""A case: its row, parties, tasks, timers, and what is known of it (all contents sealed under the case key)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Computed, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from phu_runtime.records.tables.root import Table, new_id


class Case(Table):
    """``revision`` grows by one at each step and guards it (version_id_col). ``state`` is the sealed engine state;
    ``phase`` the running phase's diagram key; ``outcome`` the end reached, e.g. ``opgelost``."""

    __tablename__ = "cases"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"))
    process: Mapped[str]
    municipality: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    phase: Mapped[str] = mapped_column(default="")
    regisseur: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    pseudonym: Mapped[str] = mapped_column(index=True)
    parent_id: Mapped[str | None]
    opened: Mapped[datetime]
    reported: Mapped[datetime | None]
    pause_until: Mapped[datetime | None]
    closed: Mapped[datetime | None]
    destroy_after: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()
    state: Mapped[bytes] = mapped_column(LargeBinary)
    __mapper_args__ = {"version_id_col": revision}


class CaseParty(Table):
    """Which organisation plays which role in a case, from and to when; ``joined`` = since when it
    may read something of the case; ``steps`` = the process steps at which it came in, comma-separated."""

    __tablename__ = "case_parties"
    __table_args__ = (Index("ix_case_parties_organisation_id_case_id", "organisation_id", "case_id"),)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    joined: Mapped[datetime | None]
    steps: Mapped[str] = mapped_column(default="")


class CaseNumber(Table):
    """The last number given out in a year."""

    __tablename__ = "case_numbers"
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class StartedCase(Table):
    """Which case a start form began, by the key that the form carried: sent twice, it makes one case. ``key``: user and key."""

    __tablename__ = "started_cases"
    __table_args__ = (Index("ix_started_cases_at", "at"),)
    key: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str | None] = mapped_column(index=True)
    at: Mapped[datetime]


def _of_open_tasks(name: str, *columns: str, also: str = "") -> Index:
    where = text("status = 'open'" + (f" AND {also}" if also else ""))
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class Task(Table):
    """An open, done or lapsed user task; ``id`` is the engine's. ``roles`` is a comma-separated list of role keys,
    ``organisation_id`` that of the first; further candidates stand in ``task_candidates``. ``concept``: someone keeps
    half-filled answers for it. The worklist's indexes hold
    open tasks only, so that a page costs the same however many are done."""

    __tablename__ = "tasks"
    __table_args__ = (
        _of_open_tasks("ix_tasks_worklist", "organisation_id", "undated", "due", "id"),
        _of_open_tasks("ix_tasks_number", "organisation_id", "case_number", "id"),
        _of_open_tasks("ix_tasks_name", "organisation_id", "name", "undated", "due", "id"),
        _of_open_tasks("ix_tasks_municipality", "organisation_id", "municipality", "undated", "due", "id"),
        _of_open_tasks("ix_tasks_free", "organisation_id", "undated", "due", "id", also="claimed_by IS NULL"),
        _of_open_tasks("ix_tasks_claimed", "claimed_by", "undated", "due", "id"),
        Index("ix_tasks_case_id_status", "case_id", "status"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    case_number: Mapped[str] = mapped_column(default="")
    element: Mapped[str]
    name: Mapped[str]
    diagram: Mapped[str]
    path: Mapped[str]
    form: Mapped[str | None]
    step: Mapped[str]
    roles: Mapped[str]
    organisation_id: Mapped[str | None]
    team_id: Mapped[str | None]
    municipality: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    round: Mapped[int] = mapped_column(default=1)
    opened: Mapped[datetime]
    done: Mapped[datetime | None]
    done_by: Mapped[str | None]
    due: Mapped[datetime | None]
    undated: Mapped[bool] = mapped_column(Computed("due IS NULL", persisted=True))  # sorts tasks without a term last, in an index
    term: Mapped[str] = mapped_column(default="geen")
    term_kind: Mapped[str] = mapped_column(default="")
    term_words: Mapped[str] = mapped_column(default="")
    claimed_by: Mapped[str | None]
    claimed_at: Mapped[datetime | None]
    concept: Mapped[bool] = mapped_column(default=False)


class TaskCandidate(Table):
    """A further organisation that may do a task, when ``candidateGroups`` named several roles."""

    __tablename__ = "task_candidates"
    __table_args__ = (Index("ix_task_candidates_organisation_id", "organisation_id"),)
    task_id: Mapped[str] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]


class Timer(Table):
    """A moment at which a case must be looked at: ``kind`` ``engine`` (a drawn timer), ``warning`` (from ``termijnen``) or
    ``end`` (of a term that may not pass).
    ``leased_until``: a clock works on it until then. ``status``: waiting, or stuck after too many attempts."""

    __tablename__ = "timers"
    __table_args__ = (Index("ix_timers_due", "status", "due"), Index("ix_timers_case_id", "case_id"))
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str]
    task_id: Mapped[str | None]
    element: Mapped[str]
    due: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="waiting")
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    number: Mapped[int] = mapped_column(default=0)


class Passage(Table):
    """History: one finished (or lapsed) element. ``sealed``: changed variables, answers' labels, sentence for the
    timeline. ``outcome``: done, lapsed, interrupted, fired, sent. ``responsible_id``: for whom a deputy did it ("namens")."""

    __tablename__ = "passages"
    __table_args__ = (Index("ix_passages_case_id_at", "case_id", "at"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    task_id: Mapped[str | None]
    at: Mapped[datetime]
    element: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    diagram: Mapped[str]
    path: Mapped[str]
    round: Mapped[int]
    opened: Mapped[datetime | None]
    claimed: Mapped[datetime | None]
    due: Mapped[datetime | None]
    user_id: Mapped[str | None]
    responsible_id: Mapped[str | None]
    organisation_id: Mapped[str | None]
    role: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class Submission(Table):
    """A form that was sent, with its ``variabele`` and ``procesfeit`` answers sealed. A correction is a new row that
    names the one it ``replaces``; nothing is erased."""

    __tablename__ = "submissions"
    __table_args__ = (Index("ix_submissions_case_id_at", "case_id", "at"), UniqueConstraint("case_id", "idempotency_key"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    passage_id: Mapped[str | None]
    task_id: Mapped[str | None]
    form: Mapped[str]
    element: Mapped[str]
    role: Mapped[str]
    user_id: Mapped[str | None]
    organisation_id: Mapped[str | None]
    at: Mapped[datetime]
    replaces: Mapped[str | None]
    replaced: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[bytes | None] = mapped_column(LargeBinary)
    idempotency_key: Mapped[str | None]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class DossierField(Table):
    """One version of one personal datum; the newest ``version`` counts. Associated data of the seal: case and field."""

    __tablename__ = "dossier_fields"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    organisation_id: Mapped[str | None]
    user_id: Mapped[str | None]
    at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class DecisionLine(Table):
    """The decision log: inputs, outputs, rules hit and the frozen context, sealed."""

    __tablename__ = "decision_lines"
    __table_args__ = (Index("ix_decision_lines_case_id_at", "case_id", "at"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    release_id: Mapped[str]
    decision: Mapped[str]
    element: Mapped[str]
    at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Concept(Table):
    """Half-filled answers of one person for one task, event form or start form (``place``)."""

    __tablename__ = "concepts"
    place: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    case_id: Mapped[str | None] = mapped_column(index=True)
    at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Incident(Table):
    """A step that failed: nothing was stored, this row says where and why. ``sealed``: the request, to retry it."""

    __tablename__ = "incidents"
    __table_args__ = (Index("ix_incidents_status", "status"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime]
    element: Mapped[str]
    name: Mapped[str]
    reason: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(default="open")
    closed_by: Mapped[str | None]
    closed: Mapped[datetime | None]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class Letter(Table):
    """A letter as it was sent: PDF sealed, ``digest`` its SHA-256."""

    __tablename__ = "letters"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    template: Mapped[str]
    title: Mapped[str]
    digest: Mapped[str]
    at: Mapped[datetime]
    role: Mapped[str]
    organisation_id: Mapped[str | None]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
