"""The XML of one diagram of a case's own release, for the viewer on its page."""

from __future__ import annotations

from phu_runtime.shapes import Actor
from phu_runtime.steps.looking import require_in_case
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.store import Store
from phu_runtime.steps.subjects import case_access


def case_diagram(store: Store, actor: Actor, case_id: str, key: str) -> bytes:
    """Raises NotFound for an unknown case or diagram, NotYours. A drawing holds nothing about a person, so no log line."""
    step = open_case(store, case_id, actor, lock=False)
    require_in_case(actor, "see_case", case_access(step), step.case)
    return bytes(step.work.diagrams.xml(key))
