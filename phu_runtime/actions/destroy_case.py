"""Destruction at the end of the retention period (PP 7.2): the key is gone, so backups can't bring the case back; an
anonymous line per step remains for the statistics."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from phu_runtime.records import cases
from phu_runtime.records.destruction import erase_case
from phu_runtime.records.statistics import add_statistics, passed_steps
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess

CLASSES = (
    (timedelta(hours=1), "tot 1 uur"),
    (timedelta(days=1), "tot 1 dag"),
    (timedelta(days=7), "tot 1 week"),
    (timedelta(days=28), "tot 4 weken"),
)
LONGEST = "langer"


def destroy_case(store: Store, case_id: str) -> bool:
    """Destroys a case whose ``destroy_after`` has passed; False when that moment has not come. Doing it again changes
    nothing. The key is destroyed last: when the transaction fails, the case is still whole."""
    case = cases.lock_case(store.session, case_id)
    if case.destroy_after is None or case.destroy_after > store.now:
        return False
    work = store.runtime.work_process(store.session, case.release_id)
    subregion = _subregion(work, case.municipality)
    add_statistics(store.session, [_line(case, subregion, *step) for step in passed_steps(store.session, case_id)])
    log_deed(store, None, "casus vernietigd", "D", case, ground="PP 7.2")
    erase_case(store.session, case_id)
    store.keys.destroy(case_id, store.now)
    return True


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
        "duration": _class(at - opened) if opened else CLASSES[0][1],
        "outcome": outcome,
    }


def _class(duration: timedelta) -> str:
    return next((name for longest, name in CLASSES if duration <= longest), LONGEST)
