"""What the elements of a diagram are called for someone who draws none."""

from __future__ import annotations

from phu_runtime.engine import Element

PROCESS = "Hele tekening"
_KINDS = {
    "userTask": "Taak",
    "businessRuleTask": "Beslissing",
    "sendTask": "Bericht",
    "serviceTask": "Handeling van het systeem",
    "scriptTask": "Berekening",
    "receiveTask": "Wachten op bericht",
    "callActivity": "Andere tekening",
    "subProcess": "Deelproces",
    "exclusiveGateway": "Keuze",
    "inclusiveGateway": "Keuze met meer antwoorden",
    "parallelGateway": "Splitsing in gelijktijdig werk",
    "eventBasedGateway": "Wachten op het eerste",
    "startEvent": "Begin",
    "endEvent": "Einde",
}
_TOPICS = {
    "kennisgeving": "Bericht aan partijen",
    "brief": "Brief bewaren",
    "register": "Regel in een register",
    "start_casus": "Nieuwe casus",
    "casus_sluiten": "Bewaartermijn starten",
    "vernietigen": "Casus vernietigen",
}
_EVENTS = {
    "timer": "Termijn",
    "message": "Gebeurtenis",
    "escalation": "Oproep",
    "error": "Afbreken",
    "signal": "Signaal",
    "terminate": "Einde van alles",
}
_MERGES = {
    "exclusiveGateway": "Wegen komen samen",
    "inclusiveGateway": "Wegen komen samen",
    "parallelGateway": "Wachten tot alles klaar is",
}


def kind_of(element: Element) -> str:
    """The kind of an element in Dutch."""
    if element.topic in _TOPICS:
        return _TOPICS[element.topic]
    if element.kind in _MERGES and len(element.flows) < 2:
        return _MERGES[element.kind]
    if element.kind in ("boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent") or element.event == "terminate":
        return _EVENTS.get(element.event, "Gebeurtenis")
    return _KINDS.get(element.kind, "Onderdeel")


def label_of(element: Element) -> str:
    """Its name; what it is when it has none."""
    return element.name or kind_of(element)
