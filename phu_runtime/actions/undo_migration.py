"""A migrated case back to the release it came from, until its next step."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.migrating import go_back
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.store import Store


def undo_migration(store: Store, actor: Actor, case_id: str) -> Done:
    """Raises NotYours, NotFound, OutOfDate when the case has taken a step since."""
    require(actor, "migrate_cases")
    there = go_back(open_case(store, case_id, actor))
    log_deed(store, actor, "overzetten ongedaan gemaakt", "U", there.case, purpose="beheer werkproces")
    return Done(there.case.id, there.case.number, f"Casus {there.case.number} loopt weer op de vorige versie.")
