"""The letter that a task will send, as it would be now."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime import formdefs, letters
from phu_runtime.dossier import bind
from phu_runtime.errors import FormInvalid, NotFound
from phu_runtime.shapes import Actor, LetterText
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.store import Store
from phu_runtime.steps.taken import task_for
from phu_runtime.steps.writing import spoken, writing_for

Raw = Mapping[str, str | list[str]]


def preview_letter(store: Store, actor: Actor, task_id: str, raw: Raw | None = None) -> LetterText:
    """Filled from the dossier and what is in the form now. Raises NotFound (the task sends no letter), NotYours, LetterInvalid."""
    step, row = task_for(store, actor, task_id, "see_task", lock=False)
    key = step.work.diagrams.element(row.diagram, row.element).properties.get("brief", "")
    letter = step.work.letters.get(key)
    if letter is None:
        raise NotFound("Bij deze taak hoort geen brief.")
    values = dict(writing_for(step, step.context(), frozenset()).dossier)
    if raw and row.form:
        try:
            answers = formdefs.clean(step.work.forms[row.form], raw, step.context(), step.work.dictionary)
            bound = bind(answers, step.work.dictionary)
            values |= {**bound.dossier, **spoken(step, {**bound.facts, **bound.variables})}
        except FormInvalid:
            pass  # half a form is no reason to refuse a preview of what is known
    log_deed(store, actor, f"brief voorbeeld: {key}", "R", step.case, on_behalf=step.on_behalf)
    return LetterText(letter, letters.fill(letter, values), letter.title)
