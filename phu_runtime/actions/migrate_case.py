"""One running case to another release: one transaction, so that many go over one by one and a refusal stops none of the others."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.access import require
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.migrating import take_over
from phu_runtime.steps.store import Store


def migrate_case(store: Store, actor: Actor, case_id: str, release_id: str, moved: Mapping[str, str] | None = None) -> Done:
    """``moved``: for each open element that is gone, where its token goes on. Raises NotYours, NotFound, OutOfDate (the element's
    name, when a token would be lost)."""
    require(actor, "migrate_cases")
    there = take_over(store, actor, case_id, release_id, moved or {})
    return Done(there.case.id, there.case.number, f"Casus {there.case.number} is overgezet.")
