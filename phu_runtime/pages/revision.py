"""What a version changes: beside another version, in the drawings, and for cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from phu_runtime.actions.ask_effect import ask_effect
from phu_runtime.actions.note_effect import note_effect
from phu_runtime.actions.release_diagram import release_diagram
from phu_runtime.actions.show_difference import show_difference
from phu_runtime.actions.show_effect import show_effect
from phu_runtime.actions.show_release import show_release
from phu_runtime.pages.cases import as_xml
from phu_runtime.pages.door import current_actor, roles_required, runtime, signed_in, transaction

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

pages = Blueprint("revision", __name__)


@pages.get("/werkproces/versies/<release_id>/verschil")
@signed_in
def verschil(release_id: str) -> str:
    """A version beside what it follows, or beside ``?met=``; ``?tekening=``: which drawing is drawn."""
    with transaction() as store:
        shown = show_difference(store, current_actor(), release_id, request.args.get("met", ""))
    stems = [pair.drawing.stem for pair in shown.files if pair.drawing is not None]
    wanted = request.args.get("tekening", "")
    return render_template("revision/difference.html", shown=shown, drawn=wanted if wanted in stems else next(iter(stems), ""))


@pages.get("/werkproces/versies/<release_id>/tekening/<key>.bpmn")
@signed_in
def tekening(release_id: str, key: str) -> Response:
    """The XML of a drawing of any version, for the viewer."""
    with transaction() as store:
        content = release_diagram(store, current_actor(), release_id, key)
    return as_xml(content)


@pages.get("/werkproces/versies/<release_id>/effect")
@roles_required("proceseigenaar")
def effect(release_id: str) -> str:
    """What counting the effect means, and the button that does it."""
    with transaction() as store:
        line = show_release(store, current_actor(), release_id).line
    return render_template("revision/effect.html", line=line, shown=None)


@pages.post("/werkproces/versies/<release_id>/effect")
@roles_required("proceseigenaar")
def effect_berekenen(release_id: str) -> str:
    """The effect on earlier decisions and running cases. It is logged first; counting only reads, so that nobody waits for it."""
    with transaction() as store:
        ask_effect(store, current_actor(), release_id)
    with runtime().reading() as store:
        shown = show_effect(store, current_actor(), release_id)
    with transaction() as store:
        note_effect(store, current_actor(), release_id)
    return render_template("revision/effect.html", line=shown.line, shown=shown)
