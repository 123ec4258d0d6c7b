"""Topic ``brief``: the letter named by property ``brief`` is filled from the dossier and kept as it was sent."""

from __future__ import annotations

import hashlib
from typing import Any

from phu_runtime import letters
from phu_runtime.blocks.room import Answer, Asking, Writing
from phu_runtime.records.tables.cases import Letter
from phu_runtime.records.tables.root import new_id


def ask(effect: Any, asking: Asking) -> Answer:
    """Answers which letter was sent; sets nothing."""
    return {"brief": effect.properties["brief"]}, {}


def write(effect: Any, writing: Writing) -> list[str]:
    """Keeps the filled text (sealed) with its SHA-256; the PDF is drawn from it when someone opens it, never inside a step.

    Raises LetterInvalid (Dutch) when a value for it is missing: the step is not taken.
    """
    key = effect.properties["brief"]
    letter = writing.letters[key]
    text = letters.fill(letter, writing.dossier)
    digest = hashlib.sha256(text.encode()).hexdigest()
    party = writing.parties.get(effect.lane)
    row = {
        "id": new_id(),
        "case_id": writing.case.id,
        "template": key,
        "title": letter.title,
        "digest": digest,
        "at": writing.now,
        "role": effect.lane,
        "organisation_id": party.organisation_id if party else None,
        "sealed": writing.seal(f"letter/{digest}", {"tekst": text, "brief": key}),
    }
    writing.add(Letter, row)
    return []
