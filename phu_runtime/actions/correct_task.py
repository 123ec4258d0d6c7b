"""Correcting a completed task: a new version of its answers, with a reason; decisions are weighed again; nothing is erased."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime import formdefs
from phu_runtime.errors import FormInvalid
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.correcting import passage_for, record_correction
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.store import Store

Raw = Mapping[str, str | list[str]]


def correct_task(store: Store, actor: Actor, passage_id: str, raw: Raw, reason: str) -> Done:
    """Raises FormInvalid (also without a reason), NotYours, OutOfDate (case closed), NotFound."""
    step, passage, sent = passage_for(store, actor, passage_id)
    form = step.work.forms[sent.form]
    problems: dict[str, str] = {} if reason.strip() else {"reden": "Geef aan waarom u de antwoorden verbetert."}
    try:
        answers = formdefs.clean(form, raw, step.context(), step.work.dictionary)
    except FormInvalid as invalid:
        raise FormInvalid({**invalid.problems, **problems}) from invalid
    if problems:
        raise FormInvalid(problems)
    different = record_correction(step, passage, sent, answers, reason.strip())
    log_deed(store, actor, f"antwoorden verbeterd: {passage.element}", "U", step.case, fields=answers)
    advice = f" Dit valt nu anders uit: {', '.join(different)}. Meld zo nodig een nieuw feit." if different else ""
    return Done(step.case.id, step.case.number, f"De antwoorden bij '{passage.name}' zijn verbeterd.{advice}", told=different)
