"""Which scenario shows which requirement: the scenarios are played, and where each passed is held against what fulfils it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from phu_runtime.records import dossiers
from phu_runtime.rehearsal.play import Play
from phu_runtime.rehearsal.rehearse import Result, play_through
from phu_runtime.rehearsal.scenario import Scenario, read_scenarios
from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.coverage import Covered, Place, cover

SHOWN = 3


@dataclass(frozen=True)
class Shown:
    """A requirement with the scenarios that show it, and what is missing ("" = nothing)."""

    covered: Covered
    scenarios: Sequence[str]
    problem: str

    def lines(self) -> Iterator[str]:
        """What to print of it."""
        requirement = self.covered.requirement
        mark = "FOUT" if self.problem else "ok  "
        yield f"{mark} {requirement.id} ({requirement.article}) {requirement.text}"
        where = [f"{element.diagram}.{element.id}" for element in self.covered.elements]
        for label, names in (("stappen", where), ("tabellen", requirement.tables), ("velden", requirement.fields)):
            if names:
                yield f"     {label}: {', '.join(names)}"
        if requirement.program:
            yield f"     programma: {requirement.program}"
        if self.scenarios:
            more = len(self.scenarios) - SHOWN
            yield f"     scenario's: {', '.join(self.scenarios[:SHOWN])}" + (f" en nog {more}" if more > 0 else "")
        if requirement.provisional:
            yield f"     voorlopig: {requirement.provisional}"
        if self.problem:
            yield f"     {self.problem}"


def show_coverage(work: WorkProcess, scenarios: Mapping[str, bytes]) -> Iterator[Shown]:
    """Plays every scenario (path → YAML) and weighs each requirement. A scenario that fails shows nothing."""
    passed = {scenario.key: places_of(work, scenario) for scenario in read_scenarios(scenarios)}
    for covered in cover(work):
        yield weigh(covered, passed)


def places_of(work: WorkProcess, scenario: Scenario) -> frozenset[Place]:
    """Where the cases of a scenario passed; nowhere when it did not go as it says."""
    found: set[Place] = set()

    def look(play: Play) -> None:
        with play.runtime.reading() as store:
            found.update(dossiers.passed_places(store.session))

    result: Result = play_through(work, scenario, look)
    return frozenset(found) if result.passed else frozenset()


def weigh(covered: Covered, passed: Mapping[str, frozenset[Place]]) -> Shown:
    """``toont`` names the scenarios that must show it; else any that passed one of its places will do."""
    requirement = covered.requirement
    showing = [key for key, places in passed.items() if places & covered.places]
    if not covered.tied:
        return Shown(covered, (), "Niets voert deze eis uit.")
    wrong = [key for key in requirement.shown_by if key not in showing]
    if wrong:
        return Shown(covered, showing, f"Dit scenario laat de eis niet zien: {', '.join(wrong)}.")
    if not showing and not requirement.program:
        return Shown(covered, (), "Geen enkel scenario laat deze eis zien.")
    return Shown(covered, requirement.shown_by or showing, "")
