"""Random walks over one diagram with every construct: pruning and restoring must never be seen.

The same walk, kept in memory, restored at every step, and never pruned, must show the same open tasks, timers, messages, variables,
ends and passages at every step. A seed that fails is printed by its parameter.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from phu_runtime.engine import Diagrams, Run, Situation
from phu_runtime.engine import run as running

STEPS = 45
SEEDS_PER_TEST = 20


def _shown(situation: Situation) -> tuple[Any, ...]:
    """What a walk compares: everything but the task numbers, which pruning leaves as they are but a walk need not."""
    return (
        sorted((task.element, task.path, task.round, task.opened, tuple(task.roles), sorted(task.local)) for task in situation.open_tasks),
        sorted((timer.element, timer.path, timer.due) for timer in situation.timers),
        sorted((awaited.message, awaited.element) for awaited in situation.awaited),
        sorted((passage.element, passage.path, passage.outcome, passage.round, passage.started) for passage in situation.passages),
        dict(situation.variables),
        situation.completed,
        list(situation.ends),
    )


def _walk(diagrams: tuple[Diagrams, Diagrams], world: Any, seed: int, restored: bool) -> list[tuple[Any, ...]]:
    dice = random.Random(seed)
    run, situation = Run.start(diagrams[0], "walk", world, variables={"betrokken": ["sociaal_team", "meldpunt"]})
    shown = [_shown(situation)]
    for number in range(STEPS):
        if situation.completed:
            break
        if restored:
            run = Run.load(diagrams[number % 2], run.dump())
        situation = _one_step(run, situation, world, dice, number)
        shown.append(_shown(situation))
    return shown


def _one_step(run: Run, situation: Situation, world: Any, dice: random.Random, number: int) -> Situation:
    choice = dice.random()
    messages = sorted({awaited.message for awaited in situation.awaited})
    if choice < 0.15 and messages:
        message = dice.choice(messages)
        if message == "oplossing" and dice.random() < 0.8 and "feit" in messages:
            message = "feit"
        return run.send_message(message, {"nummer": number}, world)
    if choice < 0.35 or not situation.open_tasks:
        world.now += timedelta(days=dice.choice((1, 3, 8, 20)))
        return run.wake(world)
    task = dice.choice(sorted(situation.open_tasks, key=lambda each: (each.element, each.path, each.round)))
    answers = {name: dice.random() < chance for name, chance in (("nog", 0.6), ("met_e", 0.5), ("kinderen", 0.4), ("contact", 0.5))}
    return run.complete(task.id, {**answers, "reden": number, "laatste": task.element}, world)


@pytest.mark.parametrize("block", range(10))
def test_pruning_and_restoring_are_never_seen(diagrams, diagrams_again, new_world, monkeypatch, block: int) -> None:
    both = (diagrams, diagrams_again)
    completed = steps = 0
    for seed in range(block * SEEDS_PER_TEST, (block + 1) * SEEDS_PER_TEST):
        kept = _walk(both, new_world(), seed, restored=False)
        assert _walk(both, new_world(), seed, restored=True) == kept, f"restored differs from kept, seed {seed}"
        with monkeypatch.context() as patch:
            patch.setattr(running, "prune", lambda case: 0)
            assert _walk(both, new_world(), seed, restored=False) == kept, f"pruned differs from whole, seed {seed}"
        completed += kept[-1][5]
        steps += len(kept)
    assert steps > 20 * SEEDS_PER_TEST
    assert completed > 0
