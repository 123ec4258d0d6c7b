# ruff: noqa: E501 (texts of diagrams)
"""A case goes over to another release with all it has, or the element at which a token would be lost is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phu_runtime.engine import Diagrams, Run, Situation, migrate, obstacles, read_diagrams
from tests.gate.small_release import GOOD, Drawn, condition, task

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


class World:
    """As much of a world as these diagrams ask."""

    now = START
    functions: Mapping[str, Any] = {}

    def context(self, variables: Mapping[str, Any], progress: Mapping[str, Any]) -> Mapping[str, Any]:
        return variables

    def decide(self, decision: str, context: Mapping[str, Any]) -> Any:
        raise NotImplementedError

    def ask(self, effect: Any, context: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        return None, {}


WORLD: Any = World()
BEGIN, END = {"begin": '<bpmn:startEvent id="begin"/>'}, {"eind": '<bpmn:endEvent id="eind"/>'}


def timer(text: str) -> str:
    return f'<bpmn:timerEventDefinition id="def"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{text}</bpmn:timeDuration></bpmn:timerEventDefinition>'


def row(*keys: str, loops: frozenset[str] = frozenset()) -> Drawn:
    """Tasks one after another."""
    loop = '<bpmn:standardLoopCharacteristics><bpmn:loopCondition xsi:type="bpmn:tFormalExpression">=not(klaar)</bpmn:loopCondition></bpmn:standardLoopCharacteristics>'
    names = ["begin", *keys, "eind"]
    nodes = {**BEGIN, **{key: task(key, loop if key in loops else "") for key in keys}, **END}
    return Drawn(nodes, {f"f{n}": (names[n], names[n + 1], "") for n in range(len(names) - 1)})


def side_by_side(*keys: str, then: str = "na") -> Drawn:
    """Tasks at the same time, a join and one task more."""
    flows = {"s1": ("begin", "s", ""), "s2": ("j", then, ""), "s3": (then, "eind", "")}
    for key in keys:
        flows |= {f"in_{key}": ("s", key, ""), f"uit_{key}": (key, "j", "")}
    gates = {"s": '<bpmn:parallelGateway id="s"/>', "j": '<bpmn:parallelGateway id="j"/>'}
    return Drawn({**BEGIN, **gates, **{key: task(key) for key in (*keys, then)}, **END}, flows)


def read(drawn: Drawn) -> Diagrams:
    return read_diagrams({"bpmn/proef.bpmn": drawn.xml().encode()})


def begin(diagrams: Diagrams, *done: str) -> tuple[Run, Situation]:
    """A case in which these tasks were done, in this order."""
    run, now = Run.start(diagrams, "proef", WORLD, variables={"klaar": True, "gegeven": [1, {"a": "b"}]})
    for key in done:
        now = do(run, now, key)
    return run, now


def do(run: Run, now: Situation, key: str) -> Situation:
    (open_task,) = [each for each in now.open_tasks if each.element == key]
    return run.complete(open_task.id, {f"antwoord_{key}": key}, WORLD)


def ids(now: Situation) -> dict[str, str]:
    return {each.element: each.id for each in now.open_tasks}


def play_out(run: Run, now: Situation) -> list[list[str]]:
    """What is open after each further step, taking the first open task every time."""
    seen = []
    while not now.completed:
        seen.append(sorted(ids(now)))
        now = do(run, now, sorted(ids(now))[0])
    return seen


def test_everything_that_a_case_has_goes_with_it() -> None:
    old, new = read(GOOD_ROW.on_edge(timer("P14D"), on="b")), read(row("x", "a", "b", "c", "k").on_edge(timer("P3D"), on="b"))
    run, before = begin(old, "a")
    changed, after = migrate(old, new, run.dump(), WORLD)
    assert (ids(after), after.variables, after.completed) == (ids(before), before.variables, False)
    assert [(each.id, each.due) for each in after.timers] == [(each.id, each.due) for each in before.timers]
    assert dict(changed.progress) == dict(run.progress)
    assert after.passages == []
    assert play_out(changed, after) == [["b"], ["c"], ["k"]]


GOOD_ROW = row("a", "b", "c")


def test_what_comes_next_is_what_the_new_release_says_also_after_a_restore() -> None:
    old, new = read(row("a", "b")), read(row("a", "tussen", "b"))
    run, _ = begin(old)
    changed, _ = migrate(old, new, run.dump(), WORLD)
    again = Run.load(new, changed.dump())
    assert play_out(again, again.situation(WORLD)) == [["a"], ["tussen"], ["b"]]


def test_a_timer_that_is_new_starts_and_one_that_is_gone_stops() -> None:
    plain, two = GOOD_ROW.on_edge(timer("P1D"), on="a"), None
    nodes = {**plain.nodes, "rand3": f'<bpmn:boundaryEvent id="rand3" attachedToRef="a" cancelActivity="false">{timer("P5D").replace("def", "def3")}</bpmn:boundaryEvent>'}
    nodes["eind3"] = '<bpmn:endEvent id="eind3"/>'
    two = replace(plain, nodes=nodes, flows={**plain.flows, "f30": ("rand3", "eind3", "")})
    old, new = read(plain), read(two)
    run, before = begin(old)
    changed, after = migrate(old, new, run.dump(), WORLD)
    assert {each.element: (each.due - START).days for each in after.timers} == {"rand": 1, "rand3": 5}
    back, back_now = migrate(new, old, changed.dump(), WORLD)
    assert [(each.element, each.due) for each in back_now.timers] == [(each.element, each.due) for each in before.timers]
    assert play_out(back, back_now) == [["a"], ["b"], ["c"]]


@pytest.mark.parametrize(
    ("old", "new", "done", "element", "reason"),
    [
        (row("a", "b"), row("a", "c"), ("a",), "b", "bestaat niet meer"),
        (row("a", "b"), row("a", "b", loops=frozenset("b")), ("a",), "b", "andere soort"),
        (row("a", "b").on_edge(timer("P1D"), on="b"), row("a", "b"), ("a",), "b", "bestaat niet meer"),
        (row("a", "b"), row("a", "b").on_edge(timer("P1D"), on="b"), ("a",), "b", "voor het eerst"),
        (side_by_side("a", "b"), side_by_side("a", "b", "c"), ("a",), "j", "andere pijlen"),
        (side_by_side("a", "b"), row("a", "b"), ("a",), "j", "bestaat niet meer"),
        (side_by_side("a", "b"), row("a", "b"), (), "j", "andere wegen"),
        (row("a", "b"), side_by_side("a", "b"), (), "j", "andere wegen"),
    ],
)
def test_where_a_token_would_be_lost_the_element_is_named(old: Drawn, new: Drawn, done: tuple[str, ...], element: str, reason: str) -> None:
    before, after = read(old), read(new)
    run, _ = begin(before, *done)
    blob = run.dump()
    found = obstacles(before, after, blob)
    assert any(lost.element == element and reason in lost.reason for lost in found), found
    with pytest.raises(ValueError, match="cannot go over"):
        migrate(before, after, blob, WORLD)
    assert run.dump() == blob


KEYS = ("a", "b", "c", "k")
SHAPES = st.one_of(
    st.permutations(KEYS).flatmap(lambda keys: st.integers(1, 4).map(lambda many: row(*keys[:many]))),
    st.permutations(KEYS).flatmap(lambda keys: st.integers(2, 3).map(lambda many: side_by_side(*keys[:many], then=keys[many]))),
    st.tuples(st.permutations(KEYS), st.sets(st.sampled_from(KEYS), max_size=2)).map(lambda both: row(*both[0], loops=frozenset(both[1]))),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(old=SHAPES, new=SHAPES, steps=st.integers(0, 4))
def test_a_random_case_on_a_random_release_loses_nothing_or_is_refused(old: Drawn, new: Drawn, steps: int) -> None:
    before, after = read(old), read(new)
    run, now = begin(before)
    for _ in range(steps):
        if not now.completed and len(now.open_tasks) + (now.completed or 0) > 0:
            now = do(run, now, sorted(ids(now))[0])
    if now.completed:
        return
    if obstacles(before, after, run.dump()):
        return
    changed, there = migrate(before, after, run.dump(), WORLD)
    assert (ids(there), there.variables) == (ids(now), now.variables)
    assert [(each.id, each.due) for each in there.timers] == [(each.id, each.due) for each in now.timers]
    placed = placed_at(after, sorted(ids(there)))
    if placed is not None:
        assert play_out(changed, there) == play_out(*placed)


def placed_at(diagrams: Diagrams, wanted: list[str]) -> tuple[Run, Situation] | None:
    """A case of the new release at that position, when it comes there by itself."""
    run, now = begin(diagrams)
    while not now.completed:
        if sorted(ids(now)) == wanted:
            return run, now
        rest = [key for key in sorted(ids(now)) if key not in wanted]
        now = do(run, now, (rest or sorted(ids(now)))[0])
    return None


def test_a_release_with_a_choice_goes_over_too() -> None:
    old = read(row("eerst", "dan"))
    nodes = {**BEGIN, "eerst": task("eerst"), "keuze": GOOD.nodes["keuze"], "dan": task("dan"), "meld": task("meld"), "samen": GOOD.nodes["samen"], **END}
    flows = {"f1": ("begin", "eerst", ""), "f3": ("eerst", "keuze", ""), "f4": ("keuze", "dan", condition("=klaar")), "f5": ("keuze", "meld", ""),
             "f6": ("dan", "samen", ""), "f7": ("meld", "samen", ""), "f8": ("samen", "eind", "")}  # fmt: skip
    new = read(Drawn(nodes, flows))
    run, _ = begin(old)
    changed, now = migrate(old, new, run.dump(), WORLD)
    assert play_out(changed, now) == [["eerst"], ["dan"]]
