"""Steps that failed: where, why, and trying again."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from phu_runtime.actions.retry_incident import retry_incident
from phu_runtime.actions.show_incidents import show_incidents
from phu_runtime.pages.door import back_to, current_actor, signed_in, transaction
from phu_runtime.pages.frame import tell

pages = Blueprint("incidents", __name__)


@pages.get("/storingen")
@signed_in
def storingen() -> str:
    """All open incidents."""
    with transaction() as store:
        shown = show_incidents(store, current_actor())
    return render_template("incidents.html", incidents=shown)


@pages.post("/storingen/<incident_id>/opnieuw")
@signed_in
def opnieuw(incident_id: str) -> Response:
    """Try the step again, with the answers of then."""
    with transaction() as store:
        done = retry_incident(store, current_actor(), incident_id)
    tell(done.sentence, told=tuple(done.told))
    return back_to("start.begin")
