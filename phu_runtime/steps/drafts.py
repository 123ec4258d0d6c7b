"""What every action on a release needs: the release with its files and those it follows, and what it lacks to be published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from phu_runtime.access import ReleaseAccess, may, require
from phu_runtime.access.roles import CASE_PARTIES
from phu_runtime.errors import FormInvalid, ReleaseInvalid
from phu_runtime.records import release_history, releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.agreeing import Demand, demands, missing

LONGEST_NAME, LONGEST_NOTE = 60, 2_000
SPOKEN = {
    "adviesgroep": "de adviesgroep",
    "fg": "een functionaris gegevensbescherming",
    "woningcorporatie": "de woningcorporaties",
    "sociaal_team": "de sociale teams",
    "sociale_dienst": "de sociale diensten",
    "meldpunt": "het Meldpunt Zorg en Overlast",
}


@dataclass(frozen=True)
class Standing:
    """A release, the files that it would follow (of the release in force) and its own."""

    release: Any
    before: Mapping[str, bytes]
    files: Mapping[str, bytes]


def may_see(store: Store, actor: Actor, release: Any) -> None:
    """Raises NotYours: what was ever published is for everyone, a draft for who decides about it."""
    require(actor, "see_drafts" if release.status == "draft" else "see_work_process")


def standing(store: Store, release: Any) -> Standing:
    """The release beside what it follows."""
    earlier = followed(store, release)
    before = releases.release_files(store.session, earlier.id) if earlier is not None else {}
    return Standing(release, before, releases.release_files(store.session, release.id))


def followed(store: Store, release: Any) -> Any:
    """What a release follows: a draft the one in force, another its parent; None for the first."""
    active = releases.active_release(store.session, store.now)
    if active is not None and release.status == "draft":
        return active
    return releases.get_release(store.session, release.parent_id) if release.parent_id else None


def demands_of(now: Standing) -> list[Demand]:
    """Who must agree; nobody for a first release. Raises ReleaseInvalid when the table is missing."""
    return demands(now.before, now.files) if now.before else []


def access_to(store: Store, actor: Actor, release: Any, wanted: Iterable[Demand]) -> ReleaseAccess:
    """The release as access sees it: everyone who changed it made it."""
    made = release_history.makers(store.session, release)
    maker = actor.user_id if actor.user_id in made else release.created_by
    return ReleaseAccess(release.status, maker, any(demand.role != "adviesgroep" for demand in wanted))


def speaks_for(actor: Actor) -> tuple[str, ...]:
    """The roles for which this person can agree."""
    spoken = [
        *(["adviesgroep"] if actor.roles & {"adviesgroep", "proceseigenaar"} else []),
        *(["fg"] if "fg" in actor.roles else []),
        *([actor.party] if actor.party in CASE_PARTIES and "coordinator" in actor.roles else []),
    ]
    return tuple(spoken)


def can_approve_as(store: Store, actor: Actor, release: Any, wanted: Iterable[Demand]) -> list[str]:
    """The roles for which this person may agree with the draft now, and has not done so yet."""
    wanted = list(wanted)
    if release.status != "draft" or not may(actor, "approve_release", access_to(store, actor, release, wanted)).allowed:
        return []
    if any(given.user_id == actor.user_id for given in release_history.approvals(store.session, release)):
        return []
    return [role for role in speaks_for(actor) if role in {demand.role for demand in wanted}]


def asked_already(store: Store, release: Any) -> bool:
    """Whether approval was asked for exactly the files that ``release`` has now."""
    events = release_history.events_of(store.session, release.id)
    return any((event.deed, event.digest) == ("akkoord_gevraagd", release.digest) for event in events)


def why_not_published(store: Store, now: Standing) -> str:
    """What a draft lacks before it can be published, as a sentence; "" when nothing. Its checks are another matter."""
    if now.release.status != "draft":
        return "Deze versie is al gepubliceerd."
    if now.before == now.files:
        return "Er is nog niets veranderd."
    try:
        wanted = demands_of(now)
    except ReleaseInvalid as error:
        return error.message
    given = [approval.role for approval in release_history.approvals(store.session, now.release)]
    lacking = [f"{left} × {SPOKEN.get(demand.role, demand.role)}" for demand, left in missing(wanted, given)]
    return f"Er ontbreekt nog akkoord: {', '.join(lacking)}." if lacking else ""


def clean_title(name: str, note: str) -> tuple[str, str]:
    """Name and reason of a release. Raises FormInvalid (keys ``name``, ``note``)."""
    name, note = " ".join(name.split()), note.strip()
    problems = {}
    if not name:
        problems["name"] = "Geef het concept een naam, bijvoorbeeld 2026.4."
    elif len(name) > LONGEST_NAME:
        problems["name"] = f"Gebruik ten hoogste {LONGEST_NAME} tekens."
    if not note:
        problems["note"] = "Schrijf wat u wilt veranderen en waarom."
    elif len(note) > LONGEST_NOTE:
        problems["note"] = f"Gebruik ten hoogste {LONGEST_NOTE} tekens."
    if problems:
        raise FormInvalid(problems)
    return name, note
