"""One line about a case in a list: what stands in plain columns, never a name."""

from __future__ import annotations

from typing import Any

from phu_runtime.shapes import CaseHeader
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess


def case_line(store: Store, case: Any) -> CaseHeader:
    """The header's plain part."""
    work = store.runtime.work_process(store.session, case.release_id)
    fields = work.dictionary.fields
    return CaseHeader(
        case_id=case.id,
        number=case.number,
        status=case.status,
        municipality=case.municipality,
        subregion="",
        phase=phase_name(work, case),
        phases=(),
        regisseur=fields["casusregisseur"].values.get(case.regisseur, case.regisseur),
        collection_pause=case.pause_until if case.pause_until and case.pause_until >= store.now else None,
        tenant="",
        address="",
        reported=case.reported,
        release="",
        outcome=fields["afsluitreden"].values.get(case.outcome, case.outcome),
    )


def phase_name(work: WorkProcess, case: Any) -> str:
    """The running phase in words; of a process without a tenant its own name."""
    if not work.has_tenant(case.process):
        return work.diagrams[case.process].name
    return work.dictionary.fields["hoofdfase"].values.get(case.phase, case.phase)
