"""The demo's cases: the scenarios of the work process, played up to some step in the past weeks, for invented tenants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle, zip_longest
from typing import Any

import structlog

from phu_runtime.demo.tenants import Tenant, tenants
from phu_runtime.records import accounts, facts
from phu_runtime.rehearsal import MovedClock, Play, PlayStopped, Scenario, read_scenarios
from phu_runtime.rehearsal.spoken import later
from phu_runtime.rehearsal.stage import read_actor
from phu_runtime.shapes import Actor
from phu_runtime.steps.runtime import Runtime

LOADED, TRIED = "demo_cases", "demo_cases_tried"
WANTED = 60
SHARES = (1, 0.75, 0.5, 0.9, 0.6)  # how much of a scenario is played
WEEK = timedelta(days=7)
STEP = timedelta(minutes=1)
log = structlog.get_logger("demo")


@dataclass(frozen=True)
class Planned:
    """A scenario up to ``steps`` steps, for one tenant."""

    scenario: Scenario
    steps: int
    tenant: Tenant


def load_demo_cases(runtime: Runtime, files: Mapping[str, bytes], wanted: int = WANTED, say: Callable[[str], None] = print) -> int:
    """Plays about ``wanted`` cases on this database, with a clock of their own that ends at now; how many are new. A start that
    was broken off goes on where it was."""
    with runtime.reading() as store:
        now, tried = store.now, int(facts.get_fact(store.session, TRIED) or 0)
    clock = MovedClock(now)
    stage = Runtime(replace(runtime.settings, demo=False), runtime.database, runtime.keys, clock)
    scenarios = read_scenarios({path: content for path, content in files.items() if path.startswith("scenarios/")})
    done = 0
    for number, planned in enumerate(plan(scenarios, wanted), start=1):
        if number <= tried:
            continue
        try:
            _play(stage, clock, planned, now)
            done += 1
        except PlayStopped as stopped:
            log.warning("demo_case_left_out", scenario=planned.scenario.key, reason=stopped.message)
        with runtime.transaction() as store:
            facts.put_fact(store.session, TRIED, str(number))
        if done and done % 20 == 0:
            say(f"{done} oefencasussen geladen …")
    with runtime.transaction() as store:
        facts.put_fact(store.session, LOADED, str(done))
    say(f"Alle {done} oefencasussen staan klaar.")
    return done


def plan(scenarios: list[Scenario], wanted: int) -> Iterator[Planned]:
    """The scenarios in turn, each for as far as it is its turn to go, until there are enough: cases in every phase."""
    people = tenants()
    course = cycle(_in_turn(scenarios))
    for number, scenario in zip(range(wanted), course, strict=False):
        share = SHARES[(number + number // len(scenarios)) % len(SHARES)]
        yield Planned(scenario, int(len(scenario.steps) * share), people[number % len(people)])


def _in_turn(scenarios: list[Scenario]) -> list[Scenario]:
    """A municipality after the other, so that also the first few cases lie in several."""
    places: dict[str, list[Scenario]] = {}
    for scenario in scenarios:
        places.setdefault(str(scenario.answers.get("gemeente", "")), []).append(scenario)
    return [scenario for row in zip_longest(*places.values()) for scenario in row if scenario is not None]


def _play(stage: Runtime, clock: MovedClock, planned: Planned, now: datetime) -> None:
    """Dated so that the last step lies in the past week, on the same weekdays as in the scenario."""
    scenario = _with_tenant(planned.scenario, planned.tenant)
    steps = scenario.steps[: planned.steps]
    weeks = (now - _last_moment(scenario, planned.steps)) // WEEK
    play = Play(stage, clock, scenario, lambda name: _reporter(stage, name, scenario.role), shift=weeks * WEEK)
    play.start()
    for step in steps:
        play.take(step)


def _last_moment(scenario: Scenario, steps: int) -> datetime:
    moment = scenario.at
    for step in scenario.steps[:steps]:
        moment = (later(moment, step.what) or moment) if step.kind == "klok" else moment + STEP
    return moment


def _with_tenant(scenario: Scenario, tenant: Tenant) -> Scenario:
    """The same course for another tenant; the municipality of the scenario stays, for the course may hang on it."""
    municipality = str(scenario.answers.get("gemeente", ""))
    start = {**scenario.answers, **tenant.answers(municipality)}
    return replace(scenario, answers=start, steps=tuple(_step_with(step, tenant, municipality) for step in scenario.steps))


def _step_with(step: Any, tenant: Tenant, municipality: str) -> Any:
    theirs = {key: value for key, value in tenant.answers(municipality).items() if key in step.answers}
    return replace(step, answers={**step.answers, **theirs}) if theirs else step


def _reporter(stage: Runtime, name: str, role: str) -> Actor:
    with stage.reading() as store:
        organisation = accounts.organisation_by_name(store.session, name)
        if organisation is None:
            raise PlayStopped(f"De organisatie '{name}' is er niet.")
        return read_actor(store, organisation.id, role)
