"""The events that a case waits for now, and who may send them."""

from __future__ import annotations

from typing import Any

from phu_runtime.access import may
from phu_runtime.errors import OutOfDate
from phu_runtime.records import dossiers
from phu_runtime.shapes import Actor
from phu_runtime.steps.looking import require_in_case
from phu_runtime.steps.opening import CaseStep, open_case
from phu_runtime.steps.store import Store
from phu_runtime.steps.subjects import case_access, event_access


def awaited_events(step: CaseStep) -> list[Any]:
    """Events with a form that a person may send, in the drawing's order."""
    return [awaited for awaited in step.run.situation(step.world).awaited if awaited.form]


def event_for(store: Store, actor: Actor, case_id: str, event: str, *, lock: bool = True, key: str = "") -> tuple[CaseStep, Any]:
    """The opened case and the event, after access agreed. The event is None when a request with this idempotency ``key`` was
    already sent (looked up under the case's lock). Raises OutOfDate when the case no longer waits for it."""
    step = open_case(store, case_id, actor, lock=lock)
    require_in_case(actor, "see_case", case_access(step), step.case)
    if key and dossiers.submission_with_key(store.session, case_id, key) is not None:
        return step, None
    awaited = next((awaited for awaited in awaited_events(step) if awaited.message == event), None)
    if awaited is None:
        raise OutOfDate("Dit kan nu niet meer in deze casus. Kijk op de casuspagina wat er intussen is gebeurd.")
    require_in_case(actor, "send_event", event_access(step, awaited), step.case)
    return step, awaited


def may_send(step: CaseStep, actor: Actor, awaited: Any) -> bool:
    """Whether the page offers the event to this reader."""
    return may(actor, "send_event", event_access(step, awaited)).allowed
