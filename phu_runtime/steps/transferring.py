"""A case that goes to another organisation: its line in the history, with the reason sealed under the case's key."""

from __future__ import annotations

from typing import Any

from phu_runtime.dossier.seal import seal
from phu_runtime.records.rows import insert_rows
from phu_runtime.records.tables.cases import Passage
from phu_runtime.records.tables.root import new_id
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store

TRANSFER = "transfer"


def note_transfer(store: Store, actor: Actor, case: Any, role: str, names: tuple[str, str], reason: str) -> None:
    """For who reads the timeline and the efforts. ``names``: who gave and who took the role over."""
    passage_id = new_id()
    row = {
        "id": passage_id,
        "case_id": case.id,
        "at": store.now,
        "element": TRANSFER,
        "kind": TRANSFER,
        "name": f"{names[1]} neemt de casus over van {names[0]}",
        "diagram": case.process,
        "path": "",
        "round": 1,
        "user_id": actor.user_id,
        "organisation_id": actor.organisation_id,
        "role": role,
        "outcome": "done",
        "sealed": seal(store.keys.case_key(case.id), case.id, f"passage/{passage_id}", {"reden": reason, "van": names[0]}),
    }
    insert_rows(store.session, Passage, [row])
