"""Starting a case, telling a case something from its page, and correcting what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from phu_runtime.actions.correct_task import correct_task
from phu_runtime.actions.save_concept import save_concept
from phu_runtime.actions.send_event import send_event
from phu_runtime.actions.show_correction import show_correction
from phu_runtime.actions.show_event import show_event
from phu_runtime.actions.show_start import show_start
from phu_runtime.actions.start_case import start_case
from phu_runtime.errors import FormInvalid, OutOfDate
from phu_runtime.pages.door import answers, current_actor, signed_in, transaction
from phu_runtime.pages.filled import changed, with_problems
from phu_runtime.pages.frame import tell
from phu_runtime.pages.tasks import kept_page, tell_done
from phu_runtime.pages.words import clock_time

if TYPE_CHECKING:
    from phu_runtime.shapes import FormShown

pages = Blueprint("events", __name__)
FIRST_FORM = "aanleiding"


def _keep(place: str) -> datetime:
    with transaction() as store:
        return save_concept(store, current_actor(), place, answers())


def _kept(place: str, back: str) -> Response:
    tell(f"Uw concept is bewaard om {clock_time(_keep(place))}. Alleen u ziet het.")
    return redirect(back, 303)


@pages.get("/casussen/nieuw")
@pages.get("/casussen/nieuw/<form_key>")
@signed_in
def nieuw(form_key: str = FIRST_FORM) -> str:
    """The form with which a case starts, filled with the concept if there is one."""
    return _start_page(form_key)


def _start_page(form_key: str, raw: Mapping[str, Any] | None = None, problems: Mapping[str, str] | None = None) -> str:
    with transaction() as store:
        form = show_start(store, current_actor(), form_key, raw, problems)
    here, key = url_for("events.nieuw", form_key=form_key), request.form.get("_sleutel") or str(uuid4())
    return render_template("start.html", form=with_problems(form, problems or {}), here=here, key=key)


@pages.post("/casussen/nieuw/<form_key>")
@signed_in
def starten(form_key: str) -> Response | str | tuple[str, int]:
    """Start the case, keep the concept, or show which questions there are now."""
    if request.form.get("actie") == "concept":
        return _kept(f"start:{form_key}", url_for("events.nieuw", form_key=form_key))
    if request.form.get("actie") == "bijwerken":
        return _start_page(form_key, answers())
    try:
        with transaction() as store:
            done = start_case(store, current_actor(), form_key, answers(), request.form.get("_sleutel", ""))
    except FormInvalid as error:
        return _start_page(form_key, answers(), error.problems), 422
    tell_done(done, on_case_page=True)
    return redirect(url_for("cases.casus", case_id=done.case_id), 303)


@pages.post("/casussen/nieuw/<form_key>/vragen")
@signed_in
def startvragen(form_key: str) -> str:
    """For htmx: the questions that appeared or disappeared."""
    with transaction() as store:
        return _changed(show_start(store, current_actor(), form_key, answers()))


@pages.post("/casussen/nieuw/<form_key>/concept")
@signed_in
def startconcept(form_key: str) -> str:
    """For htmx: keep what stands there now."""
    return render_template("parts/concept.html", at=_keep(f"start:{form_key}"))


def _changed(form: FormShown, *, readers: bool = False) -> str:
    """``readers``: the page says at each section who will see it."""
    return render_template("parts/changed.html", fields=changed(form), form=form if readers else None)


@pages.get("/casussen/<case_id>/gebeurtenis/<event>")
@signed_in
def gebeurtenis(case_id: str, event: str) -> str:
    """The form with which something is told to the case."""
    return _event_page(case_id, event)


def _event_page(case_id: str, event: str, raw: Mapping[str, Any] | None = None, problems: Mapping[str, str] | None = None) -> str:
    with transaction() as store:
        header, form, action, revision = show_event(store, current_actor(), case_id, event, raw, problems)
    return render_template(
        "event.html", header=header, form=with_problems(form, problems or {}), action=action, revision=revision,
        key=request.form.get("_sleutel") or str(uuid4()), here=url_for("events.gebeurtenis", case_id=case_id, event=event),
    )


@pages.post("/casussen/<case_id>/gebeurtenis/<event>")
@signed_in
def melden(case_id: str, event: str) -> Response | str | tuple[str, int]:
    """Tell it, keep the concept, or show which questions there are now."""
    if request.form.get("actie") == "concept":
        return _kept(f"gebeurtenis:{case_id}:{event}", url_for("events.gebeurtenis", case_id=case_id, event=event))
    case_page = url_for("cases.casus", case_id=case_id)
    try:
        if request.form.get("actie") == "bijwerken":
            return _event_page(case_id, event, answers())
        with transaction() as store:
            key = request.form.get("_sleutel") or str(uuid4())
            done = send_event(store, current_actor(), case_id, event, answers(), request.form.get("_versie", type=int), key)
    except FormInvalid as error:
        return _event_page(case_id, event, answers(), error.problems), 422
    except OutOfDate as error:
        return kept_page(error, case_page, "Naar de casus")
    tell_done(done, on_case_page=True)
    return redirect(case_page, 303)


@pages.post("/casussen/<case_id>/gebeurtenis/<event>/vragen")
@signed_in
def gebeurtenisvragen(case_id: str, event: str) -> str:
    """For htmx: the questions that appeared or disappeared."""
    with transaction() as store:
        return _changed(show_event(store, current_actor(), case_id, event, answers())[1], readers=True)


@pages.post("/casussen/<case_id>/gebeurtenis/<event>/concept")
@signed_in
def gebeurtenisconcept(case_id: str, event: str) -> str:
    """For htmx: keep what stands there now."""
    return render_template("parts/concept.html", at=_keep(f"gebeurtenis:{case_id}:{event}"))


@pages.get("/casussen/<case_id>/verbeteren/<passage_id>")
@signed_in
def verbeteren(case_id: str, passage_id: str) -> str:
    """The answers of a completed task, to correct with a reason."""
    return _correction_page(case_id, passage_id)


def _correction_page(case_id: str, passage_id: str, raw: Mapping[str, Any] | None = None, problems: Mapping[str, str] | None = None) -> str:
    with transaction() as store:
        header, form = show_correction(store, current_actor(), passage_id, raw, problems)
    return render_template(
        "correction.html", header=header, form=with_problems(form, problems or {}), problems=problems or {},
        reason=request.form.get("_reden", ""), here=url_for("events.verbeteren", case_id=case_id, passage_id=passage_id),
    )


@pages.post("/casussen/<case_id>/verbeteren/<passage_id>")
@signed_in
def verbeterd(case_id: str, passage_id: str) -> Response | str | tuple[str, int]:
    """Store the new version of the answers, with the reason."""
    case_page = url_for("cases.casus", case_id=case_id)
    try:
        if request.form.get("actie") == "bijwerken":
            return _correction_page(case_id, passage_id, answers())
        with transaction() as store:
            done = correct_task(store, current_actor(), passage_id, answers(), request.form.get("_reden", ""))
    except FormInvalid as error:
        return _correction_page(case_id, passage_id, answers(), error.problems), 422
    except OutOfDate as error:
        return kept_page(error, case_page, "Naar de casus")
    tell_done(done, on_case_page=True)
    return redirect(case_page, 303)


@pages.post("/casussen/<case_id>/verbeteren/<passage_id>/vragen")
@signed_in
def verbetervragen(case_id: str, passage_id: str) -> str:
    """For htmx: the questions that appeared or disappeared."""
    with transaction() as store:
        return _changed(show_correction(store, current_actor(), passage_id, answers())[1])
