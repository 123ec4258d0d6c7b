"""All scenarios, each in a house of its own, and the lines that tell how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from phu_runtime.engine import Situation
from phu_runtime.rehearsal.asking import TableScenario, ask
from phu_runtime.rehearsal.checks import differences
from phu_runtime.rehearsal.play import Play, PlayStopped
from phu_runtime.rehearsal.scenario import Scenario, read_all
from phu_runtime.rehearsal.stage import Stage
from phu_runtime.workprocess import WorkProcess, read_release


@dataclass(frozen=True)
class Result:
    """How one scenario went: nothing in ``problems`` is passed. A problem is (line in the file, sentence)."""

    scenario: str
    title: str
    problems: Sequence[tuple[int, str]]

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.problems

    def lines(self) -> Iterator[str]:
        """What to print of it."""
        yield f"{'ok  ' if self.passed else 'FOUT'} {self.scenario}: {self.title}"
        for line, sentence in self.problems:
            yield f"     {self.scenario}.yaml regel {line}: {sentence}"


def rehearse(release: Mapping[str, bytes], scenarios: Mapping[str, bytes]) -> Iterator[Result]:
    """Plays the scenarios (path → YAML) on the release (path → file), one by one. Raises ReleaseInvalid."""
    chosen = read_all(scenarios)
    work = read_release(release)
    for scenario in chosen:
        yield went_through(work, scenario)


def went_through(work: WorkProcess, scenario: Scenario | TableScenario, watch: Callable[[Situation], None] | None = None) -> Result:
    """How a case or the questions to a table went."""
    if isinstance(scenario, TableScenario):
        return Result(scenario.key, scenario.title, ask(work, scenario))
    return play_through(work, scenario, watch=watch)


def play_through(
    work: WorkProcess,
    scenario: Scenario,
    look: Callable[[Play], None] | None = None,
    watch: Callable[[Situation], None] | None = None,
) -> Result:
    """One scenario from start to end; it stops at the first step that cannot be done. ``look`` sees the house as it was left,
    ``watch`` every step of the engine."""
    stage = Stage(work, watch=watch)
    problems: list[tuple[int, str]] = []
    try:
        play = Play(stage.runtime, stage.clock, scenario, lambda name: stage.actor(name, "woningcorporatie"))
        line = scenario.line
        try:
            play.start()
            problems += [(line, sentence) for sentence in differences(play, scenario.then)]
            for step in scenario.steps:
                line = step.line
                play.take(step)
                problems += [(line, sentence) for sentence in differences(play, step.then)]
        except PlayStopped as stopped:
            problems.append((line, stopped.message))
        if look is not None:
            look(play)
    finally:
        stage.close()
    return Result(scenario.key, scenario.title, problems)


def summary(results: Sequence[Result]) -> str:
    """``N passed, M failed``."""
    passed = sum(result.passed for result in results)
    return f"{passed} passed, {len(results) - passed} failed"
