"""How often, how long and how well in time: the passages of a diagram of any release, in counts, for who guards the work process."""

from __future__ import annotations

from phu_runtime.access import ReportAccess, require
from phu_runtime.decisions import DecisionFailed
from phu_runtime.records import statistics
from phu_runtime.shapes import Actor
from phu_runtime.steps.durations import NAMES, duration_class
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.heat import Cell, Heat, heat


def show_heat_map(store: Store, actor: Actor, release_id: str, diagram: str) -> list[Heat]:
    """A row per element and subregion ("" = all together); small cells are suppressed. Raises NotYours, NotFound."""
    require(actor, "see_report", ReportAccess("regio"))
    work = store.runtime.work_process(store.session, release_id)
    known = work.diagrams[diagram].by_id
    places: dict[str, str] = {}
    cells: dict[tuple[str, str], Cell] = {}
    for municipality, element, opened, at, due in statistics.durations(store.session, release_id, diagram):
        if element not in known:
            continue
        if municipality not in places:
            places[municipality] = _subregion(work, municipality)
        cell = cells.setdefault((element, places[municipality]), Cell())
        cell.durations[duration_class(at - opened) if opened else NAMES[0]] += 1
        if due is not None:
            cell.terms, cell.kept = cell.terms + 1, cell.kept + (at <= due)
    for subregion, element, duration, count in statistics.durations_destroyed(store.session, release_id, diagram):
        if element in known:
            cells.setdefault((element, subregion), Cell()).durations[duration] += count
    return heat(cells, NAMES)


def _subregion(work: WorkProcess, municipality: str) -> str:
    """"onbekend" for a municipality that the table does not know, and for a case that belongs to none."""
    try:
        return str(work.decisions.evaluate("partijen", {"gemeente": municipality}).outputs["subregio"]) if municipality else "onbekend"
    except DecisionFailed:
        return "onbekend"
