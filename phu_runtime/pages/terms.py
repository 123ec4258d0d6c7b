"""The running terms of one's own organisation and of the other parties in its cases."""

from __future__ import annotations

from flask import Blueprint, render_template

from phu_runtime.actions.show_terms import show_terms
from phu_runtime.pages.door import current_actor, roles_required, transaction
from phu_runtime.pages.frame import CASEWORK

pages = Blueprint("terms", __name__)


@pages.get("/termijnen")
@roles_required(*CASEWORK)
def termijnen() -> str:
    """Each term with how hard it is and how it was counted."""
    with transaction() as store:
        shown = show_terms(store, current_actor())
    return render_template("terms.html", shown=shown)
