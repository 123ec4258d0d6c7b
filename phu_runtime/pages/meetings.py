"""Afspraken en toezicht: processes without a tenant, the registers, the parties and the validity of the agreement."""

from __future__ import annotations

from flask import Blueprint, render_template

from phu_runtime.actions.show_meetings import show_meetings
from phu_runtime.actions.show_registers import show_registers
from phu_runtime.pages.door import current_actor, signed_in, transaction

pages = Blueprint("meetings", __name__)
STATUSES = {"open": "Loopt", "gesloten": "Gesloten"}


@pages.get("/overleg")
@signed_in
def overleg() -> str:
    """What the reader may begin, the tasks of its office and the cases it takes part in."""
    with transaction() as store:
        shown = show_meetings(store, current_actor())
    return render_template("meetings.html", shown=shown, statuses=STATUSES)


@pages.get("/overleg/registers")
@signed_in
def registers() -> str:
    """The registers for whom they are meant, and for everyone the parties and until when the agreement is in force."""
    with transaction() as store:
        shown = show_registers(store, current_actor())
    return render_template("registers.html", shown=shown)
