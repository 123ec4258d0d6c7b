"""Versions of the work process: all of them, one of them, a new one from a copy or from a zip, and what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, render_template, request, url_for

from phu_runtime.access import may
from phu_runtime.actions.export_release import export_release
from phu_runtime.actions.import_release import import_release
from phu_runtime.actions.list_releases import list_releases
from phu_runtime.actions.show_release import show_release
from phu_runtime.actions.show_release_history import show_release_history
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.errors import Finding, FormInvalid, ReleaseInvalid
from phu_runtime.pages.checked import check_now
from phu_runtime.pages.door import current_actor, roles_required, signed_in, transaction
from phu_runtime.pages.draft_file_list import by_part
from phu_runtime.pages.frame import tell
from phu_runtime.pages.uploads import takes_upload
from phu_runtime.workprocess.packing import LARGEST_ZIP

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

pages = Blueprint("releases", __name__)

ROUND_THE_ZIP = 100_000  # the other fields and the borders of a form with a file
OWNER = "proceseigenaar"
STEPS = {
    "controle": "release_check.controle",
    "proef": "rehearsal.proef",
    "effect": "revision.effect",
    "verschil": "revision.verschil",
    "migratie": "migration.migratie",
}


@pages.get("/werkproces/versies")
@signed_in
def versies() -> str:
    """Every version that the reader may see."""
    return _list({}, {})


@pages.post("/werkproces/versies")
@signed_in
def beginnen() -> Response:
    """A draft: a copy of the version in force, or of the one that ``copy_of`` names, to go back to it."""
    filled = {name: request.form.get(name, "") for name in ("name", "note", "copy_of")}
    try:
        with transaction() as store:
            release_id = start_draft(store, current_actor(), filled["name"], filled["note"], filled["copy_of"] or None)
    except FormInvalid as error:
        page = release_page(filled["copy_of"], filled, error.problems) if filled["copy_of"] else _list(filled, error.problems)
        return make_response(page, error.status)
    tell("Het concept is begonnen.")
    return to_release(release_id)


@pages.get("/werkproces/versies/inlezen")
@roles_required(OWNER)
def inlezen_blad() -> str:
    """Where a zip is chosen."""
    return render_template("workprocess/import.html", filled={}, problems={}, findings=[])


@pages.post("/werkproces/versies/inlezen")
@roles_required(OWNER)
@takes_upload(LARGEST_ZIP + ROUND_THE_ZIP)
def inlezen() -> Response:
    """A zip becomes a draft, which is checked at once."""
    filled = {name: request.form.get(name, "") for name in ("name", "note", "changed")}
    sent = request.files.get("zip")
    findings: list[Finding] = []
    try:
        if sent is None or not sent.filename:
            raise FormInvalid({"zip": "Kies eerst een zip-bestand."})
        content = sent.read()
        with transaction() as store:
            release_id = import_release(store, current_actor(), content, filled["name"], filled["note"], changed=bool(filled["changed"]))
    except FormInvalid as error:
        problems: Mapping[str, str] = error.problems
    except ReleaseInvalid as error:
        problems, findings = {"zip": "Deze zip is niet ingelezen."}, error.findings
    else:
        checked = check_now(release_id)
        tell("De zip is ingelezen als concept." + ("" if not checked.findings else f" De controle vond {checked.in_words}."))
        return to_release(release_id)
    return make_response(render_template("workprocess/import.html", filled=filled, problems=problems, findings=findings), 422)


@pages.get("/werkproces/versies/geschiedenis")
@signed_in
def geschiedenis() -> str:
    """Who did what to which version."""
    with transaction() as store:
        events = show_release_history(store, current_actor())
    return render_template("workprocess/release_history.html", events=events)


@pages.get("/werkproces/versies/<release_id>")
@signed_in
def versie(release_id: str) -> str:
    """One version: where it stands and what comes next."""
    return release_page(release_id, {}, {})


@pages.get("/werkproces/versies/<release_id>.zip")
@signed_in
def zip_van(release_id: str) -> Response:
    """Its files as one zip."""
    with transaction() as store:
        name, content = export_release(store, current_actor(), release_id)
    answer = make_response(content)
    answer.headers["Content-Type"] = "application/zip"
    answer.headers.set("Content-Disposition", "attachment", filename=f"werkproces {name}.zip".replace("/", "-"))
    return answer


def release_page(release_id: str, filled: Mapping[str, str], problems: Mapping[str, str]) -> str:
    """The page of a version, with what someone filled in and why it was not accepted."""
    with transaction() as store:
        shown = show_release(store, current_actor(), release_id)
    return render_template(
        "workprocess/release.html",
        shown=shown,
        parts=by_part(list(shown.files)),
        addresses=_addresses(release_id),
        filled=filled,
        problems=problems,
    )


def to_release(release_id: str) -> Response:
    """To the page of a version, after something was done."""
    return redirect(url_for("releases.versie", release_id=release_id), 303)


def _addresses(release_id: str) -> dict[str, str]:
    """Where the steps of a version are done."""
    return {step: url_for(endpoint, release_id=release_id) for step, endpoint in STEPS.items()}


def _list(filled: Mapping[str, str], problems: Mapping[str, str]) -> str:
    with transaction() as store:
        lines = list_releases(store, current_actor())
    drafts = may(current_actor(), "see_drafts").allowed
    return render_template("workprocess/releases.html", lines=lines, may_see_drafts=drafts, filled=filled, problems=problems)
