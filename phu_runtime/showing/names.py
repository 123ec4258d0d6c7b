"""Names of tenants in a list: only those that the reader may see, and every look is logged."""

from __future__ import annotations

from collections.abc import Iterable

from phu_runtime.access import may
from phu_runtime.shapes import Actor
from phu_runtime.showing.header import tenant_name
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.participants import fields_of
from phu_runtime.steps.store import Store
from phu_runtime.steps.subjects import case_access

IDENTITY = "identiteit"


def tenant_names(store: Store, actor: Actor, case_ids: Iterable[str]) -> dict[str, str]:
    """Case id → name, without the cases whose name is unknown or not for this reader."""
    names = {}
    for case_id in dict.fromkeys(case_ids):
        step = open_case(store, case_id, actor, lock=False)
        if not may(actor, "see_case", case_access(step)).allowed:
            continue
        verdict = fields_of(step, step.role_of(actor), step.context())
        name = tenant_name(step.known.dossier) if IDENTITY in verdict.read else ""
        if name:
            why = {"purpose": verdict.purpose, "ground": verdict.ground}
            log_deed(store, actor, "naam in werklijst bekeken", "R", step.case, fields=[IDENTITY], **why)
            names[case_id] = name
    return names
