"""FEEL beside Python's own compiled ``eval``, feelin (Node) and pySFeel, in one run: ``python -m benchmarks.feel``.

Every expression runs on the same context of 30 keys. Promised: at most 10 times the time of Python's compiled ``eval`` of the same.
The conversion of a case's variables (JSON to FEEL) is measured apart. feelin and pySFeel are installed to a temporary folder on the
first run; where that is not possible their column says so. Ours and Python are measured in processor time, by turns.
"""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from phu_runtime.feel import compile_expression, to_feel

PROMISED = 10
JSON_CONTEXT: dict[str, Any] = {
    **{f"k{number}": number for number in range(20)},
    **{f"s{number}": f"w{number}" for number in range(8)},
    "regel": [{"bedrag": 10 * number, "soort": "huur" if number % 2 else "energie"} for number in range(8)],
    "ja": True,
}
EXPRESSIONS = (
    ('k1 + k2 * k3 > 10 and s1 = "w1"', 'k1 + k2 * k3 > 10 and s1 == "w1"'),
    ("if k5 >= 3 then s1 else s2", "s1 if k5 >= 3 else s2"),
    ("k1 + k2 + k3 + k4 - k5", "k1 + k2 + k3 + k4 - k5"),
    ('s1 = "w1" or s2 = "x" or k9 < 4', 's1 == "w1" or s2 == "x" or k9 < 4'),
    ("k7 between 3 and 9", "3 <= k7 <= 9"),
    ('s3 in ("w1", "w2", "w3")', 's3 in ("w1", "w2", "w3")'),
    ("sum([k1, k2, k3, k4])", "sum([k1, k2, k3, k4])"),
    ("for x in [k1, k2, k3, k4] return x * 2", "[x * 2 for x in [k1, k2, k3, k4]]"),
    ("some x in [k1, k2, k3] satisfies x = 2", "any(x == 2 for x in [k1, k2, k3])"),
    ("count([k1, k2, k3, k4][item > 2])", "len([x for x in [k1, k2, k3, k4] if x > 2])"),
    ('sum(regel[soort = "huur"].bedrag)', 'sum(r["bedrag"] for r in regel if r["soort"] == "huur")'),
)
_NODE = """
const { evaluate } = await import('feelin');
const { readFileSync } = await import('fs');
const { expressions, context } = JSON.parse(readFileSync(0, 'utf8'));
const out = expressions.map((text) => {
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = process.hrtime.bigint();
    for (let n = 0; n < 200; n++) evaluate(text, context);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 200 / 1000);
  }
  return best;
});
console.log(JSON.stringify(out));
"""
_PYSFEEL = """
import json, sys, time, pySFeel
given = json.load(sys.stdin)
parser = pySFeel.SFeelParser()
for name, value in given["context"].items():
    parser.sFeelParse(f"{name} <- {json.dumps(value)}")
out = []
for text in given["expressions"]:
    start = time.perf_counter()
    for _ in range(20):
        parser.sFeelParse(text)
    out.append((time.perf_counter() - start) / 20 * 1e6)
print(json.dumps(out))
"""


def beside_each_other(one: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """Both measured by turns, so that a busy moment of the machine hits both."""
    best = [math.inf, math.inf]
    for _ in range(12):
        for place, act in enumerate((one, other)):
            best[place] = min(best[place], microseconds(act, 600, 1))
    return best[0], best[1]


def microseconds(act: Callable[[], Any], times: int = 4000, rounds: int = 5) -> float:
    """The best of a few rounds, a call."""
    best = math.inf
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(times):
            act()
        best = min(best, (time.process_time() - start) / times)
    return best * 1e6


def python_eval(text: str, context: dict[str, Any]) -> Callable[[], Any]:
    """Python's own compiled expression on the same values; the texts are ours."""
    code = compile(text, "<bench>", "eval")
    names = {"__builtins__": {"sum": sum, "any": any, "len": len}, **context}
    return lambda: eval(code, names)  # noqa: S307


def beside(command: list[str], given: dict[str, Any], folder: Path) -> list[float] | None:
    """What another engine measures of itself, None when it is not there."""
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, cwd=folder, check=False)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 and done.stdout else None


def feelin(given: dict[str, Any], folder: Path) -> list[float] | None:
    """feelin 8.2 in Node."""
    if not shutil.which("npm"):
        return None
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "feelin@8.2.0"], cwd=folder, check=False, capture_output=True)
    (folder / "bench.mjs").write_text(_NODE)
    return beside(["node", "bench.mjs"], given, folder)


def pysfeel(given: dict[str, Any], folder: Path) -> list[float] | None:
    """pySFeel 1.4, which parses at every evaluation."""
    target = folder / "pysfeel"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), "pySFeel==1.4.2"], check=False, capture_output=True
    )  # fmt: skip
    script = folder / "bench_pysfeel.py"
    script.write_text(f"import sys; sys.path.insert(0, {str(target)!r})\n" + _PYSFEEL)
    return beside([sys.executable, str(script)], given, folder)


def main() -> int:
    """Print the table; exit status 1 when a promise is broken."""
    context = to_feel(JSON_CONTEXT)
    given = {"expressions": [feel for feel, _ in EXPRESSIONS], "context": JSON_CONTEXT}
    with tempfile.TemporaryDirectory() as name:
        node, sfeel = feelin(given, Path(name)), pysfeel(given, Path(name))
    print(f"FEEL, µs an evaluation on a context of {len(context)} keys (feelin and pySFeel parse each time: that is their interface)")
    print(f"  {'expression':<42}{'ours':>8}{'Python':>9}{'ratio':>8}{'compile':>9}{'feelin':>9}{'pySFeel':>10}")
    ratios = []
    for place, (feel, python) in enumerate(EXPRESSIONS):
        expression = compile_expression(feel)
        native = python_eval(python, context)
        assert expression.evaluate(context) == native(), feel
        ours, theirs = beside_each_other(lambda expression=expression: expression.evaluate(context), native)
        again = microseconds(lambda feel=feel: compile_expression(feel, {str(time.perf_counter())}), 60)
        ratios.append(ours / theirs)
        others = "".join(f"{one[place]:>{width}.1f}" if one else f"{'—':>{width}}" for one, width in ((node, 9), (sfeel, 10)))
        print(f"  {feel:<42}{ours:>8.2f}{theirs:>9.2f}{ours / theirs:>7.1f}x{again:>9.1f}{others}")
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    conversion = microseconds(lambda: to_feel(JSON_CONTEXT), 2000)
    print(f"  against Python: {mean:.1f}x on the geometric mean, {max(ratios):.1f}x at worst (promised at most {PROMISED}x)")
    print(f"  conversion of the 30 variables, apart: {conversion:.1f} µs; a lazy context converts only what is asked")
    assert context["k1"] == Decimal(1)
    return 1 if max(ratios) > PROMISED else 0


if __name__ == "__main__":
    sys.exit(main())
