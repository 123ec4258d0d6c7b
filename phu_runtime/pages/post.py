"""The mail that was not taken: why, and a button to try again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for

from phu_runtime.actions.retry_mail import retry_mail
from phu_runtime.actions.show_post import show_post
from phu_runtime.pages.door import current_actor, roles_required, transaction
from phu_runtime.pages.frame import tell

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

pages = Blueprint("post", __name__)


@pages.get("/beheer/post")
@roles_required("beheerder")
def post() -> str:
    """What failed, and what is late."""
    with transaction() as store:
        shown = show_post(store, current_actor())
    return render_template("beheer/post.html", shown=shown)


@pages.post("/beheer/post/<mail_id>/opnieuw")
@roles_required("beheerder")
def opnieuw(mail_id: str) -> Response:
    """Let the clock try this mail again."""
    with transaction() as store:
        retry_mail(store, current_actor(), mail_id)
    tell("De mail wordt opnieuw verstuurd.")
    return redirect(url_for("post.post"), 303)
