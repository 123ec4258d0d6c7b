"""What is checked of a release: each file alone, all files as one, and what publishing asks besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import yaml
from lxml import etree

from phu_runtime.decisions import read_decisions
from phu_runtime.decisions.analyse import analyse
from phu_runtime.engine import check_diagrams
from phu_runtime.errors import Finding, ReleaseInvalid
from phu_runtime.formdefs import read_forms
from phu_runtime.letters import LetterInvalid, read_letters, render
from phu_runtime.workprocess import drawing
from phu_runtime.workprocess.checking import check_release
from phu_runtime.workprocess.gate.soundness import check_soundness
from phu_runtime.workprocess.reasons import explained
from phu_runtime.workprocess.release import WorkProcess, read_release

BROKEN = {
    "tijd": "Het lezen van dit bestand duurde langer dan 5 seconden.",
    "geheugen": "Het lezen van dit bestand vroeg meer dan 512 MB geheugen.",
    "fout": "Dit bestand kan niet worden gelezen: het lezen liep vast.",
}
SAMPLE = {"getal": 3, "bedrag": "1250.50", "ja_nee": True, "datum": "2026-11-24", "tijdstip": datetime(2026, 11, 24, 10, tzinfo=UTC)}
UNREADABLE = "Wie meeleest, kan het zo niet goed zien."
PARTIES = ("woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt", "casusregisseur", "partij")


@dataclass
class Checked:
    """``findings`` stop a release; ``notes`` say what could not be established, in Dutch. ``read``: the paths of the files that
    were read within their limits; ``ended``: the check itself was stopped, so it may be tried again."""

    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    ended: bool = False

    @property
    def in_words(self) -> str:
        """ "geen problemen", "3 problemen"."""
        problems = len(self.findings)
        return "geen problemen" if not problems else f"{problems} {'probleem' if problems == 1 else 'problemen'}"


def read_one(path: str, content: bytes) -> None:
    """Reads a file as the runtime would; what it says is said again when the release is checked as one."""
    alone = {path: content}
    try:
        if path.endswith(".bpmn"):
            check_diagrams(alone)
        elif path.endswith(".dmn"):
            analyse(read_decisions(alone))
        elif path.endswith(".form"):
            read_forms(alone)
        elif path.endswith(".md") and path.startswith("forms/brieven/"):
            read_letters(alone)
        elif path.endswith(".yaml"):
            yaml.safe_load(content)
    except (ReleaseInvalid, yaml.YAMLError):
        return


def check_whole(files: Mapping[str, bytes], broken: Mapping[str, str], *, publication: bool) -> Checked:
    """Everything about the files that can be read. ``broken``: path → what its reading ended in."""
    findings = [
        Finding(path, "", BROKEN[how], "Maak het bestand opnieuw, of splits het.", "Zo'n bestand kan het hele werkproces stilleggen.")
        for path, how in broken.items()
    ]
    if broken:
        return Checked(findings)
    checked = Checked(check_release(files))
    if publication and not checked.findings:
        _publication(read_release(files), checked)
        checked.findings = explained(checked.findings)
    return checked


def _publication(work: WorkProcess, checked: Checked) -> None:
    sound = check_soundness(work.diagrams)
    checked.findings += [*sound.findings, *_measured(work), *_letters(work)]
    checked.notes += sound.notes


def _measured(work: WorkProcess) -> list[Finding]:
    found = []
    for diagram in work.diagrams:
        sheet = drawing.sheet_of(etree.fromstring(work.diagrams.xml(diagram.key)))
        for sentence in drawing.findings(sheet, {}):
            what, _, where = sentence.partition(": ")
            element = where.split(" ")[0] if where.split(" ")[0] in diagram.by_id else ""
            message = f"{what[:1].upper()}{what[1:]}: {where}."
            found.append(Finding(diagram.file, element, message, "Verschuif het in de tekening.", UNREADABLE))
    return found


def _letters(work: WorkProcess) -> list[Finding]:
    """Each letter drawn once with invented values for every field it may use."""
    values = {key: SAMPLE.get(datum.kind, "voorbeeld") for key, datum in work.dictionary.fields.items()}
    values |= {"achternaam": "Voorbeeldsen", "straatnaam": "Voorbeeldstraat", "huisnummer": "1", "geslacht": "vrouw"}
    values |= {role: role.replace("_", " ").capitalize() for role in PARTIES}
    values |= {"casusnummer": "PHU-2026-000001", "gemeente": "Dordrecht", "datum": SAMPLE["tijdstip"]}
    found = []
    for letter in work.letters.values():
        try:
            render(letter, values)
        except LetterInvalid as error:
            found.append(Finding(letter.file, "", error.message, "Verbeter de tekst van de brief."))
    return [replace(finding, why="Een brief die niet gemaakt kan worden, houdt de casus op.") for finding in found]
