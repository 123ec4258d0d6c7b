"""Steps that failed: where, why, trying again, and mending by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from phu_runtime.actions.confirm_repair import confirm_repair
from phu_runtime.actions.propose_repair import propose_repair
from phu_runtime.actions.retry_incident import retry_incident
from phu_runtime.actions.show_incidents import show_incidents
from phu_runtime.actions.show_repair import show_repair
from phu_runtime.errors import FormInvalid
from phu_runtime.pages.door import back_to, current_actor, signed_in, transaction
from phu_runtime.pages.frame import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from phu_runtime.actions.show_repair import RepairDatum

pages = Blueprint("incidents", __name__)

KINDS = {"variabele": "Gegeven herstellen", "plaats": "Stap verplaatsen", "versie": "Naar een andere versie", "sluiten": "Storing sluiten"}
NO_PROBLEMS: Mapping[str, str] = {}


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


@pages.get("/storingen/<incident_id>/herstel")
@signed_in
def herstel(incident_id: str) -> str:
    """Where the case stands, what was proposed, and a new proposal; ``?soort=`` and ``?gegeven=`` choose which."""
    return _repair_page(incident_id, request.args.get("soort", ""), request.args.get("gegeven", ""), NO_PROBLEMS)


@pages.post("/storingen/<incident_id>/herstel")
@signed_in
def voorstellen(incident_id: str) -> Response | tuple[str, int]:
    """Propose how it is mended."""
    kind, key = request.form.get("soort", ""), request.form.get("gegeven", "")
    repair: dict[str, Any] = {"soort": kind, **{name: request.form[name] for name in ("van", "naar", "versie") if name in request.form}}
    if kind == "variabele":
        repair |= {"gegeven": key, "waarde": _value(request.form.get("kind", ""))}
    try:
        with transaction() as store:
            done = propose_repair(store, current_actor(), incident_id, repair, request.form.get("reden", ""))
    except FormInvalid as error:
        return _repair_page(incident_id, kind, key, error.problems), 422
    tell(done.sentence)
    return redirect(url_for("incidents.herstel", incident_id=incident_id), 303)


@pages.post("/storingen/<incident_id>/herstel/uitvoeren")
@signed_in
def uitvoeren(incident_id: str) -> Response:
    """A second person carries it out."""
    with transaction() as store:
        done = confirm_repair(store, current_actor(), incident_id)
    tell(done.sentence)
    return redirect(url_for("incidents.storingen"), 303)


def _repair_page(incident_id: str, kind: str, key: str, problems: Mapping[str, str]) -> str:
    with transaction() as store:
        shown = show_repair(store, current_actor(), incident_id)
    datum: RepairDatum | None = next((one for one in shown.data if one.key == key), None)
    return render_template(
        "repair.html", shown=shown, kinds=KINDS, kind=kind if kind in KINDS else "", datum=datum, problems=problems, filled=request.form
    )


def _value(kind: str) -> Any:
    """What was filled in, as the case keeps it."""
    raw = request.form.get("waarde", "").strip()
    if kind == "meerkeuze":
        return request.form.getlist("waarde")
    if kind == "ja_nee":
        return {"ja": True, "nee": False}.get(raw)
    return raw.replace(",", ".") if kind in ("getal", "bedrag") else raw
