"""The decisions of a version as tables to read, change and try, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from phu_runtime.actions.edit_columns import edit_columns
from phu_runtime.actions.edit_table import edit_table
from phu_runtime.actions.show_table import show_table
from phu_runtime.edit_shapes import Row, SheetSent
from phu_runtime.errors import FormInvalid, OutOfDate
from phu_runtime.pages.door import current_actor, signed_in, transaction
from phu_runtime.pages.kept import tell_kept
from phu_runtime.pages.uploads import takes_upload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

    from phu_runtime.edit_shapes import TableShownToEdit

pages = Blueprint("draft_tables", __name__)
_ADDRESS = "/werkproces/versies/<release_id>/tabel/<name>"
LARGEST_TABLE = 1_500_000  # 500 rules, each with its cells named
TRIAL, COLUMN = "proef.", "kolom-"
KEEPING = {
    "bewaren": "De tabel is bewaard.",
    "kolom-erbij": "De kolom staat in de tabel. De tabel is bewaard.",
    "kolom-weg": "De kolom is weg. De tabel is bewaard.",
}


@pages.get(_ADDRESS)
@signed_in
def tabel(release_id: str, name: str) -> str:
    """Every decision of the file."""
    with transaction() as store:
        shown = show_table(store, current_actor(), release_id, f"dmn/{name}.dmn")
    return _page(shown)


@pages.post(_ADDRESS)
@signed_in
@takes_upload(LARGEST_TABLE)
def bewaren(release_id: str, name: str) -> Response | str | tuple[str, int]:
    """Keep one decision, or show what a button beside its rows or a trial makes of it."""
    path, deed, sent = f"dmn/{name}.dmn", request.form.get("actie", ""), _sent()
    if deed in KEEPING:
        return _keep(release_id, name, path, sent, deed)
    trial = _trial() if deed == "proef" else None
    with transaction() as store:
        shown = show_table(store, current_actor(), release_id, path, sent, "" if trial is not None else deed, trial)
    return _page(shown, seen=request.form.get("seen", ""))


def _keep(release_id: str, name: str, path: str, sent: SheetSent, deed: str) -> Response | tuple[str, int]:
    seen = request.form.get("seen", "")
    try:
        with transaction() as store:
            if deed == "bewaren":
                edit_table(store, current_actor(), release_id, path, sent, seen)
            else:
                edit_columns(store, current_actor(), release_id, path, sent, _column(deed), seen)
    except FormInvalid as error:
        about_columns = {key: text for key, text in error.problems.items() if key.startswith("kolom")}
        cells = {key: text for key, text in error.problems.items() if key not in about_columns}
        with transaction() as store:
            shown = show_table(store, current_actor(), release_id, path, sent, wrong=cells)
        return _page(shown, seen=seen, refused=True, columns=about_columns), 422
    except OutOfDate as error:
        with transaction() as store:
            shown = show_table(store, current_actor(), release_id, path, sent)
        if not shown.file.may_edit:
            raise
        return _page(shown, overtaken=error.message), 409
    tell_kept(release_id, path, KEEPING[deed])
    return redirect(url_for("draft_tables.tabel", release_id=release_id, name=name, _anchor=f"tabel-{sent.decision}"), 303)


def _page(
    shown: TableShownToEdit, *, seen: str = "", refused: bool = False, overtaken: str = "", columns: Mapping[str, str] | None = None
) -> str:
    """``seen``: the digest of what the reader's page was made from, kept until it is saved; ``columns``: what is wrong with a column
    to add or take out, in the decision that was sent."""
    return render_template(
        "workprocess/draft_table.html",
        shown=shown,
        seen=seen or shown.file.digest,
        refused=refused,
        overtaken=overtaken,
        columns=columns or {},
        filled=request.form,
    )


def _sent() -> SheetSent:
    form = request.form
    rows = []
    for number, origin in enumerate(form.getlist("regel")):
        cells = [_line_ends(form.get(f"cel.{number}.{place}", "")) for place in range(_width(number))]
        rows.append(Row(origin, tuple(cells), _line_ends(form.get(f"noot.{number}", ""))))
    return SheetSent(
        decision=form.get("tabel", ""),
        description=_line_ends(form.get("uitleg", "")),
        policy=form.get("trefregel", ""),
        columns=tuple(form.getlist("kolomnaam")),
        labels=tuple(form.getlist("kop")),
        rows=tuple(rows),
        texts=tuple(_line_ends(text) for text in form.getlist("tekst")),
    )


def _width(number: int) -> int:
    place = 0
    while f"cel.{number}.{place}" in request.form:
        place += 1
    return place


def _line_ends(text: str) -> str:
    """As a file has them; browsers send CRLF."""
    return text.replace("\r\n", "\n").strip()


def _column(deed: str) -> Mapping[str, str]:
    if deed == "kolom-weg":
        return {"weg": request.form.get("kolom", "")}
    return {name: request.form.get(COLUMN + name, "") for name in ("soort", "naam", "label", "waarde")}


def _trial() -> Mapping[str, str]:
    return {key.removeprefix(TRIAL): value for key, value in request.form.items() if key.startswith(TRIAL)}
