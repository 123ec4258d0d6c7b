"""Asking for the effect of a draft on cases: that dossiers are read for it is logged once, before (PP 14; evaluation)."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.store import Store

PURPOSE = "evaluatie"


def ask_effect(store: Store, actor: Actor, release_id: str) -> None:
    """The counting itself (``show_effect``) only reads, so that nobody waits for it. Raises NotYours, NotFound."""
    require(actor, "edit_work_process")
    releases.get_release(store.session, release_id)
    log_deed(store, actor, "effect van een concept berekend", "R", None, purpose=PURPOSE)
