"""All running terms: of one's own tasks, and of the other parties in one's cases, so that parties can hold each other to them."""

from __future__ import annotations

from typing import Any

from phu_runtime.access import require
from phu_runtime.records import accounts, running_terms
from phu_runtime.shapes import Actor, TermLine, TermsShown
from phu_runtime.showing.lines import phase_name
from phu_runtime.showing.rows import show_row
from phu_runtime.steps.store import Store

EXTEND = "termijn_verlengen"
ONLY_OWN = "meldpunt"
"""A case that reached the Meldpunt may have closed to it again; without opening each case it sees its own terms alone (G7)."""


def show_terms(store: Store, actor: Actor) -> TermsShown:
    """First due first, without names of tenants. Raises NotYours."""
    require(actor, "see_worklist")
    own = running_terms.running_terms(store.session, actor.organisation_id, others=False)
    others = [] if actor.party == ONLY_OWN else running_terms.running_terms(store.session, actor.organisation_id, others=True)
    return TermsShown(_lines(store, actor, own), _lines(store, actor, others))


def _lines(store: Store, actor: Actor, found: list[tuple[Any, Any, str]]) -> list[TermLine]:
    names = accounts.names_of(store.session, [task.claimed_by for task, _, _ in found if task.claimed_by])
    warnings = running_terms.warnings_of(store.session, [task.id for task, _, _ in found])
    lines = []
    for task, case, organisation in found:
        work = store.runtime.work_process(store.session, case.release_id)
        phase = phase_name(work, case)
        row = show_row(task, case, actor, store.now, work.calendar, phase=phase, organisation=organisation, names=names)
        asked = any(element.message == EXTEND for element in work.diagrams[case.process].elements)
        lines.append(TermLine(row, task.term, warnings.get(task.id, []), row.mine_to_do and asked and case.status == "open"))
    return lines
