"""What a diagram must be before it may run: every problem at once, each with what to do about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

import SpiffWorkflow.bpmn
from lxml import etree

from phu_runtime.engine.checks_flows import check_flows
from phu_runtime.engine.checks_nodes import check_nodes
from phu_runtime.engine.checks_texts import check_texts
from phu_runtime.engine.elements import NODES, Diagram, read_diagram
from phu_runtime.engine.roles import ROLES, role_key
from phu_runtime.engine.xml import BPMN, local_name, parse_xml
from phu_runtime.errors import Finding, ReleaseInvalid

MOST_NODES = 300


def check_diagrams(files: Mapping[str, bytes]) -> list[Finding]:
    """Findings of all ``.bpmn`` files of a release, by path; empty when they may run."""
    roots, findings = {}, []
    for file in sorted(files):
        try:
            roots[file] = parse_xml(file, files[file])
        except ReleaseInvalid as error:
            findings += error.findings
    return findings + check_parsed(roots)


def check_parsed(roots: Mapping[str, Any]) -> list[Finding]:
    """The same for files that were read already."""
    findings: list[Finding] = []
    diagrams: dict[str, Diagram] = {}
    for file, root in roots.items():
        shape = list(_shape(file, root))
        findings += shape
        if any(not found.element for found in shape):
            continue
        process = root.find(BPMN + "process")
        diagram = read_diagram(file, root, process)
        if diagram.key in diagrams:
            findings.append(
                Finding(
                    file, diagram.key, f"De tekening '{diagram.key}' staat ook in {diagrams[diagram.key].file}.", "Geef haar een eigen id."
                )
            )
        diagrams[diagram.key] = diagram
        findings += [
            *check_nodes(file, root, process, diagram),
            *check_flows(diagram),
            *check_texts(file, process, diagram),
            *_lanes(diagram),
        ]
    return findings + list(_calls(diagrams))


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(FilePath(SpiffWorkflow.bpmn.__file__).parent / "parser" / "schema" / "BPMN20.xsd"))


def _of_schema(told: str) -> str:
    """What libxml2 says of a file that breaks the schema, in Dutch."""
    names = re.findall(r"'(?:\{[^}]*\})?([^']*)'", told)
    here, other = (names + ["?", "?"])[:2]
    if "not expected" in told:
        return f"het onderdeel '{here}' hoort hier niet."
    if "not allowed" in told:
        return f"'{here}' mag geen kenmerk '{other}' hebben."
    if "required but missing" in told:
        return f"bij '{here}' ontbreekt het kenmerk '{other}'."
    if "Missing child" in told:
        return f"in '{here}' ontbreekt een onderdeel."
    return f"bij '{here}' staat een waarde die niet kan."


def _shape(file: str, root: Any) -> Iterator[Finding]:
    """What must hold before a file is looked at further; a finding without an element ends the looking."""
    if root.tag != BPMN + "definitions":
        yield Finding(file, "", "Dit is geen BPMN-tekening.", "Maak het bestand met de tekenaar.")
        return
    ids = [node.get("id") for node in root.iter() if isinstance(node.tag, str) and node.get("id")]
    for key, many in Counter(ids).items():
        if many > 1:
            yield Finding(file, key, f"Het id '{key}' komt {many} keer voor.", "Geef elk onderdeel een eigen id.")
    if len(ids) == len(set(ids)) and not _schema().validate(root):
        error: Any = _schema().error_log.last_error  # type: ignore[attr-defined]
        wrong = f"Het bestand volgt de BPMN-standaard niet (regel {error.line}): {_of_schema(str(error.message))}"
        yield Finding(file, "", wrong, "Haal dit weg, of open de tekening in de tekenaar en bewaar haar opnieuw.")
        return
    processes = root.findall(BPMN + "process")
    if len(processes) != 1 or not processes[0].get("id"):
        yield Finding(file, "", f"Een bestand heeft precies één proces; dit heeft er {len(processes)}.", "Maak per proces een bestand.")
        return
    if processes[0].get("isExecutable") == "false":
        yield Finding(file, processes[0].get("id"), "Het proces staat op 'niet uitvoerbaar'.", "Zet 'Executable' aan.")
    nodes = sum(1 for node in processes[0].iter() if local_name(node) in NODES)
    if nodes > MOST_NODES:
        yield Finding(file, "", f"De tekening heeft {nodes} onderdelen; hoogstens {MOST_NODES} mag.", "Splits haar in fasen.")


def _lanes(diagram: Diagram) -> Iterator[Finding]:
    for lane in diagram.lanes:
        if role_key(lane) not in ROLES:
            yield Finding(
                diagram.file, diagram.key, f"De baan '{lane}' is geen partij.", "Noem de baan naar de partij, bijvoorbeeld 'Sociaal team'."
            )


def _calls(diagrams: Mapping[str, Diagram]) -> Iterator[Finding]:
    for diagram in diagrams.values():
        for element in diagram.elements:
            if element.kind != "callActivity":
                continue
            called = diagrams.get(element.called)
            if not element.called:
                yield Finding(diagram.file, element.id, f"'{element.name}' roept geen tekening aan.", "Vul 'Called element' in.")
            elif called is None:
                yield Finding(
                    diagram.file, element.id, f"De tekening '{element.called}' bestaat niet.", "Voeg haar toe of kies een andere."
                )
            elif any(start.event for start in called.starts):
                yield Finding(
                    diagram.file,
                    element.id,
                    f"'{element.called}' begint met een bericht en kan dus niet worden aangeroepen.",
                    "Geef haar een gewone start.",
                )
    for diagram in diagrams.values():
        if _reaches_itself(diagram.key, diagrams):
            yield Finding(
                diagram.file, diagram.key, f"De tekening '{diagram.key}' roept zichzelf aan, direct of via een andere.", "Teken een lus."
            )


def _reaches_itself(key: str, diagrams: Mapping[str, Diagram]) -> bool:
    seen: set[str] = set()
    stack = list(diagrams[key].calls)
    while stack:
        here = stack.pop()
        if here == key:
            return True
        if here not in seen and here in diagrams:
            seen.add(here)
            stack.extend(diagrams[here].calls)
    return False
