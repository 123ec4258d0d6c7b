"""``python -m benchmarks [name …]``: run every benchmark, or those named; the exit code is 1 when a promise is broken."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks


def main(names: list[str]) -> int:
    """Run each module of this package that has a ``main``; the worst exit code."""
    worst = 0
    for name in names or sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__)):
        run = getattr(importlib.import_module(f"benchmarks.{name}"), "main", None) if name != "__main__" else None
        if run is not None:
            print(f"== {name}", flush=True)
            worst = max(worst, int(run() or 0))
    return worst


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
