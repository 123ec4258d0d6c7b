"""The form of a completed task, with what was answered, to correct it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.shapes import Actor, CaseHeader, FormShown
from phu_runtime.showing.forms import prefilled, show_form
from phu_runtime.showing.header import show_header
from phu_runtime.steps.correcting import passage_for
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.participants import fields_of
from phu_runtime.steps.store import Store


def show_correction(
    store: Store, actor: Actor, passage_id: str, raw: Mapping[str, Any] | None = None, problems: Mapping[str, str] | None = None
) -> tuple[CaseHeader, FormShown]:
    """Header and filled form. Raises NotFound, NotYours, OutOfDate (the case is closed)."""
    step, passage, sent = passage_for(store, actor, passage_id, lock=False)
    form = step.work.forms[sent.form]
    values: Mapping[str, Any] = raw if raw is not None else {}
    if raw is None:
        answered = step.unseal(f"submission/{sent.id}", sent.sealed)
        values = {**prefilled(step, form, sent.role, ""), **answered}
    verdict = fields_of(step, sent.role, step.context())
    log_deed(store, actor, f"antwoorden bekeken: {passage.element}", "R", step.case, purpose=verdict.purpose, ground=verdict.ground)
    return show_header(step, verdict), show_form(step, form, sent.role, values, problems)
