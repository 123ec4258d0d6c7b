"""Checking a release as one: what each package finds in its own files, and what does not fit between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from phu_runtime.decisions import read_decisions
from phu_runtime.dossier import check_dictionary
from phu_runtime.engine import check_diagrams
from phu_runtime.errors import Finding, ReleaseInvalid
from phu_runtime.formdefs import check_form, read_forms
from phu_runtime.letters import check as check_letter
from phu_runtime.letters import read_letters
from phu_runtime.workprocess.coverage import check_coverage
from phu_runtime.workprocess.drawing import undrawn
from phu_runtime.workprocess.expressions import check_texts
from phu_runtime.workprocess.fitting import check_fit
from phu_runtime.workprocess.intake_check import check_intakes
from phu_runtime.workprocess.reasons import explained
from phu_runtime.workprocess.release import DICTIONARY, WorkProcess, read_release
from phu_runtime.workprocess.sharing import check_sharing


def check_release(files: Mapping[str, bytes]) -> list[Finding]:
    """All findings of a release at once, each with why it matters; empty when it may run. Files that cannot be read end the looking
    between files."""
    return explained(_found(files))


def _found(files: Mapping[str, bytes]) -> list[Finding]:
    try:
        work = read_release(files)
    except ReleaseInvalid as error:
        return _readable(files) or error.findings
    if not len(work.diagrams):
        return [Finding("bpmn", "", "Er zijn geen tekeningen.", "Voeg bpmn/*.bpmn toe.")]
    parts = (
        _forms(work),
        check_fit(work),
        check_coverage(work),
        check_texts(work),
        check_sharing(work),
        _letters_of(work),
        _drawn(work),
        check_intakes(work),
    )
    return [finding for part in parts for finding in part]


def _letters_of(work: WorkProcess) -> list[Finding]:
    return [finding for letter in work.letters.values() for finding in check_letter(letter, work.dictionary.fields)]


def _drawn(work: WorkProcess) -> list[Finding]:
    """Every node and flow has a place in the drawing."""
    found = []
    for diagram in work.diagrams:
        for key in undrawn(work.diagrams.xml(diagram.key)):
            element = diagram.by_id.get(key)
            name = element.name or key if element is not None else key
            found.append(Finding(diagram.file, key, f"'{name}' is niet getekend.", "Open de tekening, teken het en bewaar haar opnieuw."))
    return found


def _readable(files: Mapping[str, bytes]) -> list[Finding]:
    """What each package says of its own files: reading stops at the first of them that has findings."""
    found = check_diagrams({path: content for path, content in files.items() if path.endswith(".bpmn")})
    if DICTIONARY in files:
        found += check_dictionary(files[DICTIONARY])
    for read, part in ((read_decisions, _ending(files, ".dmn")), (read_forms, _ending(files, ".form")), (read_letters, _letters(files))):
        found += _findings(read, part)
    return found


def _ending(files: Mapping[str, bytes], ending: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.endswith(ending)}


def _letters(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.startswith("forms/brieven/")}


def _findings(read: Callable[[Mapping[str, bytes]], Any], files: Mapping[str, bytes]) -> list[Finding]:
    try:
        read(files)
    except ReleaseInvalid as error:
        return error.findings
    return []


def _forms(work: WorkProcess) -> list[Finding]:
    return [finding for form in work.forms.values() for finding in check_form(form, work.dictionary)]
