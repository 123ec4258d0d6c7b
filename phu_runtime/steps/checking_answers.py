"""What the gate on a form cannot see: whether this role may fill this in at this step, and whether a text names a tenant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from phu_runtime.dossier.seal import unseal
from phu_runtime.errors import FormInvalid
from phu_runtime.formdefs.form import Component, Form
from phu_runtime.records import dossiers
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.participants import fields_of
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess

NAME = "achternaam"
SHORTEST = 3
TEXTS = ("tekst", "lange_tekst")
NOT_YOURS = "Uw organisatie mag dit in deze stap niet invullen. Laat het leeg; klopt dat niet, vraag het de proceseigenaar."
TRACEABLE = "Hier staat een naam die ook in een lopend dossier van deze organisatie staat. Beschrijf het zonder naam (art. 4.3)."


def form_for(step: CaseStep, form: Form, role: str, at_step: str) -> Form:
    """The form without questions that this role may not answer at this step: an event form is shared by all parties."""
    fields = step.work.dictionary.fields
    allowed = fields_of(step, role, step.context(), at_step).write

    def kept(components: tuple[Component, ...]) -> tuple[Component, ...]:
        found = (replace(one, components=kept(one.components)) for one in components)
        return tuple(one for one in found if not one.is_field or one.key not in fields or fields[one.key].group in allowed)

    return replace(form, components=kept(form.components))


def check_writing(step: CaseStep, role: str, answers: Mapping[str, Any], at_step: str) -> None:
    """Every answer belongs to a group that ``gegevensdeling`` lets this role write at this step (PP 2.4 a). Clearing is allowed.
    Raises FormInvalid."""
    fields = step.work.dictionary.fields
    given = {key: fields[key].group for key, value in answers.items() if key in fields and value not in (None, "", [])}
    allowed = fields_of(step, role, step.context(), at_step).write
    if strange := {key: NOT_YOURS for key, group in given.items() if group not in allowed}:
        raise FormInvalid(strange)


def check_texts(store: Store, work: WorkProcess, process: str, organisation_id: str, answers: Mapping[str, Any]) -> None:
    """A process without a tenant takes no text that names one: surnames of the running cases of the organisation that began it, as
    they are written or in capitals (R-174). The names stay here; nobody gets to see them. Raises FormInvalid."""
    if work.has_tenant(process):
        return
    fields = work.dictionary.fields
    texts = {key: value for key, value in answers.items() if key in fields and fields[key].kind in TEXTS and isinstance(value, str)}
    if not any(texts.values()):
        return
    named = _pattern(_surnames(store, organisation_id))
    if named is not None and (wrong := {key: TRACEABLE for key, text in texts.items() if named.search(text)}):
        raise FormInvalid(wrong)


def _surnames(store: Store, organisation_id: str) -> set[str]:
    found = set()
    for case_id, sealed in dossiers.field_in_open_cases(store.session, organisation_id, NAME):
        found.add(str(unseal(store.keys.case_key(case_id), case_id, f"dossier/{NAME}", sealed) or ""))
    return found


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    known = sorted({form for name in names if len(name) >= SHORTEST for form in (name, name.upper())})
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)") if known else None
