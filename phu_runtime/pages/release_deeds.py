"""What is done to a version: asked about, agreed with, published from a day, taken back, thrown away."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, request, url_for

from phu_runtime.actions.approve_release import approve_release
from phu_runtime.actions.ask_approval import ask_approval
from phu_runtime.actions.delete_draft import delete_draft
from phu_runtime.actions.publish_release import publish_release
from phu_runtime.actions.withdraw_release import withdraw_release
from phu_runtime.calendar import AMSTERDAM
from phu_runtime.errors import FormInvalid, OutOfDate, ReleaseInvalid
from phu_runtime.pages.door import current_actor, signed_in, transaction
from phu_runtime.pages.frame import tell
from phu_runtime.pages.releases import release_page, to_release

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

pages = Blueprint("release_deeds", __name__)


@pages.post("/werkproces/versies/<release_id>/akkoord-vragen")
@signed_in
def vragen(release_id: str) -> Response:
    """Everyone who must agree hears of it."""
    with transaction() as store:
        asked = ask_approval(store, current_actor(), release_id)
    tell("Om akkoord is gevraagd.", told=tuple(asked))
    return to_release(release_id)


@pages.post("/werkproces/versies/<release_id>/akkoord")
@signed_in
def akkoord(release_id: str) -> Response:
    """Agree with the files as they were seen."""
    with transaction() as store:
        approve_release(store, current_actor(), release_id, request.form.get("seen", ""), request.form.get("role", ""))
    tell("U heeft akkoord gegeven.")
    return to_release(release_id)


@pages.post("/werkproces/versies/<release_id>/publiceren")
@signed_in
def publiceren(release_id: str) -> Response:
    """From today or a later day, with a change note for everyone."""
    filled = {name: request.form.get(name, "") for name in ("valid_from", "change_note")}
    try:
        first_day = _day(filled["valid_from"])
        with transaction() as store:
            later = first_day if first_day and first_day.date() > store.now.astimezone(AMSTERDAM).date() else None
            _not_past(first_day, store.now)
            name = publish_release(store, current_actor(), release_id, later, filled["change_note"])
    except FormInvalid as error:
        return make_response(release_page(release_id, filled, error.problems), error.status)
    except (OutOfDate, ReleaseInvalid) as error:
        return make_response(release_page(release_id, filled, {"publish": error.message}), error.status)
    tell(f"{name} is gepubliceerd.")
    return to_release(release_id)


@pages.post("/werkproces/versies/<release_id>/intrekken")
@signed_in
def intrekken(release_id: str) -> Response:
    """Back to the version before."""
    filled = {"reason": request.form.get("reason", "")}
    try:
        with transaction() as store:
            earlier = withdraw_release(store, current_actor(), release_id, filled["reason"])
    except FormInvalid as error:
        return make_response(release_page(release_id, filled, error.problems), error.status)
    tell(f"Nieuwe casussen beginnen weer op {earlier}.")
    return to_release(release_id)


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


def _not_past(first_day: datetime | None, now: datetime) -> None:
    if first_day is not None and first_day.date() < now.astimezone(AMSTERDAM).date():
        raise FormInvalid({"valid_from": "Kies vandaag of een latere dag."})
