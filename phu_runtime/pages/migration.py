"""Taking running cases over to a version: by position, in portions, and back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from phu_runtime.actions.begin_migration import begin_migration
from phu_runtime.actions.go_on_migration import go_on_migration
from phu_runtime.actions.preview_migration import preview_migration
from phu_runtime.actions.refuse_migration import refuse_migration
from phu_runtime.actions.show_migration import show_migration
from phu_runtime.actions.take_back_migration import take_back_migration
from phu_runtime.errors import FormInvalid, PhuError
from phu_runtime.pages.door import current_actor, roles_required, runtime, transaction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

    from phu_runtime.actions.preview_migration import MigrationPreview

pages = Blueprint("migration", __name__)

ALL = "alle"
CHOICE = "keuze-"
AT_A_TIME = 5.0  # seconds that one request works on; what is left goes on in the next
NO_PROBLEMS: Mapping[str, str] = {}


@pages.get("/werkproces/versies/<release_id>/migratie")
@roles_required("proceseigenaar")
def migratie(release_id: str) -> str:
    """Running cases by position, and which of them can go over."""
    return _page(_preview(release_id), "", NO_PROBLEMS)


@pages.post("/werkproces/versies/<release_id>/migratie")
@roles_required("proceseigenaar")
def beginnen(release_id: str) -> Response | tuple[str, int]:
    """A group of cases, or all that can, go over."""
    wanted = request.form.get("groep", "")
    shown = _preview(release_id)
    chosen = [group for group in shown.groups if group.key == wanted or (wanted == ALL and group.state == "kan")]
    moved = {name.removeprefix(CHOICE): value for name, value in request.form.items() if name.startswith(CHOICE)}
    try:
        with transaction() as store:
            move_id = begin_migration(store, current_actor(), release_id, chosen, moved)
    except FormInvalid as error:
        return _page(shown, wanted, error.problems), 422
    return _portion(release_id, move_id)


@pages.get("/werkproces/versies/<release_id>/migratie/<move_id>")
@roles_required("proceseigenaar")
def voortgang(release_id: str, move_id: str) -> str:
    """How far it is, and what came of each case."""
    with transaction() as store:
        shown = show_migration(store, current_actor(), release_id, move_id)
    return render_template("revision/moving.html", shown=shown)


@pages.post("/werkproces/versies/<release_id>/migratie/<move_id>/verder")
@roles_required("proceseigenaar")
def verder(release_id: str, move_id: str) -> Response:
    """The next portion."""
    return _portion(release_id, move_id)


@pages.post("/werkproces/versies/<release_id>/migratie/<move_id>/terug")
@roles_required("proceseigenaar")
def terug(release_id: str, move_id: str) -> Response:
    """One case back, or all that went over."""
    with transaction() as store:
        take_back_migration(store, current_actor(), move_id, request.form.get("casus", ""))
    return _portion(release_id, move_id)


def _preview(release_id: str) -> MigrationPreview:
    """Every running case is looked at, so this only reads: nobody waits for it."""
    actor = current_actor()
    with transaction():
        pass  # ends the one in which it was seen who asks
    with runtime().reading() as store:
        return preview_migration(store, actor, release_id)


def _page(shown: MigrationPreview, wanted: str, problems: Mapping[str, str]) -> str:
    able = sum(len(group.case_ids) for group in shown.groups if group.state == "kan")
    return render_template("revision/migration.html", shown=shown, able=able, wanted=wanted, problems=problems, choice=CHOICE, all=ALL)


def _portion(release_id: str, move_id: str) -> Response:
    """Case by case, each in a transaction of its own, until the portion or the time is over."""
    actor = current_actor()
    with transaction() as store:
        waiting = show_migration(store, actor, release_id, move_id).next
    until = time.monotonic() + AT_A_TIME
    for moved_id in waiting:
        try:
            with transaction() as store:
                go_on_migration(store, actor, moved_id)
        except PhuError as error:
            with transaction() as store:
                refuse_migration(store, actor, moved_id, error.message)
        if time.monotonic() > until:
            break
    return redirect(url_for("migration.voortgang", release_id=release_id, move_id=move_id), 303)
