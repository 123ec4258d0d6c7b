"""Runs alone, with limits: each file is read in a process of its own first, then the release is checked as one.

Reads JSON from standard input (``files``: path → base64; ``publication``; ``read``: paths of files that were read before) and writes
JSON. What a file breaks, breaks here.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import signal
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

SECONDS = 5
MEMORY = 512 * 1024 * 1024
WHOLE_SECONDS = 60
WHOLE_MEMORY = 2 * MEMORY


def main() -> None:
    """One order, one answer."""
    from phu_runtime.workprocess.gate.whole import check_whole

    order = json.load(sys.stdin)
    files = {path: base64.b64decode(content) for path, content in order["files"].items()}
    before = frozenset(order["read"])
    broken = look_at_each({path: content for path, content in files.items() if path not in before})
    _limit(WHOLE_SECONDS, WHOLE_MEMORY)
    checked = check_whole(files, broken, publication=order["publication"])
    answer = {"findings": [asdict(finding) for finding in checked.findings], "notes": checked.notes, "read": sorted(files.keys() - broken)}
    json.dump(answer, sys.stdout)


def look_at_each(files: Mapping[str, bytes]) -> dict[str, str]:
    """Path → what happened, for every file that broke its reader: ``tijd``, ``geheugen`` or ``fout``."""
    todo = sorted(files)
    broken: dict[str, str] = {}
    while todo:
        done, how = _look(files, todo)
        if how:
            broken[todo[done]] = how
        todo = todo[done + 1 :] if how else []
    return broken


def _look(files: Mapping[str, bytes], paths: list[str]) -> tuple[int, str]:
    """Reads files one after another in a fork until one breaks it: how many went well, and what happened to the next ("" = all)."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _read_all(files, paths, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if not status:
        return len(paths), ""
    if os.WIFSIGNALED(status):
        return told.count(b"."), "tijd" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL) else "fout"
    return told.count(b"."), "geheugen" if os.WEXITSTATUS(status) == _FULL else "fout"


_FULL = 3


def _read_all(files: Mapping[str, bytes], paths: list[str], pipe: int) -> None:
    """In the fork; never returns. Each file gets its own seconds, counted on the wall and on the processor."""
    from phu_runtime.workprocess.gate.whole import read_one

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        for path in paths:
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            used = resource.getrusage(resource.RUSAGE_SELF)
            resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS + 1, resource.RLIM_INFINITY))
            read_one(path, files[path])
            os.write(pipe, b".")
        os._exit(0)
    except MemoryError:
        os._exit(_FULL)
    finally:
        os._exit(1)


def _limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def run(arguments: list[str]) -> Any:
    """``arguments``: the directory in which the package stands."""
    sys.path.insert(0, arguments[0])
    return main()


if __name__ == "__main__":
    run(sys.argv[1:] or [str(Path(__file__).parents[3])])
