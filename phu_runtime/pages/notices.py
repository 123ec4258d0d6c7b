"""Messages: what happened in cases that the reader must know of."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from phu_runtime.actions.mark_notices_read import mark_notices_read
from phu_runtime.actions.show_notices import show_notices
from phu_runtime.pages.door import back_to, current_actor, may_open, signed_in, transaction
from phu_runtime.pages.frame import CASEWORK

pages = Blueprint("notices", __name__)


@pages.get("/berichten")
@signed_in
def berichten() -> str:
    """The messages, newest first, unread ones marked."""
    number = max(1, request.args.get("pagina", 1, type=int))
    with transaction() as store:
        shown, more = show_notices(store, current_actor(), number)

    def address(page: int) -> str:
        return url_for("notices.berichten", **({"pagina": page} if page > 1 else {}))

    return render_template(
        "notices.html", notices=shown, page=number, pages=number + more, address=address, works_on_cases=may_open(current_actor(), CASEWORK)
    )


@pages.post("/berichten/gelezen")
@signed_in
def gelezen() -> Response:
    """Mark the messages that the page showed as read; others that came meanwhile stay unread."""
    with transaction() as store:
        mark_notices_read(store, current_actor(), request.form.getlist("bericht"))
    return back_to("notices.berichten")
