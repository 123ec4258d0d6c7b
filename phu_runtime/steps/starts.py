"""The ways in: start events with a form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from phu_runtime.errors import NotFound
from phu_runtime.workprocess import WorkProcess


def start_event(work: WorkProcess, form_key: str) -> Any:
    """The start event with this form. Raises NotFound."""
    for start in work.diagrams.starts():
        if start.form == form_key:
            return start
    raise NotFound("Met dit formulier kan geen casus worden gestart.")


def start_context(work: WorkProcess, now: datetime) -> Mapping[str, Any]:
    """What FEEL sees before there is a case: start values, nothing known yet."""
    facts: dict[str, Any] = {"dossier": {}, "formulieren": [], "gebeurtenissen": {}, "doorlopen": {}, "nu": now}
    return work.dictionary.derived_context(dict(work.dictionary.start_variables()), facts)
