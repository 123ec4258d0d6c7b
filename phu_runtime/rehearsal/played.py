"""The scenarios of a release as the gate asks them: what did not go as expected, as findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from phu_runtime.errors import Finding, ReleaseInvalid
from phu_runtime.rehearsal.rehearse import Result, rehearse
from phu_runtime.rehearsal.scenario import EXAMPLES


def played(files: Mapping[str, bytes], tell: Callable[[int, int], None] | None = None) -> list[Finding]:
    """A finding per line of a scenario that went another way than it says. ``tell`` hears after each scenario how many were played,
    and of how many."""
    scenarios = {path.rpartition("/")[2]: content for path, content in files.items() if path.startswith("scenarios/")}
    of = sum(path.endswith(".yaml") and path != EXAMPLES for path in scenarios)
    found: list[Finding] = []
    try:
        for done, result in enumerate(rehearse(files, scenarios), start=1):
            found += _findings(result)
            if tell is not None:
                tell(done, of)
    except ReleaseInvalid as invalid:
        return invalid.findings
    return found


def _findings(result: Result) -> list[Finding]:
    return [
        Finding(
            f"scenarios/{result.scenario}.yaml",
            f"regel {line}",
            sentence,
            "Verander het scenario als het zo bedoeld is, of anders de tekening of de tabel.",
            "Een scenario legt vast wat partijen hebben afgesproken.",
        )
        for line, sentence in result.problems
    ]
