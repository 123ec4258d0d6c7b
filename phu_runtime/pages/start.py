"""Where someone begins: the page that fits the role."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from phu_runtime.pages.door import current_actor, may_open, signed_in
from phu_runtime.pages.frame import CASEWORK

pages = Blueprint("start", __name__)


@pages.get("/")
@signed_in
def begin() -> Response:
    """Caseworkers to their worklist, the beheerder to the accounts, everyone else to the work process."""
    actor = current_actor()
    if may_open(actor, CASEWORK):
        return redirect(url_for("worklist.werklijst"), 303)
    if may_open(actor, ("beheerder",)):
        return redirect("/beheer", 303)
    return redirect(url_for("workprocess.werkproces"), 303)
