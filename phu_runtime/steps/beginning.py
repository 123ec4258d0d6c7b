"""A new case: its key, number, parties and first step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from phu_runtime.access.roles import OWN_PARTY
from phu_runtime.blocks.room import Party
from phu_runtime.calendar import local_date
from phu_runtime.dossier import Bound
from phu_runtime.engine import Run, Situation
from phu_runtime.engine.roles import role_key
from phu_runtime.errors import FormInvalid
from phu_runtime.records import accounts, cases
from phu_runtime.records.tables.cases import Case, CaseParty
from phu_runtime.records.tables.root import new_id
from phu_runtime.shapes import Actor
from phu_runtime.steps.known import Known
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.store import Store
from phu_runtime.steps.world import CaseWorld
from phu_runtime.workprocess import WorkProcess

ROLES_BY_TABLE = ("sociaal_team", "sociale_dienst")
ONLY_ONE = "meldpunt"
STARTER = "woningcorporatie"


@dataclass(frozen=True)
class Beginning:
    """How a case begins: the process and its start message, the municipality ("" without a tenant), the organisation that begins
    it, and what it starts with. ``parent_id``: the case that it came from."""

    process: str
    message: str
    municipality: str
    organisation_id: str
    variables: Mapping[str, Any]
    parent_id: str | None = None


class NotStarted:
    """A case before its first step: nothing set, nothing passed."""

    variables: Mapping[str, Any] = {}
    progress: Mapping[str, Any] = {}


def new_case(store: Store, release_id: str, beginning: Beginning, actor: Actor | None) -> CaseStep:
    """The row, key and parties of a new case, ready for its first step. Raises FormInvalid when a party is not there."""
    work = store.runtime.work_process(store.session, release_id)
    case_id = new_id()
    key = store.keys.new_case_key(case_id)
    roles = _roles(store, work, beginning) if work.has_tenant(beginning.process) else _offices(store, work, beginning)
    case = Case(
        id=case_id,
        number=cases.next_case_number(store.session, local_date(store.now).year),
        release_id=release_id,
        process=beginning.process,
        municipality=beginning.municipality,
        status="open",
        phase="",
        regisseur="",
        outcome="",
        pseudonym=store.keys.pseudonym(case_id),
        parent_id=beginning.parent_id,
        opened=store.now,
        state=b"",
    )
    parties = [CaseParty(case_id=case_id, role=role, organisation_id=found.id, since=store.now, steps="") for role, found in roles.items()]
    cases.add_case(store.session, case, parties)
    known = Known(parties={role: Party(role, found.id, found.name, None) for role, found in roles.items()})
    known.steps = dict.fromkeys(roles, ())
    return CaseStep(store, case, work, key, known, NotStarted(), CaseWorld(work, known, store.now), actor)


def first_step(step: CaseStep, beginning: Beginning, role: str, bound: Bound | None = None) -> Situation:
    """Starts the process. Its variables: the dictionary's start values, ``partijen``, ``gemeente``, then what it is given."""
    work = step.work
    variables: dict[str, Any] = dict(work.dictionary.start_variables())
    variables["partijen"] = {}
    if beginning.municipality:
        variables["gemeente"] = beginning.municipality
        variables["partijen"] = work.decisions.evaluate("partijen", {"gemeente": beginning.municipality}).outputs
    variables.update(beginning.variables)
    if bound is not None:
        variables.update(bound.variables)
    payload = {"id": step.case.id, "rol": role, "moment": step.store.now.isoformat()}
    step.run, situation = Run.start(
        work.diagrams, beginning.process, step.world, message=beginning.message or None, payload=payload, variables=variables
    )
    return situation


def _roles(store: Store, work: WorkProcess, beginning: Beginning) -> dict[str, Any]:
    """Who plays which role: the reporter, what ``partijen`` says for the municipality, and the one Meldpunt."""
    named = work.decisions.evaluate("partijen", {"gemeente": beginning.municipality}).outputs
    found = {STARTER: accounts.get_organisation(store.session, beginning.organisation_id)}
    for role in ROLES_BY_TABLE:
        found[role] = accounts.organisation_by_name(store.session, str(named[role]))
    found[ONLY_ONE] = accounts.organisation_of_party(store.session, ONLY_ONE)
    missing = [role for role, organisation in found.items() if organisation is None]
    if missing:
        raise FormInvalid(
            {"gemeente": f"Voor {beginning.municipality} ontbreekt een organisatie ({', '.join(missing)}). Vraag de beheerder."}
        )
    return found


def _offices(store: Store, work: WorkProcess, beginning: Beginning) -> dict[str, Any]:
    """Without a tenant: who begins, and per lane of the drawing the organisation that holds that office."""
    own = accounts.get_organisation(store.session, beginning.organisation_id)
    found = {OWN_PARTY: own}
    for lane in work.diagrams[beginning.process].lanes:
        role = role_key(lane)
        if role != OWN_PARTY:
            found[role] = accounts.organisation_of_office(store.session, role, first=beginning.organisation_id)
    missing = [role for role, organisation in found.items() if organisation is None]
    if missing:
        raise FormInvalid({"": f"Niemand heeft de rol {', '.join(missing)}. Vraag de beheerder om een account met die rol te maken."})
    return found
