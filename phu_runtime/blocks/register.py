"""Topic ``register``: a line in one of the agreement's registers, without personal data (art. 6.4)."""

from __future__ import annotations

from typing import Any

from phu_runtime.blocks.room import Answer, Asking, Writing
from phu_runtime.records.tables.messages import Register
from phu_runtime.records.tables.root import new_id

OWN = "partij"
"""Without a tenant: the organisation that began the case, written by its name."""


def ask(effect: Any, asking: Asking) -> Answer:
    """Property ``reden`` (FEEL or text) and who it is about (``waarde``)."""
    properties = effect.properties
    reason = asking.evaluate(properties["reden"]) if properties.get("reden", "").startswith("=") else properties.get("reden", "")
    party = asking.evaluate(properties["waarde"]) if properties.get("waarde") else ""
    return {"register": properties["register"], "reden": str(reason or ""), "partij": str(party or "")}, {}


def write(effect: Any, writing: Writing) -> list[str]:
    """Adds the line."""
    about = effect.answer["partij"]
    line = {
        "id": new_id(),
        "register": effect.answer["register"],
        "case_id": writing.case.id,
        "at": writing.now,
        "municipality": writing.case.municipality,
        "party": writing.parties[about].name if about == OWN and OWN in writing.parties else about,
        "reason": effect.answer["reden"],
    }
    writing.add(Register, line)
    return []
