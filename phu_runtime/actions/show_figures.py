"""The figures of a year for the regiegroep: from report to outcome, and terms kept, per subregion and version. Only counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from phu_runtime.access import ReportAccess, require
from phu_runtime.calendar import AMSTERDAM
from phu_runtime.decisions import DecisionFailed
from phu_runtime.errors import NotFound
from phu_runtime.records import releases, statistics
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.figures import Figures, counts_by, shares_by

YEARS = 6
STARTS, PHASES, ENDS = "startEvent", "callActivity", "endEvent"
TOLD = (STARTS, PHASES, ENDS)
INTERRUPTED = "interrupted"
UNKNOWN = "onbekend"


@dataclass(frozen=True)
class FiguresShown:
    """``courses``: per overview, how often each phase was done and each end reached, by subregion and by version; ``terms``: the
    share of terms that was kept, by subregion."""

    year: int
    years: Sequence[int]
    courses: Sequence[Figures]
    terms: Figures


def show_figures(store: Store, actor: Actor, year: int = 0) -> FiguresShown:
    """Of one calendar year (0: this one). Raises NotYours, NotFound for a year that is not offered."""
    require(actor, "see_report", ReportAccess("regio"))
    this = store.now.astimezone(AMSTERDAM).year
    years = range(this, this - YEARS, -1)
    if (year or this) not in years:
        raise NotFound("Van dit jaar zijn geen cijfers.")
    work = store.runtime.work_process(store.session, store.runtime.active_release(store))
    start, end = (datetime(each, 1, 1, tzinfo=AMSTERDAM) for each in (year or this, (year or this) + 1))
    return FiguresShown(year or this, list(years), _courses(store, work, start, end), _terms(store, work, start, end))


def _courses(store: Store, work: WorkProcess, start: datetime, end: datetime) -> list[Figures]:
    places: Counter[tuple[str, str, str]] = Counter()
    versions: Counter[tuple[str, str, str]] = Counter()
    subregions: dict[str, str] = {}
    for release, municipality, diagram, element, outcome, count in statistics.passages_between(store.session, start, end):
        if outcome != INTERRUPTED:
            places[diagram, element, _subregion(work, municipality, subregions)] += count
            versions[diagram, element, release] += count
    weeks = (f"{start.year}-W01", f"{start.year}-W53")
    for release, subregion, diagram, element, _duration, outcome, count in statistics.statistics(store.session, weeks=weeks):
        if outcome != INTERRUPTED:
            places[diagram, element, subregion or UNKNOWN] += count
            versions[diagram, element, release] += count
    names = {each.id: each.name for each in releases.releases(store.session)}
    found = []
    for diagram in work.diagrams:
        if diagram.calls and work.has_tenant(diagram.key):
            rows = {each.id: each.name for kind in TOLD for each in diagram.elements if each.kind == kind and each.name}
            for by, counts, words in (("subregio", places, {}), ("versie", versions, names)):
                here = {
                    (element, words.get(column, column)): count for (key, element, column), count in counts.items() if key == diagram.key
                }
                columns = sorted({column for _, column in here})
                found.append(counts_by(f"{diagram.name}, per {by}", rows, columns, here))
    return found


def _terms(store: Store, work: WorkProcess, start: datetime, end: datetime) -> Figures:
    kept: dict[tuple[str, str], tuple[int, int]] = {}
    subregions: dict[str, str] = {}
    for municipality, _role, term, in_time, count in statistics.terms_between(store.session, start, end):
        key = (term, _subregion(work, municipality, subregions))
        before = kept.get(key, (0, 0))
        kept[key] = (before[0] + (count if in_time else 0), before[1] + count)
    names = _term_names(work, {term for term, _ in kept})
    return shares_by("Termijnen gehaald, per subregio", names, sorted({place for _, place in kept}), kept)


def _term_names(work: WorkProcess, terms: set[str]) -> Mapping[str, str]:
    """Term → the names of the tasks that have it, in alphabetical order of those."""
    tasks: dict[str, list[str]] = {}
    for element in work.diagrams.elements():
        term = element.properties.get("termijn", "")
        if term in terms and element.name not in tasks.setdefault(term, []):
            tasks[term].append(element.name)
    named = {term: ", ".join(tasks.get(term, [])) or term.replace("_", " ").capitalize() for term in terms}
    return dict(sorted(named.items(), key=lambda each: each[1].casefold()))


def _subregion(work: WorkProcess, municipality: str, known: dict[str, str]) -> str:
    if municipality not in known:
        try:
            known[municipality] = str(work.decisions.evaluate("partijen", {"gemeente": municipality}).outputs["subregio"])
        except DecisionFailed:
            known[municipality] = UNKNOWN
    return known[municipality]
