"""What is due in one case, in a transaction of its own; the clock calls this for every case with something due."""

from __future__ import annotations

from phu_runtime.steps.store import Store
from phu_runtime.steps.waking import wake_case


def fire_timers(store: Store, case_id: str) -> int:
    """How many timers were due. Raises CaseStuck when a diagram fails: nothing is stored, an incident is."""
    return wake_case(store, case_id)
