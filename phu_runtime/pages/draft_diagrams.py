"""One diagram of a version: its outline, in which everything can be changed without the canvas, and the canvas."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, render_template, request, url_for

from phu_runtime.actions.edit_diagram import edit_diagram
from phu_runtime.actions.show_check import show_check
from phu_runtime.actions.show_draft_diagram import show_draft_diagram
from phu_runtime.errors import FormInvalid, OutOfDate, ReleaseInvalid
from phu_runtime.pages.checked import check_now
from phu_runtime.pages.door import current_actor, signed_in, transaction
from phu_runtime.pages.frame import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

    from phu_runtime.errors import Finding
    from phu_runtime.release_shapes import DiagramPage

pages = Blueprint("draft_diagrams", __name__)

_ADDRESS = "/werkproces/versies/<release_id>/tekening/<name>"
_OF_THE_PAGE = frozenset({"csrf_token", "seen", "deed", "onderdeel"})
_TOLD = {
    "wijzig": "De wijziging is bewaard.",
    "taak_erbij": "De taak is toegevoegd. Vul hieronder aan wat er nog ontbreekt.",
    "weg": "Het onderdeel is weggehaald.",
    "verplaats": "De taak is van een andere partij.",
    "termijn_erbij": "De termijn is toegevoegd.",
}


@pages.get(_ADDRESS)
@signed_in
def tekening(release_id: str, name: str) -> Response | str:
    """``?onderdeel=ID`` opens an element, ``?zoek=TEKST`` shows only what holds that text."""
    path = f"bpmn/{name}.bpmn"
    try:
        with transaction() as store:
            shown = show_draft_diagram(store, current_actor(), release_id, path, request.args.get("onderdeel", ""))
    except ReleaseInvalid:  # nothing to outline; as text it can be mended
        return redirect(url_for("draft_files.bestand", release_id=release_id, path=path, tekst=1))
    return _page(shown)


@pages.post(_ADDRESS)
@signed_in
def wijzig(release_id: str, name: str) -> Response:
    """One deed on one element, done to the file that the reader saw."""
    path, element, deed = f"bpmn/{name}.bpmn", request.form.get("onderdeel", ""), request.form.get("deed", "")
    fields = {key: value for key, value in request.form.items() if key not in _OF_THE_PAGE}
    try:
        with transaction() as store:
            following = edit_diagram(store, current_actor(), release_id, path, deed, element, fields, request.form.get("seen", ""))
    except FormInvalid as error:
        return make_response(_again(release_id, path, element, fields, error.problems), HTTPStatus.UNPROCESSABLE_ENTITY)
    except OutOfDate as error:
        return make_response(_again(release_id, path, element, fields, {}, overtaken=error.message), HTTPStatus.CONFLICT)
    check_now(release_id)
    tell(_TOLD[deed])
    return redirect(url_for(".tekening", release_id=release_id, name=name, onderdeel=following, _anchor="gekozen"), 303)


def _again(release_id: str, path: str, element: str, fields: Mapping[str, str], problems: Mapping[str, str], *, overtaken: str = "") -> str:
    """The page with what was filled in; the file as it is now."""
    with transaction() as store:
        shown = show_draft_diagram(store, current_actor(), release_id, path, element, fields, problems)
    return _page(shown, problems, overtaken)


def _page(shown: DiagramPage, problems: Mapping[str, str] | None = None, overtaken: str = "") -> str:
    found: dict[str, list[Finding]] = {}
    for finding in _findings(shown):
        found.setdefault(finding.element, []).append(finding)
    return render_template(
        "workprocess/diagram.html",
        shown=shown,
        found=found,
        problems=problems or {},
        overtaken=overtaken,
        doing=request.form.get("deed", ""),
        zoek=request.args.get("zoek", "").strip(),
        name=shown.file.path.removeprefix("bpmn/").removesuffix(".bpmn"),
    )


def _findings(shown: DiagramPage) -> list[Finding]:
    """What the gate last said of these files."""
    if shown.file.release.status != "draft":
        return []
    with transaction() as store:
        checked = show_check(store, current_actor(), shown.file.release.id)
    return [finding for finding in checked.findings or () if finding.file == shown.file.path]
