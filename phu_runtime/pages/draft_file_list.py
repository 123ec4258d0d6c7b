"""All files of a version: read or edited one by one, added from a beginning, taken out of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, render_template, request, url_for

from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.actions.show_release import show_release
from phu_runtime.errors import FormInvalid
from phu_runtime.pages.door import current_actor, signed_in, transaction
from phu_runtime.pages.frame import tell
from phu_runtime.workprocess.empty_files import empty_file

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from phu_runtime.release_shapes import FileLine

pages = Blueprint("draft_file_list", __name__)

PARTS = (
    ("Tekeningen", "schema", "bpmn/", ".bpmn"),
    ("Beslissingen", "tabel", "dmn/", ".dmn"),
    ("Formulieren", "formulier", "forms/", ".form"),
    ("Brieven", "brief", "forms/brieven/", ".md"),
    ("Lijsten: gegevens, berichten en eisen", "document", "forms/", ".yaml"),
    ("Scenario's", "speel", "scenarios/", ""),
    ("Sjablonen voor het tekenen", "document", "bpmn/", ".json"),
)


@pages.get("/werkproces/versies/<release_id>/bestanden")
@signed_in
def bestanden(release_id: str) -> str:
    """Every file by kind, and what changed."""
    return _page(release_id, {}, {})


@pages.post("/werkproces/versies/<release_id>/bestanden")
@signed_in
def nieuw(release_id: str) -> Response:
    """A file is added, from a beginning that its editor opens."""
    filled = {name: request.form.get(name, "") for name in ("kind", "name", "title", "party")}
    try:
        path, content = empty_file(**filled)
        with transaction() as store:
            actor = current_actor()
            if any(file.path == path and file.change != "weg" for file in show_release(store, actor, release_id).files):
                raise FormInvalid({"name": f"Er is al een bestand {path}. Kies een andere naam."})
            save_draft_file(store, actor, release_id, path, content, "")
    except FormInvalid as error:
        return make_response(_page(release_id, filled, error.problems), HTTPStatus.UNPROCESSABLE_ENTITY)
    tell(f"{path} is toegevoegd.")
    return redirect(url_for("draft_files.bestand", release_id=release_id, path=path), 303)


@pages.post("/werkproces/versies/<release_id>/bestanden/<path:path>/verwijderen")
@signed_in
def verwijder(release_id: str, path: str) -> Response:
    """A file is taken out of the draft, by who saw its latest version."""
    with transaction() as store:
        save_draft_file(store, current_actor(), release_id, path, None, request.form.get("seen", ""))
    tell(f"{path} is uit het concept gehaald.")
    return redirect(url_for(".bestanden", release_id=release_id), 303)


def by_part(files: list[FileLine]) -> list[tuple[str, str, list[FileLine]]]:
    """(heading, symbol, files) for each kind that has any."""
    left = list(files)
    parts = []
    for title, icon, start, ending in PARTS:
        mine = [file for file in left if file.path.startswith(start) and file.path.endswith(ending)]
        left = [file for file in left if file not in mine]
        if mine:
            parts.append((title, icon, mine))
    return parts


def _page(release_id: str, filled: Mapping[str, str], problems: Mapping[str, str]) -> str:
    with transaction() as store:
        shown = show_release(store, current_actor(), release_id)
    owners = sorted({file.path.split("/")[1] for file in shown.files if file.path.endswith(".form")})
    return render_template(
        "workprocess/files.html", shown=shown, parts=by_part(list(shown.files)), owners=owners, filled=filled, problems=problems
    )
