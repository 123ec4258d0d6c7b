"""Topic ``start_casus``: another process starts, through the inbox that the clock delivers."""

from __future__ import annotations

from typing import Any

from phu_runtime.blocks.room import Answer, Asking, Writing
from phu_runtime.records.tables.messages import Incoming
from phu_runtime.records.tables.root import new_id


def ask(effect: Any, asking: Asking) -> Answer:
    """Property ``gegevens`` (FEEL context) is what the new case starts with."""
    given = asking.evaluate(effect.properties["gegevens"]) if effect.properties.get("gegevens") else {}
    return {"proces": effect.properties["proces"], "gegevens": given}, {}


def write(effect: Any, writing: Writing) -> list[str]:
    """Leaves an inbox row; the dossier travels by reference, under the new case's own key when it is delivered."""
    message_id = new_id()
    row = {
        "id": message_id,
        "from_case_id": writing.case.id,
        "to_case_id": None,
        "process": effect.answer["proces"],
        "message": effect.properties.get("bericht", ""),
        "at": writing.now,
        "next_try": writing.now,
        "status": "waiting",
        "attempts": 0,
        "sealed": writing.seal(f"inbox/{message_id}", effect.answer["gegevens"]),
    }
    writing.add(Incoming, row)
    return []
