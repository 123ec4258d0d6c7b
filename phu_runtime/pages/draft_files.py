"""The files of a version, one by one: each kind to its own editor, the others as text; two people never overwrite each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for

from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.actions.show_check import show_check
from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.errors import Finding, NotFound, OutOfDate, ReleaseInvalid
from phu_runtime.letters import read_letters
from phu_runtime.pages.checked import check_now
from phu_runtime.pages.door import current_actor, signed_in, transaction
from phu_runtime.pages.frame import tell
from phu_runtime.pages.uploads import takes_upload
from phu_runtime.pages.words import count
from phu_runtime.workprocess.drafting import LARGEST, compare

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from phu_runtime.release_shapes import DraftFile
    from phu_runtime.steps.store import Store

pages = Blueprint("draft_files", __name__)

LARGEST_SAVE = 3 * LARGEST + 65_536  # a form writes one byte as three at worst
_ADDRESS = "/werkproces/versies/<release_id>/bestanden/<path:path>"
_EDITORS = {".bpmn": ("draft_diagrams.tekening", "name"), ".dmn": ("draft_tables.tabel", "name"), ".form": ("draft_forms.formulier", "key")}


@pages.get(f"{_ADDRESS}/ruw")
@signed_in
def ruw(release_id: str, path: str) -> Response:
    """The bytes as they were saved."""
    with transaction() as store:
        shown = show_draft_file(store, current_actor(), release_id, path)
    answer = make_response(shown.content)
    answer.headers["Content-Type"] = "application/octet-stream"
    answer.headers["Content-Disposition"] = f'attachment; filename="{PurePosixPath(path).name}"'
    return answer


@pages.get(_ADDRESS)
@signed_in
def bestand(release_id: str, path: str) -> Response | str:
    """To the editor of its kind, at the element of ``?onderdeel=``; ``?tekst=1``: as text, whatever the kind."""
    if "tekst" not in request.args and (editor := editor_address(release_id, path, request.args.get("onderdeel", ""))):
        return redirect(editor, 303)
    with transaction() as store:
        shown = show_draft_file(store, current_actor(), release_id, path)
        known = show_check(store, current_actor(), release_id).findings if shown.may_edit else None
    found = [one for one in known or () if one.file == path]
    return _text_page(shown, shown.content.decode("utf-8", "replace"), shown.digest, found)


@pages.route(_ADDRESS, methods=["POST", "PUT"])
@signed_in
@takes_upload(LARGEST_SAVE)
def bewaar(release_id: str, path: str) -> Response:
    """Save what was made from the file with digest ``seen``: PUT the bytes (an editor), or POST a form."""
    by_editor = request.method == "PUT"
    seen = request.headers.get("X-Seen", "") if by_editor else request.form.get("seen", "")
    mine = request.get_data() if by_editor else b""
    try:
        with transaction() as store:
            if not by_editor:
                mine = as_stored(request.form.get("content", ""), _content(store, release_id, path))
            digest = save_draft_file(store, current_actor(), release_id, path, mine, seen)
    except OutOfDate as error:
        return _both_changed(release_id, path, mine, error, as_json=by_editor)
    except ReleaseInvalid as error:
        return _unreadable(release_id, path, mine, seen, error, as_json=by_editor)
    found = [one for one in check_now(release_id).findings if one.file == path]
    if by_editor:
        return jsonify({"digest": digest, "findings": [as_told(one) for one in found]})
    points = f" De controle vond {count(len(found), 'punt', 'punten')}." if found else ""
    tell(f"Het bestand is bewaard.{points}")
    return redirect(url_for(".bestand", release_id=release_id, path=path, **({"tekst": 1} if "tekst" in request.args else {})), 303)


@pages.post(f"{_ADDRESS}/voorbeeld")
@signed_in
@takes_upload(LARGEST_SAVE)
def voorbeeld(release_id: str, path: str) -> str:
    """The letter as it would be with this text; nothing is saved."""
    with transaction() as store:
        shown = show_draft_file(store, current_actor(), release_id, path)
    text = re.sub(r"\r\n?", "\n", request.form.get("content", ""))
    return _text_page(shown, text, request.form.get("seen", ""), [])


def editor_address(release_id: str, path: str, element: str = "") -> str:
    """Where a file of this kind is edited, "" for text."""
    kind = PurePosixPath(path)
    if kind.suffix not in _EDITORS:
        return ""
    endpoint, name = _EDITORS[kind.suffix]
    key = path.removeprefix("forms/").removesuffix(".form") if kind.suffix == ".form" else kind.stem
    more = {"onderdeel": element, "_anchor": f"onderdeel={element}"} if element else {}
    return url_for(endpoint, release_id=release_id, **{name: key}, **more)


def as_stored(text: str, stored: bytes) -> bytes:
    """A text from a form, with the line ends that the file had: a browser sends its own."""
    lines = re.sub(r"\r\n?", "\n", text)
    was = stored.decode("utf-8", "replace")
    if re.sub(r"\r\n?", "\n", was) == lines:
        return stored
    return (lines.replace("\n", "\r\n") if "\r\n" in was else lines).encode()


def as_told(one: Finding) -> dict[str, str]:
    """A finding for an editor."""
    return {"file": one.file, "element": one.element, "message": one.message, "advice": one.advice, "why": one.why}


def _both_changed(release_id: str, path: str, mine: bytes, error: OutOfDate, *, as_json: bool) -> Response:
    theirs = _stored(release_id, path)
    if theirs is not None and not theirs.may_edit:
        raise error  # published meanwhile
    lines = compare(theirs.content if theirs else b"", mine)
    if as_json:
        told: dict[str, Any] = {"message": error.message, "digest": theirs.digest if theirs else "", "lines": lines}
        return make_response(jsonify(told), HTTPStatus.CONFLICT)
    text = mine.decode("utf-8", "replace")
    page = render_template("workprocess/file_conflict.html", release_id=release_id, path=path, theirs=theirs, mine=text, lines=lines)
    return make_response(page, HTTPStatus.CONFLICT)


def _unreadable(release_id: str, path: str, mine: bytes, seen: str, error: ReleaseInvalid, *, as_json: bool) -> Response:
    if as_json:
        told = {"message": error.message, "findings": [as_told(one) for one in error.findings]}
        return make_response(jsonify(told), HTTPStatus.UNPROCESSABLE_ENTITY)
    shown = _stored(release_id, path)
    if shown is None:
        raise error
    page = _text_page(shown, mine.decode("utf-8", "replace"), seen, error.findings, refused=True)
    return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)


def _content(store: Store, release_id: str, path: str) -> bytes:
    try:
        return show_draft_file(store, current_actor(), release_id, path).content
    except NotFound:  # taken out meanwhile: to be told as a conflict, with the text kept
        return b""


def _stored(release_id: str, path: str) -> DraftFile | None:
    """The file as it is now, None when someone took it out."""
    try:
        with transaction() as store:
            return show_draft_file(store, current_actor(), release_id, path)
    except NotFound:
        return None


def _text_page(shown: DraftFile, text: str, seen: str, findings: Sequence[Finding], *, refused: bool = False) -> str:
    letter = shown.path.startswith("forms/brieven/")
    try:
        drawn = next(iter(read_letters({shown.path: text.encode()}).values())).text if letter else ""
    except ReleaseInvalid as error:
        drawn, findings = "", [*findings, *(one for one in error.findings if one not in findings)]
    return render_template(
        "workprocess/file.html",
        shown=shown,
        text=text,
        seen=seen,
        findings=findings,
        refused=refused,
        letter=letter,
        preview=drawn,
        as_text="tekst" in request.args,
    )
