"""A task: read what is known, fill in the form, keep a concept, send it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from phu_runtime import letters
from phu_runtime.actions.claim_task import claim_task
from phu_runtime.actions.hand_over_task import hand_over_task
from phu_runtime.actions.preview_letter import preview_letter
from phu_runtime.actions.preview_task import preview_task
from phu_runtime.actions.release_task import release_task
from phu_runtime.actions.save_concept import save_concept
from phu_runtime.actions.show_kept import show_kept
from phu_runtime.actions.show_task import show_task
from phu_runtime.actions.submit_task import submit_task
from phu_runtime.errors import FormInvalid, OutOfDate
from phu_runtime.pages.door import answers, back_to, current_actor, own_path, signed_in, transaction
from phu_runtime.pages.filled import changed, kept_answers, with_problems
from phu_runtime.pages.frame import home, tell
from phu_runtime.pages.words import clock_time

if TYPE_CHECKING:
    from phu_runtime.shapes import Done, LetterText, TaskShown

pages = Blueprint("tasks", __name__)


@pages.get("/taken/<task_id>")
@signed_in
def taak(task_id: str) -> str:
    """The task with its form, filled with the concept if there is one."""
    with transaction() as store:
        shown = show_task(store, current_actor(), task_id)
    return _page(shown)


def _page(shown: TaskShown, problems: Mapping[str, str] | None = None) -> str:
    return render_template(
        "task.html", shown=shown, form=shown.form, colleagues=shown.colleagues, problems=problems or {}, filled=request.form
    )


@pages.post("/taken/<task_id>")
@signed_in
def versturen(task_id: str) -> Response | str | tuple[str, int]:
    """Send the form, keep it as a concept, show which questions it has now, or show the letter: as the button says."""
    deed = request.form.get("actie")
    if deed == "concept":
        return _keep(task_id)
    if deed == "bijwerken":
        return _page(_again(task_id))
    if deed == "brief":
        return brief(task_id)
    try:
        with transaction() as store:
            done = submit_task(store, current_actor(), task_id, answers(), request.form.get("_versie", type=int))
    except FormInvalid as error:
        return _page(_again(task_id, error.problems)), 422
    except OutOfDate as error:
        return kept_page(error, url_for(home(current_actor())[0]), home(current_actor())[1])
    tell_done(done)
    return redirect(url_for(home(current_actor())[0]), 303)


def tell_done(done: Done, *, on_case_page: bool = False) -> None:
    """What was done, with the way to the case, for the following page."""
    case = (url_for("cases.casus", case_id=done.case_id), f"Naar casus {done.case_number}")
    tell(done.sentence, links=() if on_case_page else (case,))


def _again(task_id: str, problems: Mapping[str, str] | None = None) -> TaskShown:
    """The task page with what was just filled in instead of the concept."""
    with transaction() as store:
        shown = show_task(store, current_actor(), task_id, answers(), problems)
    return replace(shown, form=with_problems(shown.form, problems or {}))


def kept_page(error: OutOfDate, onward: str, onward_text: str) -> tuple[str, int]:
    """409: what happened meanwhile, and everything that was filled in."""
    with transaction() as store:
        form = show_kept(store, current_actor(), request.form.get("_formulier", ""), answers())
    return render_template("kept.html", sentence=error.message, fields=kept_answers(form), onward=onward, onward_text=onward_text), 409


def _keep(task_id: str) -> Response:
    with transaction() as store:
        at = save_concept(store, current_actor(), f"taak:{task_id}", answers())
    tell(f"Uw concept is bewaard om {clock_time(at)}. Alleen u ziet het.")
    return redirect(url_for("tasks.taak", task_id=task_id), 303)


@pages.post("/taken/<task_id>/vragen")
@signed_in
def vragen(task_id: str) -> str:
    """For htmx: only the questions that a changed answer made appear or disappear."""
    with transaction() as store:
        form = preview_task(store, current_actor(), task_id, answers())
    return render_template("parts/changed.html", fields=changed(form), form=form)


@pages.post("/taken/<task_id>/concept")
@signed_in
def concept(task_id: str) -> str:
    """For htmx: keep what stands there now, without a word when all is well but the time."""
    with transaction() as store:
        at = save_concept(store, current_actor(), f"taak:{task_id}", answers())
    return render_template("parts/concept.html", at=at)


def brief(task_id: str) -> Response:
    """The letter as it would be sent with these answers, as a PDF."""
    with transaction() as store:
        text = preview_letter(store, current_actor(), task_id, answers())
    return as_pdf(text)


def as_pdf(text: LetterText) -> Response:
    """A letter as a PDF to look at in the browser; its name says nothing about the tenant."""
    answer = make_response(letters.draw(text.letter, text.text))
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{text.letter.key}.pdf"'
    return answer


@pages.post("/taken/<task_id>/oppakken")
@signed_in
def oppakken(task_id: str) -> Response:
    """Take the task and stay on its page."""
    with transaction() as store:
        done = claim_task(store, current_actor(), task_id)
    tell(done.sentence)
    return redirect(url_for("tasks.taak", task_id=task_id), 303)


@pages.post("/taken/<task_id>/vrijgeven")
@signed_in
def vrijgeven(task_id: str) -> Response:
    """Give the task back to the organisation."""
    with transaction() as store:
        done = release_task(store, current_actor(), task_id)
    tell(done.sentence)
    return back_to(home(current_actor())[0])


@pages.post("/taken/<task_id>/overdragen")
@signed_in
def overdragen(task_id: str) -> Response | tuple[str, int]:
    """Hand the task to a colleague."""
    try:
        with transaction() as store:
            done = hand_over_task(store, current_actor(), task_id, request.form.get("collega", ""), request.form.get("reden", ""))
    except FormInvalid as error:
        with transaction() as store:
            shown = show_task(store, current_actor(), task_id)
        return _page(shown, problems=error.problems), 422
    tell(done.sentence)
    return redirect(own_path(request.form.get("_terug", "")) or url_for(home(current_actor())[0]), 303)
