"""Destruction at the end of the retention period (PP 7.2): the key is gone, so backups can't bring the case back; an
anonymous line per step remains for the statistics."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from phu_runtime.calendar import local_date, long_date
from phu_runtime.records import cases
from phu_runtime.records.destruction import erase_case
from phu_runtime.records.rows import insert_rows
from phu_runtime.records.statistics import add_statistics, passed_steps
from phu_runtime.records.tables.messages import Register
from phu_runtime.records.tables.root import new_id
from phu_runtime.steps.durations import NAMES, duration_class
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess

DESTRUCTIONS = "vernietigingen"


def destroy_case(store: Store, case_id: str) -> bool:
    """Destroys a case whose ``destroy_after`` has passed; False when that moment has not come. Doing it again changes
    nothing. The key is destroyed last: when the transaction fails, the case is still whole."""
    case = cases.lock_case(store.session, case_id)
    if case.destroy_after is None or case.destroy_after > store.now:
        return False
    work = store.runtime.work_process(store.session, case.release_id)
    subregion = _subregion(work, case.municipality)
    add_statistics(store.session, [_line(case, subregion, *step) for step in passed_steps(store.session, case_id)])
    if work.has_tenant(case.process):
        insert_rows(store.session, Register, [_certificate(store, case, work)])
    log_deed(store, None, "casus vernietigd", "D", case, ground="PP 7.2")
    erase_case(store.session, case_id)
    store.keys.destroy(case_id, store.now)
    return True


def _certificate(store: Store, case: Any, work: WorkProcess) -> dict[str, Any]:
    """What was destroyed, by which rule, and when no backup holds it any more: without number, name or address."""
    backups = local_date(store.now + timedelta(days=store.settings.backup_days))
    what = f"{work.diagrams[case.process].name}, gesloten op {long_date(case.closed)}" if case.closed else work.diagrams[case.process].name
    return {
        "id": new_id(),
        "register": DESTRUCTIONS,
        "case_id": None,
        "at": store.now,
        "municipality": case.municipality,
        "party": "",
        "reason": f"{what}; regel PP 7.2 (tabel bewaartermijn); ook uit reservekopieën op {long_date(backups)}",
    }


def _subregion(work: WorkProcess, municipality: str) -> str:
    """"" for a case without a tenant, which belongs to no municipality."""
    return str(work.decisions.evaluate("partijen", {"gemeente": municipality}).outputs["subregio"]) if municipality else ""


def _line(case: Any, subregion: str, diagram: str, element: str, opened: datetime | None, at: datetime, outcome: str) -> dict[str, Any]:
    year, week, _ = at.isocalendar()
    return {
        "release_id": case.release_id,
        "subregion": subregion,
        "diagram": diagram,
        "element": element,
        "week": f"{year}-W{week:02d}",
        "duration": duration_class(at - opened) if opened else NAMES[0],
        "outcome": outcome,
    }
