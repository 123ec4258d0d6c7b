"""Opening a case for one step: lock its row, take it warm or unseal its state, and know who is involved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from phu_runtime.access.roles import ROLES
from phu_runtime.dossier.seal import seal, unseal
from phu_runtime.engine import Run
from phu_runtime.records import cases
from phu_runtime.records.session import after_commit, after_rollback
from phu_runtime.shapes import Actor
from phu_runtime.steps.known import Known, read_known
from phu_runtime.steps.runtime import Warm
from phu_runtime.steps.store import Store
from phu_runtime.steps.world import CaseWorld
from phu_runtime.workprocess import WorkProcess


@dataclass
class CaseStep:
    """A case in the hands of one transaction. ``actor`` is None for the clock; ``work`` is the case's own release;
    ``on_behalf``: the absent colleague in whose name the actor acts."""

    store: Store
    case: Any
    work: WorkProcess
    key: bytes
    known: Known
    run: Any
    world: CaseWorld
    actor: Actor | None
    on_behalf: str | None = None

    def context(self) -> Mapping[str, Any]:
        """What FEEL sees of the case now."""
        return self.world.context(self.run.variables, self.run.progress)

    def seal(self, place: str, value: Any) -> bytes:
        """Seals ``value`` under the case's key, bound to the case and ``place``."""
        return seal(self.key, self.case.id, place, value)

    def unseal(self, place: str, sealed: bytes) -> Any:
        """The value that was sealed at ``place``."""
        return unseal(self.key, self.case.id, place, sealed)

    def role_of(self, actor: Actor) -> str:
        """The role in which the actor acts in this case: an office that it holds, else what its organisation plays; "" when none."""
        own = [role for role, party in self.known.parties.items() if party.organisation_id == actor.organisation_id]
        held = (role for role in own if role in actor.roles)
        return next(held, next((role for role in own if role not in ROLES), ""))

    @property
    def has_tenant(self) -> bool:
        """Whether the case is about a tenant; governance cases are not."""
        return self.work.has_tenant(self.case.process)


def open_case(store: Store, case_id: str, actor: Actor | None = None, *, lock: bool = True) -> CaseStep:
    """The case, locked until the transaction ends (``lock`` False: only to look at, never written back). Raises NotFound."""
    case = cases.lock_case(store.session, case_id) if lock else cases.get_case(store.session, case_id)
    return open_row(store, case, actor, lock=lock)


def open_row(store: Store, case: Any, actor: Actor | None = None, *, lock: bool = True) -> CaseStep:
    """The same for a case row that the caller has."""
    case_id = case.id
    work = store.runtime.work_process(store.session, case.release_id)
    key = store.keys.case_key(case_id)
    warm = store.runtime.warm.take(case_id, case.revision, case.release_id)
    if warm is None:
        run = Run.load(work.diagrams, unseal(key, case_id, "state", case.state))
        known = read_known(store.session, case_id, lambda place, sealed: unseal(key, case_id, place, sealed))
        warm = Warm(case.revision, case.release_id, run, known)
    step = CaseStep(store, case, work, key, warm.known, warm.run, CaseWorld(work, warm.known, store.now), actor)
    if not lock:  # given back when this look is over: two at once on one workflow would mix up what it tells them
        give_back = partial(store.runtime.warm.put, case_id, warm)
        after_commit(store.session, give_back)
        after_rollback(store.session, give_back)
    return step


def keep_warm(step: CaseStep) -> None:
    """After the commit the case stays warm under its new revision; without one it is dropped."""
    case = step.case

    def keep() -> None:
        step.store.runtime.warm.put(case.id, Warm(case.revision, case.release_id, step.run, step.known))

    after_commit(step.store.session, keep)
