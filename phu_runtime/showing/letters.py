"""The text of a letter before it is sent."""

from __future__ import annotations

from phu_runtime import letters
from phu_runtime.errors import PhuError
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.writing import writing_for


def letter_text(step: CaseStep, key: str) -> str:
    """The filled letter, or why it cannot be filled yet; "" when the task sends none."""
    letter = step.work.letters.get(key) if key else None
    if letter is None:
        return ""
    try:
        return letters.fill(letter, writing_for(step, step.context(), frozenset()).dossier)
    except PhuError as error:
        return error.message
