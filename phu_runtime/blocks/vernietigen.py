"""Topic ``vernietigen``: the case that this one was started about is destroyed at the clock's next tick (PP 7.1, PP 7.2)."""

from __future__ import annotations

from typing import Any

from phu_runtime.blocks.room import Answer, Asking, Writing
from phu_runtime.records import cases


def ask(effect: Any, asking: Asking) -> Answer:
    """Nothing to ask: a person approved it."""
    return None, {}


def write(effect: Any, writing: Writing) -> list[str]:
    """Brings the moment of destruction forward to now; it never moves back. A case that is gone already changes nothing."""
    if writing.case.parent_id is not None:
        cases.destroy_from(writing.session, writing.case.parent_id, writing.now)
    return []
