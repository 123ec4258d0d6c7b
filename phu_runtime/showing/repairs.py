"""What may be done to a stuck case, and what was proposed, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.errors import NotFound
from phu_runtime.records import releases
from phu_runtime.steps.mending import CLOSE, RELEASE, TOKEN
from phu_runtime.steps.opening import CaseStep


def show_repair_in_words(step: CaseStep, repair: Mapping[str, Any]) -> str:
    """One sentence that says what will happen."""
    if repair["soort"] == CLOSE:
        return "De storing sluiten. Aan de casus verandert niets."
    if repair["soort"] == TOKEN:
        return f"De stap '{_step(step, repair['van'])}' verplaatsen naar '{_step(step, repair['naar'])}'."
    if repair["soort"] == RELEASE:
        return f"De casus overzetten naar versie '{_release(step, repair['versie'])}'."
    datum = step.work.dictionary.fields.get(str(repair["gegeven"]))
    return f"'{datum.label if datum else repair['gegeven']}' op '{_value(datum, repair['waarde'])}' zetten."


def _step(step: CaseStep, element: str) -> str:
    return next((each.name or each.id for each in step.work.diagrams.elements() if each.id == element), element)


def _release(step: CaseStep, release_id: str) -> str:
    try:
        return str(releases.get_release(step.store.session, release_id).name)
    except NotFound:
        return release_id


def _value(datum: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return ", ".join(_value(datum, each) for each in value) or "niets"
    return str((datum.values if datum else {}).get(value, value)) or "leeg"
