"""A migrated case back to the release it came from, until its next step."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.migrating import take_back
from phu_runtime.steps.store import Store


def undo_migration(store: Store, actor: Actor, case_id: str) -> Done:
    """Raises NotYours, NotFound, OutOfDate when the case has taken a step since."""
    require(actor, "migrate_cases")
    there = take_back(store, actor, case_id)
    return Done(there.case.id, there.case.number, f"Casus {there.case.number} loopt weer op de vorige versie.")
