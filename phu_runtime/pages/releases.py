"""Versions of the work process: read, agreed with, published from a day, taken back, downloaded."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, render_template, request, url_for

from phu_runtime.actions.approve_release import approve_release
from phu_runtime.actions.delete_draft import delete_draft
from phu_runtime.actions.export_release import export_release
from phu_runtime.actions.list_releases import list_releases
from phu_runtime.actions.publish_release import publish_release
from phu_runtime.actions.show_release import show_release
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.actions.withdraw_release import withdraw_release
from phu_runtime.calendar import AMSTERDAM
from phu_runtime.errors import FormInvalid
from phu_runtime.pages.door import current_actor, signed_in, transaction
from phu_runtime.pages.frame import tell

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

pages = Blueprint("releases", __name__)


@pages.get("/werkproces/versies")
@signed_in
def versies() -> str:
    """Every version that the reader may see."""
    with transaction() as store:
        lines = list_releases(store, current_actor())
    return render_template("workprocess/releases.html", lines=lines)


@pages.post("/werkproces/versies")
@signed_in
def beginnen() -> Response:
    """A copy of the version in force, to change."""
    with transaction() as store:
        release_id = start_draft(store, current_actor(), request.form.get("name", ""), request.form.get("note", ""))
    tell("Het concept is begonnen.")
    return _to(release_id)


@pages.get("/werkproces/versies/<release_id>")
@signed_in
def versie(release_id: str) -> str:
    """One version."""
    with transaction() as store:
        shown = show_release(store, current_actor(), release_id)
    return render_template("workprocess/release.html", shown=shown)


@pages.get("/werkproces/versies/<release_id>.zip")
@signed_in
def zip_van(release_id: str) -> Response:
    """Its files as one zip."""
    with transaction() as store:
        _, content = export_release(store, current_actor(), release_id)
    answer = make_response(content)
    answer.headers["Content-Type"] = "application/zip"
    answer.headers["Content-Disposition"] = 'attachment; filename="werkproces.zip"'
    return answer


@pages.post("/werkproces/versies/<release_id>/akkoord")
@signed_in
def akkoord(release_id: str) -> Response:
    """Agree with the files as they were seen."""
    with transaction() as store:
        approve_release(store, current_actor(), release_id, request.form.get("seen", ""))
    tell("U heeft akkoord gegeven.")
    return _to(release_id)


@pages.post("/werkproces/versies/<release_id>/publiceren")
@signed_in
def publiceren(release_id: str) -> Response:
    """From today or a later day."""
    first_day = _day(request.form.get("valid_from", ""))
    with transaction() as store:
        later = first_day if first_day and first_day > store.now else None
        name = publish_release(store, current_actor(), release_id, later)
    tell(f"{name} is gepubliceerd.")
    return _to(release_id)


@pages.post("/werkproces/versies/<release_id>/intrekken")
@signed_in
def intrekken(release_id: str) -> Response:
    """Back to the version before."""
    with transaction() as store:
        earlier = withdraw_release(store, current_actor(), release_id, request.form.get("reason", ""))
    tell(f"Nieuwe casussen beginnen weer op {earlier}.")
    return _to(release_id)


@pages.post("/werkproces/versies/<release_id>/verwijderen")
@signed_in
def verwijderen(release_id: str) -> Response:
    """Throw a draft away."""
    with transaction() as store:
        name = delete_draft(store, current_actor(), release_id)
    tell(f"Het concept {name} is verwijderd.")
    return redirect(url_for("releases.versies"), 303)


def _day(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.combine(datetime.fromisoformat(text).date(), time(), AMSTERDAM)
    except ValueError as error:
        raise FormInvalid({"valid_from": "Kies een dag."}) from error


def _to(release_id: str) -> Response:
    return redirect(url_for("releases.versie", release_id=release_id), 303)
