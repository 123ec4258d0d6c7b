"""The scenarios of a release played in a process of their own: they need no page's processor time, and a model that runs away ends
with its process.

The child reads JSON from standard input (path → base64) and writes a line of JSON per scenario, then one with the findings.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from phu_runtime.errors import Finding
from phu_runtime.rehearsal.played import played

SECONDS = 900
MEMORY = 2 * 1024**3
MILDER = 5
_ROOT = Path(__file__).parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from phu_runtime.rehearsal.apart import main; main()"

Tell = Callable[[int, int], None]


def played_apart(files: Mapping[str, bytes], tell: Tell) -> list[Finding]:
    """A finding per line of a scenario that went another way than it says. ``tell`` hears after each scenario how many were played,
    and of how many; what it raises ends the playing."""
    order = json.dumps({path: base64.b64encode(content).decode() for path, content in files.items()}).encode()
    pipe = subprocess.PIPE
    started = [sys.executable, "-I", "-c", _START, str(_ROOT)]
    with subprocess.Popen(started, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env={"LANG": "C.UTF-8", "PATH": ""}) as child:
        try:
            return _heard(child, order, tell)
        finally:
            child.kill()


def _heard(child: subprocess.Popen[bytes], order: bytes, tell: Tell) -> list[Finding]:
    if child.stdin is None or child.stdout is None:
        raise ValueError("the child needs both pipes")
    try:
        child.stdin.write(order)
        child.stdin.close()
    except BrokenPipeError:
        return [_STOPPED]
    for line in child.stdout:
        told = json.loads(line)
        if "findings" in told:
            return [Finding(**finding) for finding in told["findings"]]
        tell(told["done"], told["of"])
    return [_STOPPED]


_STOPPED = Finding(
    "scenarios",
    "",
    "Het spelen van de scenario's is gestopt: het vroeg te veel tijd of geheugen, of het werd afgebroken.",
    "Start de controle opnieuw. Gebeurt het weer, kijk dan welke tekening in een kring loopt.",
    "Zolang de scenario's niet zijn gespeeld, weet niemand of het werkproces doet wat is afgesproken.",
)


def main() -> None:
    """In the child: plays everything that stands on standard input."""
    os.nice(MILDER)
    files = {path: base64.b64decode(content) for path, content in json.load(sys.stdin).items()}
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def tell(done: int, of: int) -> None:
        print(json.dumps({"done": done, "of": of}), flush=True)

    print(json.dumps({"findings": [asdict(finding) for finding in played(files, tell)]}), flush=True)
