"""FEEL against feelin: ``python tests/oracle/run.py [COUNT]`` generates expressions and compares every result (``make oracle``).

feelin 8.2.0 is installed from npm to a temporary folder. A difference is either mended or explained in ``differences.py`` by the
paragraph of the specification that gives us right; any other difference makes the exit status 1. The last line gives the figures.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from differences import explained
from grammar import CONTEXT, expressions
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from phu_runtime.feel import FeelError, compile_expression, kind, to_feel, to_text
from phu_runtime.feel.values import decimal

LEAST = 20_000
FEELIN = "feelin@8.2.0"
SHOWN = 40
ROUNDS = 100
_NODE = """
import { evaluate } from 'feelin';
import { readFileSync } from 'fs';
const { context, expressions } = JSON.parse(readFileSync('given.json', 'utf8'));
const shown = (value) => {
  if (value === null || value === undefined) return ['null', null];
  if (typeof value === 'number') return Number.isFinite(value) ? ['number', value] : ['null', null];
  if (typeof value === 'string') return ['string', value];
  if (typeof value === 'boolean') return ['boolean', value];
  if (Array.isArray(value)) return ['list', value.map(shown)];
  const name = value.constructor && value.constructor.name;
  if (name === 'Object') return ['context', Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shown(one)]))];
  return ['text', String(value)];
};
console.log(JSON.stringify(expressions.map((text) => {
  try { return shown(evaluate(text, context).value); } catch (error) { return ['error', String(error.message)]; }
})));
"""


def generated(count: int) -> list[str]:
    """So many different expressions, the same ones every time."""
    found: dict[str, None] = {}
    batches = st.lists(expressions(2), min_size=30, max_size=60)
    for number in range(ROUNDS):

        @seed(number)
        @settings(max_examples=60, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(batches)
        def gather(batch: list[str]) -> None:
            found.update(dict.fromkeys(batch))

        gather()
        if len(found) >= count:
            break
    return list(found)[:count]


def ours(text: str, context: dict[str, Any]) -> Any:
    """Our result in the shape in which the other side tells its own."""
    try:
        return shown(compile_expression(text).evaluate(context))
    except FeelError as error:
        return ["error", error.message]


def shown(value: Any) -> Any:
    """A value as [kind, value], as the script in Node does it."""
    of_kind = kind(value)
    if of_kind == "number":
        return ["number", float(decimal(value))]
    if of_kind in ("null", "string", "boolean"):
        return [of_kind, value]
    if of_kind == "list":
        return ["list", [shown(item) for item in value]]
    if of_kind == "context":
        return ["context", {key: shown(value[key]) for key in value}]
    return ["text", to_text(value)]


def theirs(texts: list[str]) -> list[Any]:
    """What feelin makes of all expressions."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", FEELIN], cwd=folder, check=True)
        (folder / "given.json").write_text(json.dumps({"context": CONTEXT, "expressions": texts}))
        (folder / "oracle.mjs").write_text(_NODE)
        done = subprocess.run(["node", "oracle.mjs"], cwd=folder, check=True, capture_output=True, text=True)
        answers: list[Any] = json.loads(done.stdout)
        return answers


def same(one: Any, other: Any) -> bool:
    """Whether two results agree; numbers to the precision of a double, errors whatever they say."""
    if one[0] != other[0]:
        return False
    if one[0] == "number":
        return bool(abs(Decimal(one[1]) - Decimal(other[1])) <= Decimal("1e-9") * max(1, abs(Decimal(one[1]))))
    if one[0] == "list":
        return len(one[1]) == len(other[1]) and all(map(same, one[1], other[1]))
    if one[0] == "context":
        return one[1].keys() == other[1].keys() and all(same(one[1][key], other[1][key]) for key in one[1])
    return one[0] == "error" or one[1] == other[1]


def main(count: int) -> int:
    """Compare; gives the exit status."""
    texts = generated(count)
    context = to_feel(CONTEXT)
    reasons: Counter[str] = Counter()
    open_differences = []
    for text, answer in zip(texts, theirs(texts), strict=True):
        mine = ours(text, context)
        if same(mine, answer):
            reasons["equal"] += 1
            continue
        reason = explained(text, context)
        reasons[reason or "unexplained"] += 1
        if not reason:
            open_differences.append((text, mine, answer))
    for text, mine, answer in sorted(open_differences, key=lambda one: len(one[0]))[:SHOWN]:
        print(f"DIFFERENT {text}\n    ours {mine}\n    feelin {answer}")
    for reason, number in reasons.most_common():
        print(f"{number:7} {reason}")
    total = len(texts)
    left = len(open_differences)
    print(f"{total} expressions: {reasons['equal']} equal, {total - reasons['equal'] - left} explained, {left} open")
    return 1 if open_differences or total < min(count, LEAST) else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else LEAST))
