"""Checks of single nodes: what we run, what we refuse, and what to draw instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phu_runtime.engine.elements import ACTIVITIES, Diagram, Element
from phu_runtime.engine.xml import BPMN, CAMUNDA, local_name
from phu_runtime.errors import Finding

_REFUSED = {
    "adHocSubProcess": ("Een ad-hoc-deelproces", "Teken de taken na een splitsing (+)."),
    "transaction": ("Een transactie", "Gebruik een gewoon deelproces met een fout-gebeurtenis op de rand."),
    "complexGateway": ("Een complexe splitsing", "Gebruik een gewone (X), inclusieve (O) of parallelle (+) splitsing."),
    "linkEventDefinition": ("Een link-gebeurtenis", "Trek een pijl."),
    "compensateEventDefinition": ("Compensatie", "Teken de hersteltaak in de gewone stroom."),
    "cancelEventDefinition": ("Een annuleer-gebeurtenis", "Gebruik een fout-gebeurtenis."),
    "conditionalEventDefinition": ("Een voorwaarde-gebeurtenis", "Gebruik een bericht of een escalatie."),
    "timeCycle": ("Een herhaalde termijn", "Teken per herinnering een eigen termijn."),
    "manualTask": ("Een handmatige taak", "Gebruik een gebruikerstaak met een formulier."),
    "task": ("Een taak zonder soort", "Kies een gebruikerstaak, een beslistaak of een verzendtaak."),
    "ioSpecification": ("Een gegevensafbakening (ioSpecification)", "Haal haar weg: de gegevens van een casus zijn overal gelijk."),
    "dataInputAssociation": ("Een gegevenspijl", "Haal hem weg: de gegevens van een casus zijn overal gelijk."),
    "dataOutputAssociation": ("Een gegevenspijl", "Haal hem weg: de gegevens van een casus zijn overal gelijk."),
}
_CODE = ("executionListener", "taskListener", "connector", "inputOutput", "script", "field")
_CODE_ATTRIBUTES = ("class", "delegateExpression", "expression", "variableMappingClass", "variableMappingDelegateExpression", "caseRef")


def check_nodes(file: str, root: Any, process: Any, diagram: Diagram) -> Iterator[Finding]:
    """Findings about the nodes of one process."""
    for node in process.iter():
        yield from _refused(file, node)
    for node in process.iter(BPMN + "subProcess"):
        yield from _sub_process(file, node)
    yield from _lane_refs(file, process)
    codes = {each.get("id"): each.get("escalationCode") or each.get("errorCode") for each in root if each.tag in _CODED}
    for element in diagram.elements:
        yield from _element(diagram, element)
    for node in process.iter():
        if local_name(node) in ("escalationEventDefinition", "errorEventDefinition"):
            yield from _coded(file, node, codes)


_CODED = (BPMN + "escalation", BPMN + "error")


def _nearest_id(node: Any) -> str:
    here = node
    while here is not None:
        if here.get("id") and not local_name(here).endswith("EventDefinition"):
            return str(here.get("id"))
        here = here.getparent()
    return ""


def _refused(file: str, node: Any) -> Iterator[Finding]:
    name = local_name(node)
    if name in _REFUSED:
        what, instead = _REFUSED[name]
        yield Finding(file, _nearest_id(node), f"{what} kan niet worden uitgevoerd.", instead)
    if name and node.get("triggeredByEvent") == "true":
        yield Finding(
            file,
            _nearest_id(node),
            "Een gebeurtenis-deelproces kan niet worden uitgevoerd.",
            "Zet de gebeurtenis op de rand van een deelproces.",
        )
    if name and (node.get("parallelMultiple") == "true" or sum(local_name(child).endswith("EventDefinition") for child in node) > 1):
        yield Finding(file, _nearest_id(node), "Een gebeurtenis wacht op één ding tegelijk.", "Teken voor elk ding een eigen gebeurtenis.")
    if name in ("scriptTask",) and node.get("scriptFormat") != "feel":
        yield Finding(
            file, _nearest_id(node), "Een scripttaak mag alleen FEEL bevatten.", "Zet de taal op 'feel', of gebruik een beslistabel."
        )
    if isinstance(node.tag, str) and node.tag.startswith(CAMUNDA) and node.tag[len(CAMUNDA) :] in _CODE:
        yield Finding(file, _nearest_id(node), "Code in een tekening wordt niet uitgevoerd.", f"Haal '{node.tag[len(CAMUNDA) :]}' weg.")
    for attribute in _CODE_ATTRIBUTES if name else ():
        if node.get(CAMUNDA + attribute):
            yield Finding(
                file,
                _nearest_id(node),
                "Code in een tekening wordt niet uitgevoerd.",
                f"Haal '{attribute}' weg; gebruik een onderwerp (topic).",
            )


def _sub_process(file: str, node: Any) -> Iterator[Finding]:
    key, name = node.get("id", ""), node.get("name") or node.get("id")
    if node.find(BPMN + "laneSet") is not None:
        yield Finding(
            file, key, f"Het deelproces '{name}' heeft banen.", "Een deelproces ligt in één baan; maak er anders een eigen tekening van."
        )
    starts = node.findall(BPMN + "startEvent")
    if len(starts) != 1 or any(local_name(child).endswith("EventDefinition") for start in starts for child in start):
        yield Finding(file, key, f"Het deelproces '{name}' heeft precies één gewone start nodig.", "Teken er één startcirkel in.")
    if node.find(BPMN + "endEvent") is None:
        yield Finding(file, key, f"Het deelproces '{name}' heeft geen einde.", "Teken er een eindcirkel in.")


def _lane_refs(file: str, process: Any) -> Iterator[Finding]:
    direct = {node.get("id") for node in process}
    for ref in process.iter(BPMN + "flowNodeRef"):
        target = (ref.text or "").strip()
        if target not in direct:
            yield Finding(
                file,
                target,
                f"Een baan noemt '{target}', dat niet direct in deze tekening staat.",
                "Haal het uit de baan: een deelproces telt als geheel.",
            )


def _coded(file: str, node: Any, codes: dict[str, str | None]) -> Iterator[Finding]:
    kind = local_name(node).removesuffix("EventDefinition")
    ref = node.get(f"{kind}Ref")
    what = "escalatie" if kind == "escalation" else "fout"
    on_edge = local_name(node.getparent()) == "boundaryEvent"
    if (ref or not on_edge) and not codes.get(ref or ""):
        yield Finding(file, _nearest_id(node), f"De {what} heeft geen code.", "Kies een escalatie of fout, en geef haar een code.")


def _element(diagram: Diagram, element: Element) -> Iterator[Finding]:
    def finding(message: str, advice: str) -> Finding:
        return Finding(diagram.file, element.id, message, advice)

    name = element.name or element.id
    if element.kind == "businessRuleTask" and not element.decision:
        yield finding(f"De beslistaak '{name}' noemt geen beslistabel.", "Vul 'Decision reference' in.")
    if element.kind in ("serviceTask", "sendTask") and not element.topic:
        yield finding(f"'{name}' heeft geen onderwerp (topic).", "Kies een onderwerp, bijvoorbeeld 'kennisgeving'.")
    if element.kind == "scriptTask" and not element.result_variable:
        yield finding(f"De scripttaak '{name}' bewaart haar uitkomst nergens.", "Vul 'Result variable' in.")
    if (element.event == "message" or element.kind == "receiveTask") and not element.message:
        yield finding(f"'{name}' wacht op een bericht zonder naam.", "Kies een bericht.")
    if element.kind in ("intermediateThrowEvent", "endEvent") and element.event in ("message", "timer"):
        yield finding(f"'{name}' kan geen bericht sturen.", "Gebruik een verzendtaak met een onderwerp (topic).")
    if element.kind == "startEvent" and element.event not in ("", "message"):
        yield finding(f"De start '{name}' kan alleen gewoon of met een bericht beginnen.", "Kies een gewone start of een bericht.")
    if element.kind == "intermediateCatchEvent" and element.event not in ("message", "timer", "signal"):
        yield finding(f"'{name}' wacht op niets.", "Kies een bericht of een termijn.")
    if element.kind == "boundaryEvent":
        yield from _on_edge(diagram, element, name)


def _on_edge(diagram: Diagram, element: Element, name: str) -> Iterator[Finding]:
    activity = diagram.by_id.get(element.attached_to)
    if activity is None or activity.kind not in ACTIVITIES:
        yield Finding(diagram.file, element.id, f"'{name}' hangt nergens aan.", "Zet de gebeurtenis op de rand van een taak of deelproces.")
        return
    if element.event not in ("message", "timer", "signal", "escalation", "error"):
        yield Finding(diagram.file, element.id, f"'{name}' wacht op niets.", "Kies een bericht, termijn, escalatie of fout.")
    if element.event in ("escalation", "error") and activity.kind not in ("callActivity", "subProcess"):
        yield Finding(
            diagram.file,
            element.id,
            f"'{name}' hangt aan een taak die geen escalatie of fout kan geven.",
            "Zet haar op een deelproces of aanroep.",
        )
    if activity.kind not in ("userTask", "receiveTask", "callActivity", "subProcess"):
        yield Finding(
            diagram.file,
            element.id,
            f"'{name}' hangt aan een taak die niet wacht.",
            "Zet haar op een taak voor een mens of op een deelproces.",
        )
