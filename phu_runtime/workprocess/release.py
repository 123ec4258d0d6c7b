"""Reading a release: diagrams, tables, forms, dictionary, letters and notice texts, each by its own package."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from phu_runtime.calendar import Calendar
from phu_runtime.decisions import Decisions, read_decisions
from phu_runtime.dossier import Dictionary, read_dictionary
from phu_runtime.engine import Diagrams, read_diagrams
from phu_runtime.errors import Finding, ReleaseInvalid
from phu_runtime.formdefs import Forms, read_forms
from phu_runtime.letters import Letter, read_letters
from phu_runtime.workprocess.agreement import FILE as AGREEMENT
from phu_runtime.workprocess.agreement import Agreement, read_agreement
from phu_runtime.workprocess.intakes import FILE as INTAKES
from phu_runtime.workprocess.intakes import Intake, read_intakes
from phu_runtime.workprocess.requirements import FILE as REQUIREMENTS
from phu_runtime.workprocess.requirements import Requirement, read_requirements

DICTIONARY = "forms/gegevens.yaml"
NOTICES = "forms/berichten.yaml"
TENANT = "huurder"
WITHOUT = "nee"
_DRAWN_WARNING = re.compile(rb'waarschuwing\(\s*(?:"|&#34;|&quot;)([a-z_0-9]+)')


@dataclass(frozen=True)
class NoticeTexts:
    """Title and text of each notice, by template key (``forms/berichten.yaml``)."""

    texts: Mapping[str, Mapping[str, str]]

    def text(self, key: str) -> tuple[str, str]:
        """Title and text; a key without a text of its own gets the key in words, so that nobody misses a notice."""
        found = self.texts.get(key, {})
        title = str(found.get("titel") or key.replace("_", " ").capitalize())
        return title, str(found.get("tekst") or title)

    def lapsing(self, key: str) -> str:
        """The sentence about tasks that lapse, with ``{taken}`` where their names stand; "" for a notice that does not tell."""
        return str(self.texts.get(key, {}).get("vervallen") or "")


@dataclass(frozen=True)
class WorkProcess:
    """One release, frozen. ``drawn_warnings``: keys of ``termijnen`` whose warnings are drawn, so have no ladder rows."""

    digest: str
    files: Mapping[str, bytes]
    diagrams: Diagrams
    decisions: Decisions
    forms: Forms
    dictionary: Dictionary
    letters: Mapping[str, Letter]
    notices: NoticeTexts
    drawn_warnings: frozenset[str]
    duty_moments: frozenset[str]
    calendar: Calendar
    requirements: tuple[Requirement, ...] = ()
    agreement: Agreement = Agreement()
    intakes: Mapping[str, Intake] = field(default_factory=dict)

    def has_tenant(self, process: str) -> bool:
        """Whether a case of this process is about a tenant; governance processes say ``huurder`` = ``nee`` (art. 3.1, 4.3)."""
        return process not in self.diagrams or self.diagrams[process].properties.get(TENANT) != WITHOUT


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over paths and contents, in order of path."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(path.encode() + b"\0" + hashlib.sha256(files[path]).digest())
    return total.hexdigest()


def read_release(files: Mapping[str, bytes]) -> WorkProcess:
    """All files of a release as one. Raises ReleaseInvalid with findings."""
    if DICTIONARY not in files:
        raise ReleaseInvalid([Finding(DICTIONARY, "", "De gegevenslijst ontbreekt.", f"Voeg {DICTIONARY} toe.")])
    bpmn = {path: content for path, content in files.items() if path.endswith(".bpmn")}
    decisions = read_decisions({path: content for path, content in files.items() if path.endswith(".dmn")})
    return WorkProcess(
        digest=digest(files),
        files=dict(files),
        diagrams=read_diagrams(bpmn),
        decisions=decisions,
        forms=read_forms({path: content for path, content in files.items() if path.endswith(".form")}),
        dictionary=read_dictionary(files[DICTIONARY]),
        letters=read_letters({path: content for path, content in files.items() if path.startswith("forms/brieven/")}),
        notices=_notices(files.get(NOTICES, b"")),
        drawn_warnings=frozenset(key.decode() for content in bpmn.values() for key in _DRAWN_WARNING.findall(content)),
        duty_moments=decisions.input_values("meldplicht", "moment") if "meldplicht" in decisions else frozenset(),
        calendar=Calendar(),
        requirements=read_requirements(files.get(REQUIREMENTS, b"")),
        agreement=read_agreement(files.get(AGREEMENT, b"")),
        intakes=read_intakes(files.get(INTAKES, b"")),
    )


def _notices(content: bytes) -> NoticeTexts:
    try:
        texts: Any = yaml.safe_load(content) or {}
    except yaml.YAMLError as error:
        raise ReleaseInvalid([Finding(NOTICES, "", f"De berichten zijn geen leesbare YAML: {error}")]) from error
    return NoticeTexts(texts.get("berichten", texts) if isinstance(texts, dict) else {})
