"""What may stand in a draft: the paths of a work process, files that can be read safely, and a comparison of two texts."""

from __future__ import annotations

import difflib
import hashlib
import json
import re

import yaml

from phu_runtime.engine.xml import parse_xml
from phu_runtime.errors import Finding, ReleaseInvalid

LARGEST = 2 * 1024 * 1024
LARGEST_PATH = 120
_NAME = r"[A-Za-z0-9][A-Za-z0-9_-]*"
_PATHS = re.compile(
    rf"bpmn/{_NAME}\.bpmn|bpmn/{_NAME}\.json|dmn/{_NAME}\.dmn|forms/({_NAME}/)?{_NAME}\.form"
    rf"|forms/{_NAME}\.yaml|forms/brieven/{_NAME}\.md|scenarios/{_NAME}\.(yaml|md)"
)
WHERE = "Gebruik bpmn/naam.bpmn, dmn/naam.dmn, forms/partij/naam.form, forms/brieven/naam.md of scenarios/naam.yaml."


def file_digest(content: bytes) -> str:
    """SHA-256 of one file: what an editor started from."""
    return hashlib.sha256(content).hexdigest()


def check_path(path: str) -> None:
    """Raises ReleaseInvalid for a path that no work process has."""
    if len(path) > LARGEST_PATH or not _PATHS.fullmatch(path):
        raise ReleaseInvalid([Finding(path[:LARGEST_PATH], "", "Zo heet geen bestand van een werkproces.", WHERE)])


def check_readable(path: str, content: bytes) -> None:
    """Raises ReleaseInvalid for a file that no editor can open again: too large, unsafe or broken XML, JSON or YAML, not UTF-8."""
    check_path(path)
    if len(content) > LARGEST:
        raise ReleaseInvalid([Finding(path, "", "Dit bestand is groter dan 2 MB.", "Verwijder wat er niet in hoort.")])
    if path.endswith((".bpmn", ".dmn")):
        parse_xml(path, content)
        return
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReleaseInvalid([Finding(path, "", "Dit bestand is geen UTF-8-tekst.", "Bewaar het als UTF-8.")]) from error
    try:
        if path.endswith((".form", ".json")):
            json.loads(text)
        elif path.endswith(".yaml"):
            yaml.safe_load(text)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        place = _place(error)
        advice = "Kijk naar komma's, aanhalingstekens en inspringen."
        raise ReleaseInvalid([Finding(path, "", f"Dit bestand is niet te lezen{place}.", advice)]) from error


def compare(theirs: bytes, mine: bytes) -> list[tuple[str, str]]:
    """The lines in which two texts differ, with a line around: (``-`` only theirs, ``+`` only mine, `` `` both, ``@`` a gap; text)."""
    old, new = (content.decode("utf-8", "replace").splitlines() for content in (theirs, mine))
    lines = list(difflib.unified_diff(old, new, lineterm="", n=1))[2:]
    return [("@", "") if line.startswith("@@") else (line[:1], line[1:]) for line in lines]


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else getattr(error, "lineno", None)
    return f" (regel {line})" if line else ""
