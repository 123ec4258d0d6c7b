"""What a diagram must be before it may run: each fault is found, with a sentence in Dutch, and nothing else is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from phu_runtime.engine import check_diagrams, read_diagrams
from phu_runtime.errors import ReleaseInvalid

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'id="d" targetNamespace="urn:phu:test">'
)
ROOT = '<bpmn:message id="m1" name="bericht"/><bpmn:escalation id="x1" escalationCode="roep"/><bpmn:escalation id="x0" name="leeg"/>'
GOOD = (
    '<bpmn:startEvent id="s"/><bpmn:userTask id="t" name="Taak"/><bpmn:endEvent id="e"/>'
    '<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t"/><bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e"/>'
)


def _file(body: str, key: str = "p", root: str = ROOT, attributes: str = "") -> bytes:
    return f'{HEAD}{root}<bpmn:process id="{key}" isExecutable="true" {attributes}>{body}</bpmn:process></bpmn:definitions>'.encode()


def _messages(body: str, **others: str) -> list[str]:
    files = {"p.bpmn": _file(body), **{f"{key}.bpmn": _file(text, key) for key, text in others.items()}}
    return [f"{found.element}: {found.message}" for found in check_diagrams(files)]


def _node(xml: str, before: str = "t", key: str = "n") -> str:
    """The good process with one more node between its task and its end."""
    return GOOD.replace('targetRef="e"', f'targetRef="{key}"') + xml + f'<bpmn:sequenceFlow id="f9" sourceRef="{key}" targetRef="e"/>'


def _condition(text: str, language: str = "feel") -> str:
    return f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" language="{language}">{text}</bpmn:conditionExpression>'


def _choice(first: str, second: str, attributes: str = 'default="g2"', kind: str = "exclusiveGateway") -> str:
    return GOOD.replace('targetRef="e"', 'targetRef="g"') + (
        f'<bpmn:{kind} id="g" name="Klopt het?" {attributes}/><bpmn:endEvent id="e2"/>'
        f'<bpmn:sequenceFlow id="g1" name="ja" sourceRef="g" targetRef="e">{first}</bpmn:sequenceFlow>'
        f'<bpmn:sequenceFlow id="g2" name="nee" sourceRef="g" targetRef="e2">{second}</bpmn:sequenceFlow>'
    )


def _edge(definition: str, on: str = "t") -> str:
    return GOOD + (
        f'<bpmn:boundaryEvent id="b" name="Rand" attachedToRef="{on}" cancelActivity="false">{definition}</bpmn:boundaryEvent>'
        '<bpmn:endEvent id="e3"/><bpmn:sequenceFlow id="f3" sourceRef="b" targetRef="e3"/>'
    )


def _timer(text: str, tag: str = "timeDuration") -> str:
    return (
        f'<bpmn:timerEventDefinition id="td"><bpmn:{tag} xsi:type="bpmn:tFormalExpression">{text}</bpmn:{tag}></bpmn:timerEventDefinition>'
    )


def _loop(inner: str) -> str:
    return GOOD.replace('<bpmn:userTask id="t" name="Taak"/>', f'<bpmn:userTask id="t" name="Taak">{inner}</bpmn:userTask>')


SUB = '<bpmn:startEvent id="ss"/><bpmn:endEvent id="se"/><bpmn:sequenceFlow id="sf" sourceRef="ss" targetRef="se"/>'
FAULTS: Mapping[str, tuple[str, str]] = {
    "event sub-process": (GOOD + f'<bpmn:subProcess id="n" triggeredByEvent="true">{SUB}</bpmn:subProcess>', "gebeurtenis-deelproces"),
    "ad-hoc sub-process": (_node('<bpmn:adHocSubProcess id="n"/>'), "ad-hoc"),
    "transaction": (_node(f'<bpmn:transaction id="n">{SUB}</bpmn:transaction>'), "transactie"),
    "complex gateway": (_node('<bpmn:complexGateway id="n"/>'), "complexe"),
    "link": (
        _node('<bpmn:intermediateThrowEvent id="n"><bpmn:linkEventDefinition id="l" name="x"/></bpmn:intermediateThrowEvent>'),
        "link",
    ),
    "compensation": (
        _node('<bpmn:intermediateThrowEvent id="n"><bpmn:compensateEventDefinition id="c"/></bpmn:intermediateThrowEvent>'),
        "Compensatie",
    ),
    "condition event": (
        _node(
            '<bpmn:intermediateCatchEvent id="n"><bpmn:conditionalEventDefinition id="c">'
            '<bpmn:condition xsi:type="bpmn:tFormalExpression">=a</bpmn:condition>'
            "</bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>"
        ),
        "voorwaarde-gebeurtenis",
    ),
    "manual task": (_node('<bpmn:manualTask id="n"/>'), "handmatige taak"),
    "task without a kind": (_node('<bpmn:task id="n"/>'), "zonder soort"),
    "python script": (
        _node('<bpmn:scriptTask id="n" scriptFormat="python"><bpmn:script>import os</bpmn:script></bpmn:scriptTask>'),
        "alleen FEEL",
    ),
    "script without a format": (_node('<bpmn:scriptTask id="n"><bpmn:script>x = 1</bpmn:script></bpmn:scriptTask>'), "alleen FEEL"),
    "java class": (_node('<bpmn:serviceTask id="n" camunda:class="x.Y" camunda:topic="brief"/>'), "Code in een tekening"),
    "listener": (
        _node(
            '<bpmn:userTask id="n"><bpmn:extensionElements><camunda:taskListener event="create"/></bpmn:extensionElements></bpmn:userTask>'
        ),
        "Code in een tekening",
    ),
    "message sent by an event": (
        GOOD.replace(
            '<bpmn:endEvent id="e"/>', '<bpmn:endEvent id="e"><bpmn:messageEventDefinition id="md" messageRef="m1"/></bpmn:endEvent>'
        ),
        "kan geen bericht sturen",
    ),
    "two things awaited by one event": (
        _edge('<bpmn:messageEventDefinition id="md" messageRef="m1"/>' + _timer("P1D")),
        "één ding tegelijk",
    ),
    "cycle": (_edge(_timer("R3/P5D", "timeCycle")), "herhaalde termijn"),
    "unreadable term": (_edge(_timer("twee weken")), "is geen tijd"),
    "too short term": (_edge(_timer("PT59S")), "korter dan 60 seconden"),
    "zero term": (_edge(_timer("PT0S")), "korter dan 60 seconden"),
    "unreadable FEEL in a term": (_edge(_timer("=termijn(", "timeDate")), "niet leesbaar"),
    "edge on a task that does not wait": (
        _node('<bpmn:serviceTask id="n" camunda:topic="brief"/>')
        + '<bpmn:boundaryEvent id="b" attachedToRef="n"><bpmn:messageEventDefinition id="md" messageRef="m1"/></bpmn:boundaryEvent>'
        '<bpmn:endEvent id="e3"/><bpmn:sequenceFlow id="f3" sourceRef="b" targetRef="e3"/>',
        "die niet wacht",
    ),
    "escalation on a task": (_edge('<bpmn:escalationEventDefinition id="ed" escalationRef="x1"/>'), "geen escalatie of fout kan geven"),
    "escalation without a code": (
        GOOD.replace(
            '<bpmn:endEvent id="e"/>', '<bpmn:endEvent id="e"><bpmn:escalationEventDefinition id="ed" escalationRef="x0"/></bpmn:endEvent>'
        ),
        "heeft geen code",
    ),
    "message without a name": (_edge('<bpmn:messageEventDefinition id="md"/>'), "bericht zonder naam"),
    "edge event that waits for nothing": (_edge(""), "wacht op niets"),
    "edge on nothing": (_edge(_timer("P1D"), on="e"), "hangt nergens aan"),
    "catch event that waits for nothing": (_node('<bpmn:intermediateCatchEvent id="n"/>'), "wacht op niets"),
    "timer start": (
        GOOD.replace('<bpmn:startEvent id="s"/>', f'<bpmn:startEvent id="s">{_timer("P1D")}</bpmn:startEvent>'),
        "gewoon of met een bericht",
    ),
    "no default flow": (_choice(_condition("=a"), _condition("=b"), ""), "geen standaardpijl"),
    "no condition": (_choice("", ""), "geen voorwaarde"),
    "default with a condition": (_choice(_condition("=a"), _condition("=b")), "ook een voorwaarde"),
    "unreadable condition": (_choice(_condition("=a and"), ""), "niet leesbaar"),
    "empty condition": (_choice(_condition("="), ""), "lege expressie"),
    "juel": (_choice(_condition("${a == 1}"), ""), "is geen FEEL"),
    "javascript": (_choice(_condition("a", "javascript"), ""), "De taal 'javascript'"),
    "very long condition": (_choice(_condition("=" + "a or " * 500 + "a"), ""), "te lang"),
    "condition behind a task": (
        GOOD.replace(
            '<bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e"/>',
            f'<bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e">{_condition("=a")}</bpmn:sequenceFlow>',
        ),
        "die niet telt",
    ),
    "two flows out of a task": (
        GOOD + '<bpmn:endEvent id="e2"/><bpmn:sequenceFlow id="f3" sourceRef="t" targetRef="e2"/>',
        "gaan meer pijlen",
    ),
    "no flow out": (GOOD.replace('<bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e"/>', ""), "nergens verder"),
    "never reached": (GOOD + '<bpmn:userTask id="n"/><bpmn:sequenceFlow id="f3" sourceRef="n" targetRef="e"/>', "nooit bereikt"),
    "flow after an end": (GOOD + '<bpmn:sequenceFlow id="f3" sourceRef="e" targetRef="t"/>', "Na het einde"),
    "flow to a start": (_choice(_condition("=a"), "").replace('targetRef="e2"', 'targetRef="s"'), "Naar 's' gaat een pijl"),
    "circle without anybody": (
        _choice(_condition("=a"), "").replace('sourceRef="g" targetRef="e2"', 'sourceRef="g" targetRef="g0"')
        + '<bpmn:exclusiveGateway id="g0"/><bpmn:sequenceFlow id="g3" sourceRef="g0" targetRef="g"/>',
        "loopt de tekening rond",
    ),
    "no start": ('<bpmn:userTask id="t"/><bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f" sourceRef="t" targetRef="e"/>', "geen start"),
    "no end": (
        '<bpmn:startEvent id="s"/><bpmn:userTask id="t"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/>',
        "geen einde",
    ),
    "two plain starts": (
        GOOD + '<bpmn:startEvent id="s2"/><bpmn:sequenceFlow id="f3" sourceRef="s2" targetRef="t"/>',
        "naast een andere start",
    ),
    "two starts for one message": (
        GOOD.replace(
            '<bpmn:startEvent id="s"/>', '<bpmn:startEvent id="s"><bpmn:messageEventDefinition id="a" messageRef="m1"/></bpmn:startEvent>'
        )
        + '<bpmn:startEvent id="s2"><bpmn:messageEventDefinition id="b" messageRef="m1"/></bpmn:startEvent>'
        '<bpmn:sequenceFlow id="f3" sourceRef="s2" targetRef="t"/>',
        "hetzelfde bericht",
    ),
    "sub-process with lanes": (
        _node(
            f'<bpmn:subProcess id="n"><bpmn:laneSet id="ls"><bpmn:lane id="la" name="Sociaal team"/></bpmn:laneSet>{SUB}</bpmn:subProcess>'
        ),
        "heeft banen",
    ),
    "sub-process without a start": (
        _node('<bpmn:subProcess id="n"><bpmn:endEvent id="se"/></bpmn:subProcess>'),
        "precies één gewone start",
    ),
    "sub-process without an end": (
        _node(
            '<bpmn:subProcess id="n"><bpmn:startEvent id="ss"/><bpmn:userTask id="st"/>'
            '<bpmn:sequenceFlow id="sf" sourceRef="ss" targetRef="st"/></bpmn:subProcess>'
        ),
        "geen einde",
    ),
    "lane that names an inner node": (
        '<bpmn:laneSet id="ls"><bpmn:lane id="la" name="Sociaal team"><bpmn:flowNodeRef>se</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
        + _node(f'<bpmn:subProcess id="n">{SUB}</bpmn:subProcess>'),
        "niet direct in deze tekening",
    ),
    "unknown lane": (
        '<bpmn:laneSet id="ls"><bpmn:lane id="la" name="Buurman"><bpmn:flowNodeRef>t</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>' + GOOD,
        "'Buurman' is geen partij",
    ),
    "decision without a table": (_node('<bpmn:businessRuleTask id="n"/>'), "noemt geen beslistabel"),
    "send task without a topic": (_node('<bpmn:sendTask id="n"/>'), "geen onderwerp"),
    "call of nothing": (_node('<bpmn:callActivity id="n"/>'), "roept geen tekening aan"),
    "call of what does not exist": (_node('<bpmn:callActivity id="n" calledElement="nergens"/>'), "bestaat niet"),
    "call of itself": (_node('<bpmn:callActivity id="n" calledElement="p"/>'), "roept zichzelf aan"),
    "loop without a condition": (_loop('<bpmn:standardLoopCharacteristics id="lc"/>'), "heeft geen voorwaarde"),
    "loop too often": (_loop('<bpmn:standardLoopCharacteristics id="lc" loopMaximum="100000"/>'), "keer worden herhaald"),
    "too many instances": (
        _loop(
            '<bpmn:multiInstanceLoopCharacteristics id="lc"><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">1000000000'
            "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
        ),
        "keer tegelijk openen",
    ),
    "instances of nothing": (_loop('<bpmn:multiInstanceLoopCharacteristics id="lc"/>'), "een aantal of een lijst"),
    "unreadable candidate groups": (GOOD.replace('name="Taak"', 'name="Taak" camunda:candidateGroups="=a["'), "niet leesbaar"),
    "event gateway to a task": (
        GOOD.replace('targetRef="e"', 'targetRef="g"')
        + '<bpmn:eventBasedGateway id="g"/><bpmn:userTask id="u"/><bpmn:sequenceFlow id="g1" sourceRef="g" targetRef="u"/>'
        '<bpmn:sequenceFlow id="g2" sourceRef="u" targetRef="e"/>',
        "alleen gebeurtenissen",
    ),
    "data that flows along arrows": (
        GOOD.replace(
            '<bpmn:userTask id="t" name="Taak"/>',
            '<bpmn:userTask id="t" name="Taak"><bpmn:dataOutputAssociation id="do"><bpmn:targetRef>x</bpmn:targetRef>'
            "</bpmn:dataOutputAssociation></bpmn:userTask>"
            '<bpmn:dataObjectReference id="x" dataObjectRef="y"/><bpmn:dataObject id="y"/>',
        ),
        "gegevenspijl",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_with_a_sentence_that_says_what_to_do(fault: str) -> None:
    body, expected = FAULTS[fault]
    findings = check_diagrams({"p.bpmn": _file(body)})
    assert any(expected in found.message for found in findings), [found.message for found in findings]
    assert all(found.advice for found in findings)
    with pytest.raises(ReleaseInvalid):
        read_diagrams({"p.bpmn": _file(body)})


def test_good_diagrams_have_no_findings(tiny_files) -> None:
    assert check_diagrams(tiny_files) == []
    assert _messages(GOOD) == []
    assert _messages(_choice(_condition("=a"), "")) == []
    assert _messages(_choice(_condition("=true"), _condition("=b"), "", "inclusiveGateway")) == []


def test_diagrams_that_call_each_other_in_a_circle_are_found() -> None:
    call = _node('<bpmn:callActivity id="n" calledElement="{}"/>')
    found = _messages(call.format("q"), q=call.format("r"), r=call.format("p"))
    assert sum("roept zichzelf aan" in message for message in found) == 3


def test_a_diagram_that_begins_with_a_message_cannot_be_called() -> None:
    by_message = GOOD.replace(
        '<bpmn:startEvent id="s"/>', '<bpmn:startEvent id="s"><bpmn:messageEventDefinition id="a" messageRef="m1"/></bpmn:startEvent>'
    )
    assert any(
        "kan dus niet worden aangeroepen" in message
        for message in _messages(_node('<bpmn:callActivity id="n" calledElement="q"/>'), q=by_message)
    )


def test_the_same_key_in_two_files_is_found() -> None:
    found = check_diagrams({"a.bpmn": _file(GOOD), "b.bpmn": _file(GOOD)})
    assert [(each.file, each.element) for each in found] == [("b.bpmn", "p")]


def test_an_id_used_twice_is_found() -> None:
    assert "t: Het id 't' komt 2 keer voor." in _messages(GOOD + '<bpmn:userTask id="t"/>')


def test_more_nodes_than_a_diagram_may_have_are_counted() -> None:
    many = "".join(f'<bpmn:userTask id="x{number}"/>' for number in range(301))
    assert any("304 onderdelen" in message for message in _messages(GOOD + many))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"geen xml", "geen geldige XML"),
        (b'<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>', "DTD"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "DTD"),
        (b"<x/>", "geen BPMN-tekening"),
        (b"<a>" + b" " * 3_000_000 + b"</a>", "te groot"),
        (_file("<bpmn:nietsaard/>"), "volgt de BPMN-standaard niet"),
        (_file(GOOD).replace(b"</bpmn:definitions>", b'<bpmn:process id="q"/></bpmn:definitions>'), "precies één proces"),
        (_file(GOOD).replace(b'isExecutable="true"', b'isExecutable="false"'), "niet uitvoerbaar"),
        (b"", "geen geldige XML"),
    ],
)
def test_a_file_that_cannot_be_looked_at_says_why(content: bytes, expected: str) -> None:
    found = check_diagrams({"x.bpmn": content})
    assert any(expected in each.message for each in found), found
    assert all(each.file == "x.bpmn" for each in found)


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>'
    assert "DTD" in check_diagrams({"x.bpmn": bomb})[0].message


def test_all_faults_of_all_files_come_at_once() -> None:
    found = check_diagrams({"a.bpmn": b"geen xml", "p.bpmn": _file(_node('<bpmn:task id="n"/>')), "q.bpmn": _file(_edge(_timer("x")), "q")})
    assert {each.file for each in found} == {"a.bpmn", "p.bpmn", "q.bpmn"}
