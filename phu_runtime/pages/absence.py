"""Absence: who is away, and which colleague does the tasks meanwhile. One's own, or a coordinator's for the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request, url_for

from phu_runtime.actions.arrange_deputy import arrange_deputy
from phu_runtime.actions.end_deputy import end_deputy
from phu_runtime.actions.show_absence import show_absence
from phu_runtime.errors import FormInvalid
from phu_runtime.pages.door import back_to, current_actor, roles_required, signed_in, transaction
from phu_runtime.pages.frame import tell

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    Answer = str | Response | tuple[str, int]

pages = Blueprint("absence", __name__)


@pages.get("/account/afwezigheid")
@signed_in
def mijn_afwezigheid() -> str:
    """When the reader is away, and whom the reader stands in for."""
    return _page("")


@pages.post("/account/afwezigheid")
@signed_in
def mijn_vervanging() -> Answer:
    """The reader chooses who stands in."""
    return _arrange("", current_actor().user_id)


@pages.get("/beheer/organisaties/<organisation_id>/afwezigheid")
@roles_required("beheerder", "coordinator")
def afwezigheid(organisation_id: str) -> str:
    """Who of an organisation is away."""
    return _page(organisation_id)


@pages.post("/beheer/organisaties/<organisation_id>/afwezigheid")
@roles_required("coordinator")
def vervanging(organisation_id: str) -> Answer:
    """A coordinator chooses who stands in for a colleague."""
    return _arrange(organisation_id, request.form.get("wie", ""))


@pages.post("/afwezigheid/<absence_id>/beeindigen")
@signed_in
def beeindigen(absence_id: str) -> Response:
    """Back earlier than planned."""
    with transaction() as store:
        sentence = end_deputy(store, current_actor(), absence_id)
    tell(sentence)
    return back_to("absence.mijn_afwezigheid")


def _arrange(organisation_id: str, absent_id: str) -> Answer:
    form = request.form
    try:
        with transaction() as store:
            given = (absent_id, form.get("vervanger", ""), _day("van"), _day("tot"), form.get("reden", ""))
            sentence = arrange_deputy(store, current_actor(), *given)
    except FormInvalid as error:
        return _page(organisation_id, error.problems), 422
    tell(sentence)
    return back_to("absence.mijn_afwezigheid")


def _day(key: str) -> str:
    """A date of three fields, as it is typed; also when it came as one."""
    parts = [request.form.get(f"{key}.{part}", "").strip() for part in ("dag", "maand", "jaar")]
    return "-".join(parts) if any(parts) else request.form.get(key, "")


def _page(organisation_id: str, problems: Mapping[str, str] | None = None) -> str:
    with transaction() as store:
        shown = show_absence(store, current_actor(), organisation_id)
    here = url_for("absence.afwezigheid", organisation_id=organisation_id) if organisation_id else url_for("absence.mijn_afwezigheid")
    return render_template(
        "account/absence.html", shown=shown, own=not organisation_id, here=here, problems=problems or {}, filled=request.form
    )
