"""The files of a work process on disk: bpmn/, dmn/, forms/ and scenarios/, by their path in the repository."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from phu_runtime.errors import Finding, ReleaseInvalid

PARTS = (("bpmn", (".bpmn", ".json")), ("dmn", (".dmn",)), ("forms", (".form", ".yaml", ".md")), ("scenarios", (".yaml",)))
LARGEST = 5_000_000


def read_files(directory: Path) -> Mapping[str, bytes]:
    """Path → content. Raises ReleaseInvalid when there is nothing to read or a file is larger than 5 MB."""
    files: dict[str, bytes] = {}
    for part, endings in PARTS:
        for path in sorted((directory / part).rglob("*")):
            if path.is_file() and path.suffix in endings:
                name = path.relative_to(directory).as_posix()
                if path.stat().st_size > LARGEST:
                    raise ReleaseInvalid([Finding(name, "", "Dit bestand is groter dan 5 MB.", "Verwijder wat er niet in hoort.")])
                files[name] = path.read_bytes()
    if not any(name.endswith(".bpmn") for name in files):
        nothing = "In deze map staan geen tekeningen (bpmn/*.bpmn)."
        raise ReleaseInvalid([Finding(str(directory), "", nothing, "Geef de map van een werkproces.")])
    return files
