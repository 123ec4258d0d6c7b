"""What remains of a step that was not taken: an incident, or a line in the access log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phu_runtime.dossier.seal import seal
from phu_runtime.errors import CaseStuck, NotYours
from phu_runtime.records import cases, incidents, oversight

if TYPE_CHECKING:
    from phu_runtime.steps.store import Store


def record_incident(store: Store, stuck: CaseStuck) -> None:
    """An incident for the case: where and why. The request is sealed, so that it can be tried again; the same step that
    fails again counts as another attempt of the same incident."""
    if not stuck.case_id or not cases.cases_by_id(store.session, [stuck.case_id]):
        return
    key = store.keys.case_key(stuck.case_id)
    incidents.report_incident(
        store.session,
        case_id=stuck.case_id,
        at=store.now,
        element=stuck.element,
        name=stuck.name,
        reason=stuck.reason,
        sealed=seal(key, stuck.case_id, "incident", dict(stuck.request)) if stuck.request else None,
    )


def record_refusal(store: Store, refused: NotYours) -> None:
    """The refusal in the access log (NEN 7513): who, what, when; never contents."""
    actor = refused.actor
    oversight.add_line(
        store.session,
        at=store.real_now,
        event=refused.event or "geweigerd",
        action="R",
        user_id=actor.user_id if actor else None,
        organisation_id=actor.organisation_id if actor else None,
        role=actor.party if actor else "",
        pseudonym=refused.pseudonym,
        result="geweigerd",
        access_point=actor.access_point if actor else "",
    )
