"""Why decisions came out so: from the decision log, for a reader who may read all that was weighed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from phu_runtime.access.fields import FieldsVerdict
from phu_runtime.records import dossiers
from phu_runtime.showing.facts import HIDDEN
from phu_runtime.steps.opening import CaseStep

Reasons = dict[tuple[str, datetime], Sequence[str]]


def show_reasons(step: CaseStep, verdict: FieldsVerdict) -> Reasons:
    """(element, moment to the second) → sentences. A decision that weighed a group the reader may not read is left out."""
    fields = step.work.dictionary.fields
    found: Reasons = {}
    for line in dossiers.decision_lines(step.store.session, step.case.id):
        kept = step.unseal(f"decision/{line.id}", line.sealed)
        weighed = {fields[name].group for name in kept["invoer"] if name in fields} - {HIDDEN}
        if weighed <= verdict.read:
            found[line.element, line.at.replace(microsecond=0)] = [*kept.get("waarom", ()), *kept.get("let_op", ())]
    return found
