"""Checks of the texts in a diagram: every expression is readable FEEL, every term a time that can pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from phu_runtime.engine.elements import Diagram
from phu_runtime.engine.expressions import compiled
from phu_runtime.engine.loops import MOST_INSTANCES
from phu_runtime.engine.moments import read_duration, read_moment
from phu_runtime.engine.xml import BPMN, CAMUNDA, local_name
from phu_runtime.errors import Finding
from phu_runtime.feel import FeelError, strip_marker

SHORTEST_SECONDS = 60
LONGEST_TEXT = 2000
MOST_ROUNDS = 1000
_LANGUAGES = ("feel", "http://www.omg.org/spec/FEEL/20140401", "https://www.omg.org/spec/DMN/20191111/FEEL/")
_FORMAL = ("conditionExpression", "loopCondition", "completionCondition", "loopCardinality", "timeDate", "timeDuration")


@dataclass(frozen=True)
class Text:
    """A FEEL expression (without ``=``) of a diagram and the element it belongs to."""

    diagram: str
    element: str
    expression: str


def check_texts(file: str, process: Any, diagram: Diagram) -> Iterator[Finding]:
    """Findings about expressions, terms and repetitions of one process."""
    for text in expressions_in(process, diagram):
        yield from _readable(file, text)
    for node in process.iter():
        name = local_name(node)
        owner = _owner(node) if name else ""
        if name in _FORMAL and node.get("language") not in (None, *_LANGUAGES):
            yield Finding(file, owner, f"De taal '{node.get('language')}' wordt niet uitgevoerd.", "Kies FEEL en begin de tekst met =.")
        if name in ("timeDate", "timeDuration"):
            yield from _term(file, owner, (node.text or "").strip())
        if name in ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics"):
            yield from _repetition(file, owner, node, name)


def expressions_in(process: Any, diagram: Diagram) -> Iterator[Text]:
    """Every FEEL expression of a process, without its ``=``: conditions, loops, scripts, terms, candidate groups, properties."""
    for node in process.iter():
        name = local_name(node)
        text = (node.text or "").strip()
        if name in ("conditionExpression", "loopCondition", "completionCondition", "script", "loopCardinality"):
            yield Text(diagram.key, _owner(node), strip_marker(text))
        if name in ("timeDate", "timeDuration") and text.startswith("="):
            yield Text(diagram.key, _owner(node), strip_marker(text))
        if name == "multiInstanceLoopCharacteristics" and node.get(CAMUNDA + "collection"):
            yield Text(diagram.key, _owner(node), strip_marker(node.get(CAMUNDA + "collection")))
    for element in diagram.elements:
        for given in (element.candidate_groups or "", *element.properties.values()):
            if given.lstrip().startswith("="):
                yield Text(diagram.key, element.id, strip_marker(given))


def _owner(node: Any) -> str:
    here = node.getparent()
    while here is not None and (local_name(here).endswith("EventDefinition") or not here.get("id")):
        here = here.getparent()
    if here is not None and local_name(here) == "sequenceFlow":
        return str(here.get("sourceRef") or here.get("id"))
    return str(here.get("id")) if here is not None else ""


def _readable(file: str, text: Text) -> Iterator[Finding]:
    if not text.expression:
        yield Finding(file, text.element, "Hier staat een lege expressie.", "Vul de expressie in of haal haar weg.")
    elif "${" in text.expression or "#{" in text.expression:
        yield Finding(file, text.element, f"'{text.expression}' is geen FEEL.", "Schrijf FEEL: begin met = en laat ${ } weg.")
    elif len(text.expression) > LONGEST_TEXT:
        yield Finding(file, text.element, "De expressie is te lang.", "Gebruik een beslistabel.")
    else:
        try:
            compiled(text.expression)
        except FeelError as error:
            yield Finding(
                file, text.element, f"De expressie '{text.expression}' is niet leesbaar. {error.message}", "Verbeter de expressie."
            )


def _term(file: str, owner: str, text: str) -> Iterator[Finding]:
    if text.startswith("="):
        return
    plain = text.strip('"')
    duration = read_duration(plain)
    if duration is None and read_moment(plain) is None:
        yield Finding(file, owner, f"De termijn '{text}' is geen tijd.", 'Schrijf bijvoorbeeld P14D, of =termijn("sleutel").')
    elif duration is not None and duration.least_seconds() < SHORTEST_SECONDS:
        yield Finding(file, owner, f"De termijn '{text}' is korter dan {SHORTEST_SECONDS} seconden.", "Kies een langere termijn.")


def _repetition(file: str, owner: str, node: Any, name: str) -> Iterator[Finding]:
    if name == "standardLoopCharacteristics":
        most = node.get("loopMaximum")
        if most is not None and not 0 < int(most) <= MOST_ROUNDS:
            yield Finding(file, owner, f"De taak mag {most} keer worden herhaald.", f"Kies een getal van 1 tot en met {MOST_ROUNDS}.")
        if most is None and node.find(BPMN + "loopCondition") is None:
            yield Finding(
                file, owner, "De herhaling heeft geen voorwaarde.", "Vul in wanneer de taak opnieuw moet, bijvoorbeeld =not(contact)."
            )
        return
    counted = node.find(BPMN + "loopCardinality")
    collection = node.get(CAMUNDA + "collection") or node.find(BPMN + "loopDataInputRef") is not None
    if (counted is None) == (not collection):
        yield Finding(
            file, owner, "De herhaling heeft een aantal of een lijst nodig, niet allebei.", "Vul 'Loop cardinality' of 'Collection' in."
        )
    text = strip_marker((counted.text or "").strip()) if counted is not None else ""
    if text.isdigit() and int(text) > MOST_INSTANCES:
        yield Finding(file, owner, f"De taak zou {text} keer tegelijk openen.", f"Hoogstens {MOST_INSTANCES} keer mag.")
