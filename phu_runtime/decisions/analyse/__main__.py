"""``python -m phu_runtime.decisions.analyse FILE_OR_FOLDER…``: every finding about the tables; exit 1 when there is one."""

from __future__ import annotations

import sys
from pathlib import Path

from phu_runtime.decisions import read_models
from phu_runtime.decisions.analyse import analyse
from phu_runtime.errors import ReleaseInvalid


def main(paths: list[str]) -> int:
    """Print findings, what was not established, and the count."""
    files = [file for path in map(Path, paths or ["dmn"]) for file in (sorted(path.glob("*.dmn")) if path.is_dir() else [path])]
    try:
        decisions = read_models({str(file): file.read_bytes() for file in files})
    except ReleaseInvalid as error:
        decisions = None
        for finding in error.findings:
            print(f"{finding.file}: {finding.message} {finding.advice}")
    if decisions is None:
        return 1
    for finding in decisions.findings:
        print(f"{finding.file}, {finding.element}: {finding.message} {finding.advice}")
    analyses = analyse(decisions)
    for analysis in analyses:
        for line in (*(one.message for one in analysis.findings), *analysis.undetermined):
            print(line)
    count = len(decisions.findings) + sum(len(analysis.findings) for analysis in analyses)
    print(f"{len(analyses)} tables, {count} findings")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
