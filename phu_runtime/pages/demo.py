"""The demo's clock: anyone may move it forward and see a term pass. Outside the demo these pages don't exist."""

from __future__ import annotations

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from phu_runtime.actions.move_clock import move_clock
from phu_runtime.pages.door import back_to, current_actor, runtime, signed_in, transaction
from phu_runtime.pages.frame import tell
from phu_runtime.pages.words import clock_time, long_date

pages = Blueprint("demo", __name__)
STEPS = {"1u": (0, 1), "1d": (1, 0), "7d": (7, 0), "14d": (14, 0)}


@pages.post("/oefenen/klok")
@signed_in
def klok() -> Response:
    """Move the clock by one of the steps and go back to where the reader was."""
    step = STEPS.get(request.form.get("stap", ""))
    if not runtime().settings.demo or step is None:
        abort(404)
    with transaction() as store:
        now = move_clock(store, current_actor(), *step)
    tell(f"Het is nu {long_date(now)}, {clock_time(now)}. Nieuwe taken en berichten volgen binnen enkele seconden.", kind="weet")
    return back_to("start.begin")
