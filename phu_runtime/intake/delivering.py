"""Who delivers a file, and for which corporations."""

from __future__ import annotations

from phu_runtime.access import StartAccess, require
from phu_runtime.errors import NotFound
from phu_runtime.intake.rows import Deliverer
from phu_runtime.records import accounts
from phu_runtime.shapes import Actor
from phu_runtime.steps.beginning import STARTER
from phu_runtime.steps.starts import start_event
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.intakes import Intake


def find_intake(work: WorkProcess, key: str) -> Intake:
    """The kind of file. Raises NotFound."""
    if key not in work.intakes:
        raise NotFound("Dit soort bestand kan niet worden ingelezen.")
    return work.intakes[key]


def deliverer_of(store: Store, work: WorkProcess, intake: Intake, actor: Actor | None) -> Deliverer:
    """A corporation for itself; without an actor, the operator for all of them. Raises NotYours when the actor may not start this."""
    start = start_event(work, intake.form)
    if actor is not None:
        require(actor, "start_case", StartAccess(start.diagram, tuple(start.roles)))
    known = {" ".join(one.name.split()).lower(): one.id for one in accounts.organisations_of(store.session, STARTER)}
    return Deliverer(actor.party if actor else "", actor.organisation_id if actor else "", known)
