"""Reads the diagrams of other modellers (BPMN Model Interchange Working Group): ``python tests/miwg.py DIR``.

Every file is read without a crash, in the child process with its limits, and is accepted or refused with sentences.
"""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
LONGEST = 5.0


def diagrams(directory: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every ``.bpmn`` in the folder and in the ``.tgz`` files in it."""
    for path in sorted(directory.rglob("*.bpmn")):
        yield path.relative_to(directory).as_posix(), path.read_bytes()
    for archive in sorted(directory.glob("*.tgz")):
        with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as opened:
            for member in opened:
                content = opened.extractfile(member) if member.isfile() and member.name.endswith(".bpmn") else None
                if content is not None:
                    yield member.name, content.read()


def broken(files: dict[str, bytes]) -> dict[str, str]:
    """What the child process could not read at all: name → what happened."""
    code = (
        "import base64, json, sys; sys.path.insert(0, sys.argv[1]);"
        "from phu_runtime.workprocess.gate.child import look_at_each;"
        "print(json.dumps(look_at_each({n: base64.b64decode(c) for n, c in json.load(sys.stdin).items()})))"
    )
    order = json.dumps({name: base64.b64encode(content).decode() for name, content in files.items()}).encode()
    done = subprocess.run([sys.executable, "-c", code, str(ROOT)], input=order, capture_output=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def main(directory: Path) -> int:
    """A line per file; 1 when one crashed, took too long or was refused without a sentence."""
    from phu_runtime.engine import check_diagrams, read_diagrams

    files = dict(diagrams(directory))
    if not files:
        print(f"Geen .bpmn gevonden in {directory}.")
        return 1
    crashed = broken(files)
    reasons: Counter[str] = Counter()
    wrong = len(crashed)
    accepted = 0
    for name, content in files.items():
        if name in crashed:
            print(f"{name}: LIEP VAST ({crashed[name]})")
            continue
        began = time.perf_counter()
        found = check_diagrams({name: content})
        slow = time.perf_counter() - began > LONGEST
        wrong += slow or any(not finding.message or not finding.advice for finding in found)
        if not found:
            accepted += len(read_diagrams({name: content})) > 0
            print(f"{name}: aangenomen")
            continue
        reasons.update({finding.message.split("'")[0].strip() for finding in found})
        print(f"{name}: geweigerd ({len(found)}). {found[0].message} {found[0].advice}")
    print(f"\n{len(files)} tekeningen: {accepted} aangenomen, {len(files) - accepted} geweigerd, {wrong} fout gegaan.")
    for reason, count in reasons.most_common(12):
        print(f"{count:5} × {reason}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
