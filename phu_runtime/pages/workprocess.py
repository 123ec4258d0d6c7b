"""The active release to read: its drawings, decision tables, forms and letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from phu_runtime.actions.show_requirements import show_requirements
from phu_runtime.actions.show_workprocess import show_workprocess
from phu_runtime.actions.workprocess_diagram import workprocess_diagram
from phu_runtime.pages.cases import as_xml
from phu_runtime.pages.door import current_actor, signed_in, transaction

if TYPE_CHECKING:
    from phu_runtime.shapes import WorkProcessShown

pages = Blueprint("workprocess", __name__)


def _shown() -> WorkProcessShown:
    with transaction() as store:
        return show_workprocess(store, current_actor())


@pages.get("/werkproces")
@signed_in
def werkproces() -> str:
    """Everything in the release, by kind."""
    return render_template("workprocess/overview.html", shown=_shown())


@pages.get("/werkproces/afspraken")
@signed_in
def afspraken() -> str:
    """What the agreement asks, and which step, table or field does it; ``?toon=voorlopig``: what waits for a decision."""
    with transaction() as store:
        shown = show_requirements(store, current_actor())
    only = request.args.get("toon") == "voorlopig"
    rows = [one for one in shown.requirements if one.provisional or not only]
    return render_template("workprocess/requirements.html", shown=shown, rows=rows, only=only)


@pages.get("/werkproces/tekening/<key>")
@signed_in
def tekening(key: str) -> str:
    """One drawing with its steps in text; ``?stap=`` marks one of them."""
    shown = _shown()
    drawn = next((process for process in shown.processes if process.key == key), None) or abort(404)
    wanted = request.args.get("stap", "")
    marked = next((step for step in drawn.steps if step.element == wanted), None)
    return render_template("workprocess/process.html", shown=shown, drawn=drawn, marked=marked, wanted=wanted)


@pages.get("/werkproces/tekening/<key>.bpmn")
@signed_in
def bpmn(key: str) -> Response:
    """The XML of a drawing, for the viewer."""
    with transaction() as store:
        content = workprocess_diagram(store, current_actor(), key)
    return as_xml(content)


@pages.get("/werkproces/tabel/<key>")
@signed_in
def tabel(key: str) -> str:
    """One decision table."""
    shown = _shown()
    table = next((table for table in shown.tables if table.key == key), None) or abort(404)
    return render_template("workprocess/table.html", shown=shown, table=table, names={one.key: one.name for one in shown.tables})


@pages.get("/werkproces/formulier/<key>")
@signed_in
def formulier(key: str) -> str:
    """One form, empty."""
    shown = _shown()
    form, party = next(((form, party) for form, party in shown.forms if form.key == key), None) or abort(404)
    return render_template("workprocess/form.html", shown=shown, form=form, party=party)


@pages.get("/werkproces/brief/<key>")
@signed_in
def brief(key: str) -> str:
    """One letter, with its empty places."""
    shown = _shown()
    letter = next((letter for letter in shown.letters if letter[0] == key), None) or abort(404)
    return render_template("workprocess/letter.html", shown=shown, title=letter[1], text=letter[2])
