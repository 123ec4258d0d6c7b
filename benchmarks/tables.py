"""A decision table of 200 rules and 6 inputs: decisions a second of processor time, beside SpiffWorkflow's DMN engine, in one run.

``python -m benchmarks.tables``. Promised: at least 20,000 decisions a second. The table is UNIQUE, so every rule counts in every
decision; the inputs are two texts, two numbers, a boolean and a date. SpiffWorkflow reads cells as Python, so it gets the same rules
on the texts, numbers and boolean only, which is less work than ours.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.dmn.parser.BpmnDmnParser import BpmnDmnParser

from phu_runtime.decisions import Decisions, read_decisions

PROMISED = 20_000
TOWNS = [f"plaats{number}" for number in range(10)]
KINDS = [f"soort{number}" for number in range(5)]
_NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def rules() -> Iterator[tuple[str, str, int, bool]]:
    """200 combinations that exclude each other: town, kind, step of the amount, yes or no."""
    return itertools.islice(itertools.product(TOWNS, KINDS, (0, 100), (True, False)), 200)


def table(cells: Callable[[str, str, int, bool], list[str]], inputs: list[tuple[str, str]]) -> bytes:
    """A DMN file with one row a rule."""
    columns = "".join(f'<input id="i{n}"><inputExpression id="e{n}" typeRef="{of}"><text>{name}</text></inputExpression></input>'
                      for n, (name, of) in enumerate(inputs))  # fmt: skip
    rows = []
    for number, rule in enumerate(rules()):
        texts = enumerate(cells(*rule))
        entries = "".join(f'<inputEntry id="c{number}_{n}"><text>{_escaped(cell)}</text></inputEntry>' for n, cell in texts)
        rows.append(f'<rule id="r{number}">{entries}<outputEntry id="o{number}"><text>"uit{number}"</text></outputEntry></rule>')
    return (
        f'<definitions xmlns="{_NAMESPACE}" id="d" name="bench" namespace="http://bench"><decision id="bench" name="bench">'
        f'<decisionTable id="t" hitPolicy="UNIQUE">{columns}<output id="out" name="uit" typeRef="string"/>{"".join(rows)}'
        "</decisionTable></decision></definitions>"
    ).encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def ours() -> Decisions:
    """The table with six inputs, in FEEL."""
    inputs = [("plaats", "string"), ("soort", "string"), ("bedrag", "number"), ("leeftijd", "number"), ("ja", "boolean"), ("op", "date")]

    def cells(town: str, kind: str, step: int, yes: bool) -> list[str]:
        return [f'"{town}"', f'"{kind}"', f"[{step}..{step + 100})", ">= 18", str(yes).lower(), '>= date("2020-01-01")']

    return read_decisions({"bench.dmn": table(cells, inputs)})


def spiff() -> Callable[[dict[str, Any]], Any]:
    """SpiffWorkflow's engine on the same rules, in its Python cells."""
    inputs = [("plaats", "string"), ("soort", "string"), ("bedrag", "number"), ("leeftijd", "number"), ("ja", "boolean")]

    def cells(town: str, kind: str, step: int, yes: bool) -> list[str]:
        return [f'"{town}"', f'"{kind}"', f"{step} <= ? < {step + 100}", ">= 18", str(yes)]

    parser = BpmnDmnParser()
    parser.add_dmn_str(table(cells, inputs))
    engine = parser.get_engine("bench", None)

    class Workflow:
        """What the engine asks of a task's workflow."""

        script_engine = PythonScriptEngine(TaskDataEnvironment({}))
        data_objects: dict[str, Any] = {}  # noqa: RUF012
        last_task = None

        class Spec:
            file = name = "bench"

        spec = Spec()
        top_workflow = property(lambda self: self)

    class Task:
        """What the engine asks of a task: its data and its workflow."""

        def __init__(self, given: dict[str, Any]) -> None:
            self.data = given
            self.workflow = Workflow()
            self.task_spec = type("TaskSpec", (), {"name": "bench", "bpmn_name": "bench", "file": ""})()
            self.id = 1

    return lambda given: dict(engine.result(Task(given)))


def cases(count: int) -> list[dict[str, Any]]:
    """Random cases; amounts and ages differ every time."""
    chance = random.Random(1)
    return [
        {
            "plaats": chance.choice(TOWNS), "soort": chance.choice(KINDS), "bedrag": Decimal(chance.randrange(20_000)) / 100,
            "leeftijd": Decimal(chance.randrange(18, 90)), "ja": chance.random() < 0.5, "op": date(2024, chance.randint(1, 12), 1),
        }
        for _ in range(count)
    ]  # fmt: skip


def per_second(decide: Callable[[dict[str, Any]], Any], given: list[dict[str, Any]], rounds: int = 5) -> float:
    """The best of some rounds over all cases."""
    best = 0.0
    for _ in range(rounds):
        start = time.process_time()
        for case in given:
            decide(case)
        best = max(best, len(given) / (time.process_time() - start))
    return best


def main() -> int:
    """Print the figures; exit status 1 when the promise is broken."""
    decisions, given = ours(), cases(4000)
    assert decisions.evaluate("bench", given[0]).rules
    rate = per_second(lambda case: decisions.evaluate("bench", case), given)
    engine = spiff()
    assert engine(given[0])
    stock = per_second(engine, given[:60], 2)
    print(f"A table of 200 rules and 6 inputs, decisions a second of processor time: ours {rate:,.0f} (promised {PROMISED:,})")
    print(f"  SpiffWorkflow's DMN on the same rules with 5 inputs: {stock:,.0f}; ratio {rate / stock:,.0f}x")
    return 1 if rate < PROMISED else 0


if __name__ == "__main__":
    sys.exit(main())
