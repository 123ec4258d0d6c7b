"""What the gate found in a version: all problems at once, by file, and how far the whole check is."""

from __future__ import annotations

from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, render_template, url_for

from phu_runtime.actions.ask_check import ask_check
from phu_runtime.actions.show_check import show_check
from phu_runtime.pages.checked import check_now
from phu_runtime.pages.door import current_actor, signed_in, transaction
from phu_runtime.pages.draft_file_list import PARTS
from phu_runtime.pages.frame import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response

    from phu_runtime.errors import Finding

pages = Blueprint("release_check", __name__)

_WHOLE = "Het werkproces als geheel"
_ONE = {
    ".bpmn": "Tekening", ".dmn": "Beslissing", ".form": "Formulier", ".md": "Brief", ".yaml": "Lijst", ".json": "Sjabloon",
}  # fmt: skip


@pages.get("/werkproces/versies/<release_id>/controle")
@signed_in
def controle(release_id: str) -> str:
    """Everything that was found."""
    with transaction() as store:
        shown = show_check(store, current_actor(), release_id)
    return render_template("workprocess/check.html", shown=shown, groups=by_file(shown.findings or ()))


@pages.get("/werkproces/versies/<release_id>/controle/voortgang")
@signed_in
def voortgang(release_id: str) -> Response:
    """How far the whole check is, for htmx; the page is drawn anew when it is ready."""
    with transaction() as store:
        shown = show_check(store, current_actor(), release_id)
    answer = make_response(render_template("workprocess/parts/check_progress.html", shown=shown))
    if not shown.whole.busy:
        answer.headers["HX-Refresh"] = "true"
    return answer


@pages.post("/werkproces/versies/<release_id>/controle")
@signed_in
def controleer(release_id: str) -> Response:
    """The check of a few seconds, now."""
    checked = check_now(release_id)
    tell("De controle vond geen problemen." if not checked.findings else f"De controle vond {checked.in_words}.")
    return _back(release_id)


@pages.post("/werkproces/versies/<release_id>/controle/volledig")
@signed_in
def volledig(release_id: str) -> Response:
    """The whole check that publishing asks, in the background."""
    with transaction() as store:
        began = ask_check(store, current_actor(), release_id)
    if not began:
        tell("De volledige controle liep al.", kind="weet")
    return _back(release_id)


def by_file(findings: Sequence[Finding]) -> list[tuple[str, str, str, list[Finding]]]:
    """(path, heading, symbol, findings) for each file, the whole work process first."""
    ordered = sorted(findings, key=lambda finding: (finding.file, finding.element))
    return [(path, *file_in_words(path), list(found)) for path, found in groupby(ordered, key=lambda finding: finding.file)]


def file_in_words(path: str) -> tuple[str, str]:
    """Heading and symbol of a file: "Tekening aanleiding en melding"."""
    place = PurePosixPath(path)
    symbol = next((icon for _, icon, start, ending in PARTS if path.startswith(start) and path.endswith(ending)), "document")
    if place.suffix not in _ONE:
        return _WHOLE, "schema"
    what = "Scenario" if path.startswith("scenarios/") else _ONE[place.suffix]
    return f"{what} ‘{place.stem.replace('_', ' ')}’", symbol


def _back(release_id: str) -> Response:
    return redirect(url_for(".controle", release_id=release_id), 303)
