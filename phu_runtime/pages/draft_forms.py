"""The forms of a version: each part in a list to change by keyboard alone, beside the form as it will be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from phu_runtime.actions.add_datum import add_datum
from phu_runtime.actions.edit_form import edit_form
from phu_runtime.actions.show_draft_form import show_draft_form
from phu_runtime.edit_shapes import FormDeed
from phu_runtime.errors import FormInvalid, OutOfDate
from phu_runtime.pages.door import answers, current_actor, signed_in, transaction
from phu_runtime.pages.filled import with_problems
from phu_runtime.pages.frame import tell
from phu_runtime.pages.kept import tell_kept

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from werkzeug.wrappers import Response

pages = Blueprint("draft_forms", __name__)
_ADDRESS = "/werkproces/versies/<release_id>/formulier/<path:key>"
DONE = {
    "veld": "Het veld staat op het formulier.",
    "tekst": "De uitleg staat op het formulier.",
    "deel": "Het deel staat op het formulier. Zet er nu velden in.",
    "wijzig": "Het onderdeel is gewijzigd.",
    "op": "Het onderdeel is omhoog gezet.",
    "neer": "Het onderdeel is omlaag gezet.",
    "weg": "Het onderdeel is van het formulier gehaald.",
}
MOVES = ("op", "neer")  # these change nothing that the gate judges, and should be quick to do again


@pages.get(_ADDRESS)
@signed_in
def formulier(release_id: str, key: str) -> str:
    """The form; ``?onderdeel=``: the place or id of the part to change."""
    with transaction() as store:
        shown = show_draft_form(store, current_actor(), release_id, key, request.args.get("onderdeel", ""))
    return _page(shown)


@pages.post(_ADDRESS)
@signed_in
def wijzigen(release_id: str, key: str) -> Response | str | tuple[str, int]:
    """One deed, kept at once; or the preview filled in, which keeps nothing."""
    name, _, place = request.form.get("actie", "").partition(".")
    if name in ("proef", ""):
        return _try(release_id, key)
    if name == "gegeven":
        return _add_datum(release_id, key)
    deed = FormDeed(name, place or request.form.get("_plaats", ""), _given())
    try:
        with transaction() as store:
            edit_form(store, current_actor(), release_id, key, deed, request.form.get("seen", ""))
    except FormInvalid as error:
        return _refused(release_id, key, deed.place if name == "wijzig" else "", error.problems)
    except OutOfDate as error:
        return _overtaken(release_id, key, name, error)
    if name in MOVES:
        tell(DONE[name])
    else:
        tell_kept(release_id, f"forms/{key}.form", DONE[name])
    return redirect(url_for("draft_forms.formulier", release_id=release_id, key=key, _anchor="onderdelen"), 303)


def _given() -> Mapping[str, str]:
    """What was filled in, by name, without what belongs to the page."""
    return {name: value.replace("\r\n", "\n") for name, value in request.form.items() if name != "csrf_token" and not name.startswith("_")}


def _try(release_id: str, key: str) -> str:
    filled = answers()
    filled.pop("seen", None)
    with transaction() as store:
        shown = show_draft_form(store, current_actor(), release_id, key, answers=filled)
    preview = with_problems(shown.preview, shown.preview.problems) if shown.preview else None
    return _page(shown, preview=preview, tried=True)


def _add_datum(release_id: str, key: str) -> Response | tuple[str, int]:
    try:
        with transaction() as store:
            added = add_datum(store, current_actor(), release_id, _given(), request.form.get("seen", ""))
    except FormInvalid as error:
        return _refused(release_id, key, "", error.problems, about="gegeven")
    except OutOfDate as error:
        return _overtaken(release_id, key, "gegeven", error)
    tell_kept(release_id, "forms/gegevens.yaml", "Het gegeven staat in de gegevenslijst. U kunt het nu op het formulier zetten.")
    return redirect(url_for("draft_forms.formulier", release_id=release_id, key=key, gegeven=added, _anchor="veld-erbij"), 303)


def _refused(release_id: str, key: str, place: str, problems: Mapping[str, str], about: str = "") -> tuple[str, int]:
    with transaction() as store:
        shown = show_draft_form(store, current_actor(), release_id, key, place, _given() if place else None, problems)
    return _page(shown, problems=problems, about=about or request.form.get("actie", "").partition(".")[0], filled=_given()), 422


def _overtaken(release_id: str, key: str, name: str, error: OutOfDate) -> tuple[str, int]:
    """409: the form as it is now, with what was filled in still there; the part is found again by its id."""
    component = request.form.get("_onderdeel", "")
    with transaction() as store:
        shown = show_draft_form(store, current_actor(), release_id, key, component, _given() if component else None)
    if not shown.file.may_edit:
        raise error
    return _page(shown, about=name, filled=_given(), overtaken=True, gone=bool(component) and not shown.chosen), 409


def _page(shown: Any, **more: Any) -> str:
    words = {"problems": {}, "about": "", "filled": {}, "overtaken": False, "gone": False, "tried": False, "preview": shown.preview}
    return render_template("workprocess/draft_form.html", shown=shown, **{**words, **more})
