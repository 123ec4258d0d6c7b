"""A form as a reader sees it: filled in, with who will see each answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from phu_runtime import formdefs
from phu_runtime.access.fields import FieldsVerdict
from phu_runtime.shapes import FormShown
from phu_runtime.showing.facts import HIDDEN, reader_name
from phu_runtime.steps.foreseeing import Sending, context_after
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.participants import fields_of


def show_form(
    step: CaseStep,
    form: Any,
    role: str,
    values: Mapping[str, Any],
    problems: Mapping[str, str] | None = None,
    at_step: str = "",
    send: Sending | None = None,
) -> FormShown:
    """``values``: what to put in the fields. Each field and section carries which organisations will see it: those that are in
    the case, and those that ``gegevensdeling`` lets in at the process step of this form (the report is read by who gets it). With
    ``send`` they follow the answers: concerns that are ticked let the Meldpunt in."""
    context = context_after(step, form, role, values, send) if send else step.context()
    verdicts = _verdicts(step, role, at_step, context)
    readers: dict[str, list[str]] = {}
    for other, verdict in verdicts.items():
        for group in verdict.read:
            readers.setdefault(group, []).append(reader_name(other, step.known.parties[other].name))
    shown: FormShown = formdefs.show(form, values, step.context(), step.work.dictionary, problems, readers)
    return replace(shown, readers=_readers(step, form, verdicts))


def prefilled(step: CaseStep, form: Any, role: str, at_step: str) -> dict[str, Any]:
    """What is known already and may be seen by this role at this step, so that nobody types it twice."""
    verdict = fields_of(step, role, step.context(), at_step)
    seen = verdict.read | verdict.write
    fields = step.work.dictionary.fields
    dossier = {key: value for key, value in step.known.dossier.items() if key in fields and fields[key].group in seen}
    return formdefs.prefill(form, dossier, step.context(), step.work.dictionary)


def _verdicts(step: CaseStep, role: str, at_step: str, context: Mapping[str, Any]) -> dict[str, FieldsVerdict]:
    others = [other for other in step.known.parties if other != role]
    return {other: fields_of(step, other, context, ",".join([*step.known.steps.get(other, ()), at_step])) for other in others}


def _readers(step: CaseStep, form: Any, verdicts: Mapping[str, FieldsVerdict]) -> list[tuple[str, str, str]]:
    """Per party (role, organisation, what of this form it will see)."""
    fields, groups = step.work.dictionary.fields, step.work.dictionary.groups
    asked = dict.fromkeys(fields[field.key].group for field in form.fields() if field.key in fields)
    labels = {group: groups[group].label for group in asked if group in groups and group != HIDDEN}
    rows = []
    for role, verdict in verdicts.items():
        seen = [label for group, label in labels.items() if group in verdict.read]
        rows.append((role, reader_name(role, step.known.parties[role].name), ", ".join(seen) or "Ziet niets van dit formulier"))
    return rows
