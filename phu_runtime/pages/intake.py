"""Taking in a file: choose it, look at what it would do, and take it in."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from phu_runtime.actions.preview_intake import preview_intake
from phu_runtime.actions.show_intake import show_intake
from phu_runtime.actions.take_in import take_in
from phu_runtime.errors import FormInvalid, PhuError
from phu_runtime.pages.door import current_actor, signed_in, transaction
from phu_runtime.pages.frame import tell

if TYPE_CHECKING:
    from phu_runtime.intake.shown import Preview

pages = Blueprint("intake", __name__)
NO_FILE = "Kies een CSV-bestand."


@pages.get("/casussen/inlezen")
@signed_in
def inlezen() -> str:
    """Which files can be taken in, and what must be in them."""
    return _page()


@pages.post("/casussen/inlezen")
@signed_in
def bekijken() -> str | tuple[str, int]:
    """A dry run: nothing is kept of the file."""
    chosen = request.files.get("bestand")
    content = chosen.read() if chosen is not None and chosen.filename else b""
    if not content:
        return _page(problem=NO_FILE, kind=request.form.get("soort", "")), 422
    preview = _preview(content)
    return (_page(preview), 422) if preview.faults else _page(preview)


@pages.post("/casussen/inlezen/innemen")
@signed_in
def innemen() -> Response | tuple[str, int]:
    """Take in what was shown, each row in a transaction of its own; nothing when a row is wrong now."""
    try:
        preview = _preview(b"", request.form.get("inhoud", ""))
    except FormInvalid as error:
        return _page(problem=error.problems.get("bestand", NO_FILE), kind=request.form.get("soort", "")), 422
    if preview.faults:
        return _page(preview), 422
    taken = 0
    for looked in preview.new:
        try:
            with transaction() as store:
                taken += bool(take_in(store, current_actor(), preview.intake.key, looked.row).number)
        except PhuError as error:
            return _page(preview, broken=_broken(looked.row.line, taken, error)), 422
    tell(_done(taken, len(preview.rows) - taken))
    return redirect(url_for("cases.casussen"), 303)


@pages.get("/casussen/inlezen/<key>.csv")
@signed_in
def voorbeeld(key: str) -> Response:
    """A file with the names of the columns and one row, made from the work process in force."""
    with transaction() as store:
        found = [intake for intake in show_intake(store, current_actor()) if intake.key == key]
    if not found:
        abort(404)
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";")
    lines.writerows([[column.name for column in found[0].columns], [column.example for column in found[0].columns]])
    answer = make_response(("\ufeff" + written.getvalue()).encode())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{key}.csv"'
    return answer


def _preview(content: bytes, carried: str = "") -> Preview:
    if not content and not carried:
        raise FormInvalid({"bestand": NO_FILE})
    with transaction() as store:
        return preview_intake(store, current_actor(), request.form.get("soort", ""), content, carried=carried)


def _page(preview: Preview | None = None, *, problem: str = "", kind: str = "", broken: str = "") -> str:
    with transaction() as store:
        kinds = show_intake(store, current_actor())
    page: dict[str, Any] = {"kinds": kinds, "preview": preview, "problem": problem, "broken": broken}
    return render_template("intake.html", kind=preview.intake.key if preview else kind, **page)


def _broken(line: int, taken: int, error: PhuError) -> str:
    """A form's own problems are told by their sentence; nothing of the row is shown."""
    reason = " ".join(error.problems.values()) if isinstance(error, FormInvalid) else error.message
    before = (
        f"Daarvoor {'is 1 regel' if taken == 1 else f'zijn {taken} regels'} ingelezen; wat er al is, wordt de volgende keer overgeslagen."
    )
    return f"Regel {line} is niet ingelezen. {reason} {before if taken else ''}".rstrip()


def _done(taken: int, known: int) -> str:
    words = "Geen regel is ingelezen" if not taken else "1 regel is ingelezen" if taken == 1 else f"{taken} regels zijn ingelezen"
    before = "" if not known else " 1 regel was er al." if known == 1 else f" {known} regels waren er al."
    return f"{words}.{before}"
