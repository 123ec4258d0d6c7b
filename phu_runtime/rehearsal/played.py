"""The scenarios of a release as the gate asks them: what did not go as expected, as findings."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.errors import Finding, ReleaseInvalid
from phu_runtime.rehearsal.rehearse import rehearse


def played(files: Mapping[str, bytes]) -> list[Finding]:
    """A finding per line of a scenario that went another way than it says."""
    scenarios = {path.rpartition("/")[2]: content for path, content in files.items() if path.startswith("scenarios/")}
    try:
        return [
            Finding(
                f"scenarios/{result.scenario}.yaml",
                f"regel {line}",
                sentence,
                "Verander het scenario als het zo bedoeld is, of anders de tekening of de tabel.",
                "Een scenario legt vast wat partijen hebben afgesproken.",
            )
            for result in rehearse(files, scenarios)
            for line, sentence in result.problems
        ]
    except ReleaseInvalid as invalid:
        return invalid.findings
