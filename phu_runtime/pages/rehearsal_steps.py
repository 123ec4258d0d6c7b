"""Going on in a rehearsal: a task done, something told, as one of the parties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request

from phu_runtime.errors import FormInvalid, OutOfDate
from phu_runtime.pages.door import answers, signed_in
from phu_runtime.pages.filled import changed, with_problems
from phu_runtime.pages.tasks import as_pdf
from phu_runtime.pages.trying import ADDRESS, Trying, begun, elsewhere, on, step, trying
from phu_runtime.rehearsal import beginning
from phu_runtime.rehearsal.play import PlayStopped

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

pages = Blueprint("rehearsal_steps", __name__, url_prefix=ADDRESS)
pages.register_error_handler(OutOfDate, elsewhere)
pages.register_error_handler(PlayStopped, elsewhere)


@pages.get("/taak/<task>")
@signed_in
def taak(release_id: str, task: str) -> str:
    """The task as its party sees it; ``?voorbeeld=`` fills in an example."""
    role, _, element = task.partition(".")
    with trying(release_id) as here:
        live = begun(here)
        name = request.args.get("voorbeeld", "")
        return _task_page(here, role, element, live.example(role, element, name) if name else None)


def _task_page(here: Trying, role: str, element: str, raw: Mapping[str, Any] | None, problems: Mapping[str, str] | None = None) -> str:
    live = begun(here)
    shown = live.show_task(role, element, raw, problems)
    return render_template(
        "rehearsal/task.html",
        shown=shown,
        form=with_problems(shown.form, problems or {}),
        organisation=live.worker(role).organisation,
        role=role,
        task=f"{role}.{element}",
        examples=list(beginning.examples(live.work, shown.form.key)),
        now=live.now,
        version=len(live.scenario.steps),
        line=here.shown.line,
        release_id=here.release_id,
    )


@pages.post("/taak/<task>")
@signed_in
def afronden(release_id: str, task: str) -> Response | str | tuple[str, int]:
    """Send the form as this party, look at its letter, or see which questions there are now."""
    role, _, element = task.partition(".")
    with trying(release_id) as here:
        live, deed = begun(here), request.form.get("actie")
        if deed == "brief":
            return as_pdf(live.preview_letter(role, element, answers()))
        if deed == "bijwerken":
            return _task_page(here, role, element, answers())
        try:
            done = step(here, lambda one: one.do(role, element, answers()))
        except FormInvalid as error:
            return _task_page(here, role, element, answers(), error.problems), 422
    return on(release_id, done, role)


@pages.post("/taak/<task>/vragen")
@signed_in
def taakvragen(release_id: str, task: str) -> str:
    """For htmx: the questions that appeared or disappeared."""
    role, _, element = task.partition(".")
    with trying(release_id) as here:
        form = begun(here).preview_task(role, element, answers())
    return render_template("parts/changed.html", fields=changed(form))


@pages.get("/gebeurtenis/<told>")
@signed_in
def gebeurtenis(release_id: str, told: str) -> str:
    """The form with which a party tells the case something."""
    role, _, event = told.partition(".")
    with trying(release_id) as here:
        live, name = begun(here), request.args.get("voorbeeld", "")
        return _event_page(here, role, event, live.event_example(role, event, name) if name else None)


def _event_page(
    here: Trying, role: str, event: str, raw: Mapping[str, Any] | None = None, problems: Mapping[str, str] | None = None
) -> str:
    live = begun(here)
    header, form, action, _ = live.show_event(role, event, raw, problems)
    return render_template(
        "rehearsal/event.html",
        header=header,
        form=with_problems(form, problems or {}),
        action=action,
        organisation=live.worker(role).organisation,
        role=role,
        told=f"{role}.{event}",
        examples=list(beginning.examples(live.work, form.key)),
        now=live.now,
        version=len(live.scenario.steps),
        line=here.shown.line,
        release_id=here.release_id,
    )


@pages.post("/gebeurtenis/<told>")
@signed_in
def melden(release_id: str, told: str) -> Response | str | tuple[str, int]:
    """Tell it as this party."""
    role, _, event = told.partition(".")
    with trying(release_id) as here:
        if request.form.get("actie") == "bijwerken":
            return _event_page(here, role, event, answers())
        try:
            done = step(here, lambda one: one.tell(role, event, answers()))
        except FormInvalid as error:
            return _event_page(here, role, event, answers(), error.problems), 422
    return on(release_id, done, role)


@pages.post("/gebeurtenis/<told>/vragen")
@signed_in
def gebeurtenisvragen(release_id: str, told: str) -> str:
    """For htmx: the questions that appeared or disappeared."""
    role, _, event = told.partition(".")
    with trying(release_id) as here:
        form = begun(here).show_event(role, event, answers())[1]
    return render_template("parts/changed.html", fields=changed(form))
