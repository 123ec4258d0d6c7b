"""What is asked of access: the deeds by name and their subjects as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Deed = Literal[
    "see_worklist",
    "search_cases",
    "start_case",
    "see_case",
    "export_case",
    "send_event",
    "correct_answers",
    "see_task",
    "claim_task",
    "release_task",
    "hand_over_task",
    "save_concept",
    "submit_task",
    "extend_term",
    "see_incidents",
    "retry_incident",
    "repair_incident",
    "confirm_repair",
    "see_work_process",
    "see_drafts",
    "edit_work_process",
    "approve_release",
    "publish_release",
    "migrate_cases",
    "see_report",
    "read_access_log",
    "see_registers",
    "see_organisations",
    "change_organisation",
    "transfer_cases",
    "see_users",
    "change_user",
    "arrange_absence",
    "see_operation",
    "move_clock",
]


@dataclass(frozen=True)
class Verdict:
    """The answer. ``reason``: a Dutch sentence for a refusal ("" when allowed). ``ground``: the article or rule it rests
    on, for the log. ``light``: the Meldpunt sees only the column MZO-light, during a bekendheidscheck. ``late``: refused
    because the moment has passed (done, lapsed, claimed), which answers 409 and not 403."""

    allowed: bool
    reason: str = ""
    ground: str = ""
    light: bool = False
    late: bool = False


@dataclass(frozen=True)
class CaseAccess:
    """A case as access sees it. ``parties``: role key → id of the organisation that plays it now; ``joined``: the roles
    that the case has reached. ``status``: open, gesloten, vernietigd. ``dossier_open_for_meldpunt`` and
    ``meldpunt_check_running`` come from the case's derived variables. ``traceable`` is False for the governance
    processes without a tenant (geschil, jaarrapportage, modelwijziging), in which adviesgroep and regiegroep work."""

    case_id: str
    parties: Mapping[str, str]
    joined: frozenset[str]
    status: str = "open"
    phase: str = ""
    regisseur: str = ""
    dossier_open_for_meldpunt: bool = False
    meldpunt_check_running: bool = False
    traceable: bool = True


@dataclass(frozen=True)
class TaskAccess:
    """A user task. ``roles``: its role keys (lane or candidate groups). ``status``: open, done, lapsed.
    ``claimed_by``: a user id, ``claimed_by_name`` for the sentence."""

    case: CaseAccess
    roles: tuple[str, ...]
    status: str = "open"
    step: str = ""
    claimed_by: str | None = None
    claimed_by_name: str = ""


@dataclass(frozen=True)
class EventAccess:
    """An event that the case waits for; ``roles``: its property ``rollen``."""

    case: CaseAccess
    roles: tuple[str, ...]


@dataclass(frozen=True)
class PassageAccess:
    """A completed task that someone wants to correct: ``organisation_id`` and ``user_id`` completed it."""

    case: CaseAccess
    organisation_id: str | None
    user_id: str | None = None


@dataclass(frozen=True)
class StartAccess:
    """A process that may be started by hand; ``roles``: the role keys that may."""

    process: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class RepairAccess:
    """A proposal to mend a stuck case, and who made it."""

    maker_id: str


@dataclass(frozen=True)
class IncidentAccess:
    """A step that failed in a case."""

    case: CaseAccess


@dataclass(frozen=True)
class ReleaseAccess:
    """A release. ``maker_id``: who wrote it, who therefore can't approve it. ``widens_data_use``: it changes who gets
    which data, so that the parties and the FG must agree too (PP 14.1, G35)."""

    status: str
    maker_id: str | None = None
    widens_data_use: bool = False


@dataclass(frozen=True)
class ReportAccess:
    """Counts. ``scope``: regio, gemeente or organisatie; ``organisation_id`` for the latter two."""

    scope: str
    organisation_id: str | None = None


@dataclass(frozen=True)
class LogAccess:
    """The access log of one organisation."""

    organisation_id: str


@dataclass(frozen=True)
class OrganisationAccess:
    """An organisation, its teams and its users as a list."""

    organisation_id: str


@dataclass(frozen=True)
class AccountAccess:
    """One account."""

    user_id: str
    organisation_id: str


Subject = (
    CaseAccess
    | TaskAccess
    | EventAccess
    | PassageAccess
    | StartAccess
    | IncidentAccess
    | RepairAccess
    | ReleaseAccess
    | ReportAccess
    | LogAccess
    | OrganisationAccess
    | AccountAccess
    | None
)
