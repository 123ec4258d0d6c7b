"""How often, how long and how well in time: the passages of a diagram of any release, in counts, for who guards the work process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from phu_runtime.access import ReportAccess, require
from phu_runtime.decisions import DecisionFailed
from phu_runtime.engine import Element
from phu_runtime.errors import NotFound
from phu_runtime.records import releases, statistics
from phu_runtime.release_shapes import ReleaseLine
from phu_runtime.shapes import Actor
from phu_runtime.showing.releases import show_line, show_lines
from phu_runtime.showing.work import STEPS, show_processes
from phu_runtime.steps.durations import NAMES, duration_class
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.heat import Cell, Heat, heat

LASTING = frozenset({"userTask", "callActivity", "intermediateCatchEvent"})
"""What takes time: the rest happens at once."""


@dataclass(frozen=True)
class HeatRow:
    """A step, phase or event of the drawing, in drawing order. ``lasts``: it takes time, so that its median says something."""

    name: str
    lane: str
    lasts: bool
    heat: Heat


@dataclass(frozen=True)
class HeatMapShown:
    """``stem``: the file of the drawing; ``processes``: (key, name) of every drawing; ``subregion`` "" = all together; ``classes``:
    the durations from short to long."""

    line: ReleaseLine
    releases: Sequence[ReleaseLine]
    diagram: str
    name: str
    stem: str
    processes: Sequence[tuple[str, str]]
    subregion: str
    subregions: Sequence[str]
    rows: Sequence[HeatRow]
    classes: Sequence[str]


def show_heat_map(store: Store, actor: Actor, release_id: str = "", diagram: str = "", subregion: str = "") -> HeatMapShown:
    """One drawing of a release that cases ran on, with its counts; "": of the release in force, its first drawing, all subregions.
    Small cells are suppressed. Raises NotYours, NotFound."""
    require(actor, "see_report", ReportAccess("regio"))
    release = releases.get_release(store.session, release_id or store.runtime.active_release(store))
    if release.status == "draft":
        raise NotFound("Op een concept liep nog geen casus. Kies een versie die is gepubliceerd.")
    work = store.runtime.work_process(store.session, release.id)
    processes = [(process.key, process.name) for process in show_processes(work)]
    drawn = work.diagrams[diagram or processes[0][0]]
    found = heat(_cells(store, work, release.id, drawn.key), NAMES)
    places = sorted({row.subregion for row in found} - {""})
    if subregion and subregion not in places:
        raise NotFound("Uit deze subregio is hier nog niets bekend.")
    here = {row.element: row for row in found if row.subregion == subregion}
    shown = [element for element in drawn.elements if element.kind in STEPS and element.name]
    return HeatMapShown(
        line=show_line(store, release),
        releases=show_lines(store, [each for each in releases.releases(store.session) if each.status != "draft"]),
        diagram=drawn.key,
        name=drawn.name,
        stem=drawn.file.rpartition("/")[2].removesuffix(".bpmn"),
        processes=processes,
        subregion=subregion,
        subregions=places,
        rows=[_row(element, here.get(element.id) or Heat(element.id, subregion, 0)) for element in shown],
        classes=NAMES,
    )


def _row(element: Element, counted: Heat) -> HeatRow:
    return HeatRow(element.name, element.lane_label, element.kind in LASTING, counted)


def _cells(store: Store, work: WorkProcess, release_id: str, diagram: str) -> dict[tuple[str, str], Cell]:
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
    return cells


def _subregion(work: WorkProcess, municipality: str) -> str:
    """ "onbekend" for a municipality that the table does not know, and for a case that belongs to none."""
    try:
        return str(work.decisions.evaluate("partijen", {"gemeente": municipality}).outputs["subregio"]) if municipality else "onbekend"
    except DecisionFailed:
        return "onbekend"
