"""Releases that may not run, each with a piece of the sentence that says why. Made from the small release by one change."""

# ruff: noqa: E501 (texts of diagrams, one a line)
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tests.gate.broken_parts import broken_forms, broken_letters, broken_tables, broken_words
from tests.gate.small_release import (
    DECIDE,
    DIAGRAM,
    GOOD,
    condition,
    properties,
    release,
    tables,
    task,
)

Broken = tuple[str, Mapping[str, bytes], str]
INNER = '<bpmn:startEvent id="ib"/><bpmn:endEvent id="ie"/><bpmn:sequenceFlow id="if" sourceRef="ib" targetRef="ie"/>'
INSIDE = ("ib", "ie", "if")


def every() -> Iterator[Broken]:
    """All of them: name, files, piece of the reason."""
    for family in (_files, _elements, _events, _activities, _code, _expressions, _terms, _flows, _names, broken_forms, broken_words, broken_tables, broken_letters):
        yield from family()


def _text(name: str, before: str, after: str, reason: str) -> Broken:
    text = GOOD.xml()
    assert before in text, name
    return name, release(diagram=text.replace(before, after, 1).encode()), reason


def _files() -> Iterator[Broken]:
    good = GOOD.xml()
    doctype = '<!DOCTYPE x [<!ENTITY a "b">]>'
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for name, content, reason in (
        ("a diagram with a DOCTYPE", good.replace("?>\n", f"?>{doctype}", 1).encode(), "DTD"),
        ("a diagram with an entity bomb", good.replace("?>\n", f"?>{bomb}", 1).encode(), "DTD"),
        ("a diagram with an entity from outside", good.replace("?>\n", f"?>{outside}", 1).encode(), "DTD"),
        ("an empty diagram", b"", "geldige XML"),
        ("a diagram that is no XML", b"hallo", "geldige XML"),
        ("a diagram that is cut off", good[:900].encode(), "geldige XML"),
        ("a diagram with nul bytes", b"\0" * 50, "geldige XML"),
        ("a diagram 100,000 deep", b"<a>" * 100_000, "diep genest"),
        ("a diagram that is a picture", b"\x89PNG\r\n\x1a\n", "geldige XML"),
        ("a diagram of 3 MB", good.encode() + b" " * 3_000_000, "te groot"),
        ("a diagram in a wrong namespace", good.replace("20100524/MODEL", "20110524/MODEL").encode(), "geen BPMN"),
        ("an SVG named as a diagram", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "geen BPMN"),
        ("a DMN named as a diagram", tables(DECIDE), "geen BPMN"),
        ("a diagram without a process", good.split("<bpmn:process")[0].encode() + b"</bpmn:definitions>", "precies één proces"),
    ):
        yield name, release(diagram=content), reason
    yield "a diagram of 6 MB", release(diagram=b" " * 6_000_000), "te groot"
    shown = good[: good.index("<bpmndi:BPMNDiagram")] + "</bpmn:definitions>"
    yield "a diagram without a drawing", release(diagram=shown.encode()), "niet getekend"
    for key in (*GOOD.nodes, *GOOD.flows):
        yield _text(f"'{key}' is not drawn", f'bpmnElement="{key}"', 'bpmnElement="proef"', "niet getekend")
    for key in GOOD.nodes:
        if key != "begin":
            yield f"the id '{key}' twice", release(diagram=good.replace('id="begin"', f'id="{key}"', 1).encode()), "komt 2 keer voor"
    yield "no diagram at all", {path: content for path, content in release().items() if path != DIAGRAM}, "geen tekeningen"
    yield (
        "no dictionary",
        {path: content for path, content in release().items() if path != "forms/gegevens.yaml"},
        "gegevenslijst ontbreekt",
    )
    yield "two diagrams with one key", {**release(), "bpmn/ook.bpmn": good.encode()}, "staat ook in"
    yield (
        "two processes in a file",
        release(diagram=good.replace("<bpmndi:BPMNDiagram", '<bpmn:process id="q"/><bpmndi:BPMNDiagram').encode()),
        "precies één proces",
    )
    yield _text("a process that is not executable", 'isExecutable="true"', 'isExecutable="false"', "niet uitvoerbaar")
    many = "".join(f'<bpmn:endEvent id="n{number}"/>' for number in range(400))
    yield _text("a diagram of 400 nodes", '<bpmn:sequenceFlow id="f1"', f'{many}<bpmn:sequenceFlow id="f1"', "hoogstens 300")


def _elements() -> Iterator[Broken]:
    yield _text("an unknown element", "<bpmn:sequenceFlow", '<bpmn:robot id="r"/><bpmn:sequenceFlow', "BPMN-standaard")
    yield _text("an unknown attribute", "<bpmn:endEvent ", '<bpmn:endEvent kleur="rood" ', "BPMN-standaard")
    yield _text("a flow without a source", 'sourceRef="eerst"', "", "BPMN-standaard")
    yield _text("an id with a space", 'id="begin"', 'id="het begin"', "BPMN-standaard")
    for key, source in (("f1", "begin"), ("f3", "beslis"), ("f6", "dan"), ("f7", "meld"), ("f10", "samen")):
        flows = {name: flow for name, flow in GOOD.flows.items() if name != key}
        yield f"nothing after '{source}'", release(replace(GOOD, flows=flows)), "gaat het nergens verder"
    for key, target in (("f1", "eerst"), ("f2", "beslis"), ("f3", "keuze"), ("f5", "meld"), ("f10", "eind")):
        flows = {name: flow for name, flow in GOOD.flows.items() if name != key}
        yield f"nothing reaches '{target}'", release(replace(GOOD, flows=flows)), "wordt nooit bereikt"
    loose = replace(GOOD, nodes={**GOOD.nodes, "los": task("los")})
    yield "a task that stands alone", release(loose), "wordt nooit bereikt"
    for kind, reason in (
        ("adHocSubProcess", "ad-hoc"), ("transaction", "transactie"), ("complexGateway", "complexe"), ("manualTask", "handmatige"),
        ("task", "zonder soort"), ("scriptTask", "alleen FEEL"), ("serviceTask", "geen onderwerp"), ("sendTask", "geen onderwerp"),
        ("businessRuleTask", "geen beslistabel"), ("receiveTask", "zonder naam"), ("callActivity", "roept geen tekening aan"),
        ("intermediateCatchEvent", "wacht op niets"),
    ):  # fmt: skip
        inner, shapes = (INNER, INSIDE) if kind in ("adHocSubProcess", "transaction") else ("", ())
        yield f"a {kind}", release(GOOD.with_node("x", f'<bpmn:{kind} id="x" name="X">{inner}</bpmn:{kind}>', shapes=shapes)), reason
    sub = '<bpmn:subProcess id="x" name="X"{}>{}</bpmn:subProcess>'
    yield "an event sub-process", release(GOOD.with_node("x", sub.format(' triggeredByEvent="true"', INNER))), "gebeurtenis-deelproces"
    yield (
        "a sub-process without a start",
        release(GOOD.with_node("x", sub.format("", '<bpmn:endEvent id="ie"/>'))),
        "precies één gewone start",
    )
    yield "a sub-process without an end", release(GOOD.with_node("x", sub.format("", '<bpmn:startEvent id="ib"/>'))), "geen einde"
    laned = '<bpmn:laneSet id="bb"/>' + INNER
    yield "lanes in a sub-process", release(GOOD.with_node("x", sub.format("", laned))), "heeft banen"
    yield (
        "two starts in a sub-process",
        release(GOOD.with_node("x", sub.format("", INNER + '<bpmn:startEvent id="ib2"/>'))),
        "precies één gewone",
    )


def _definition(kind: str, inner: str = "", **attributes: str) -> str:
    text = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<bpmn:{kind}EventDefinition id="def"{text}>{inner}</bpmn:{kind}EventDefinition>'


def _events() -> Iterator[Broken]:
    for kind, reason in (
        ("link", "link"), ("compensate", "Compensatie"), ("message", "kan geen bericht sturen"), ("timer", ""), ("cancel", "annuleer"),
    ):  # fmt: skip
        if kind in ("link", "compensate"):
            link = _definition(kind, name="l") if kind == "link" else _definition(kind)
            yield (
                f"a {kind} in between",
                release(GOOD.with_node("x", f'<bpmn:intermediateThrowEvent id="x" name="X">{link}</bpmn:intermediateThrowEvent>')),
                reason,
            )
        if kind in ("message", "cancel"):
            yield (
                f"an end with a {kind}",
                release(replace(GOOD, nodes={**GOOD.nodes, "eind": f'<bpmn:endEvent id="eind">{_definition(kind)}</bpmn:endEvent>'})),
                reason,
            )
    rules = '<bpmn:condition xsi:type="bpmn:tFormalExpression">=true</bpmn:condition>'
    yield "a condition on an edge", release(GOOD.on_edge(_definition("conditional", rules))), "voorwaarde-gebeurtenis"
    cycle = '<bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R3/P1D</bpmn:timeCycle>'
    yield "a cycle on an edge", release(GOOD.on_edge(_definition("timer", cycle))), "herhaalde termijn"
    yield (
        "an escalation on a task",
        release(GOOD.on_edge(_definition("escalation", escalationRef="es"), root='<bpmn:escalation id="es" escalationCode="c"/>')),
        "geen escalatie",
    )
    yield (
        "an error on a task",
        release(GOOD.on_edge(_definition("error", errorRef="er"), cancels=True, root='<bpmn:error id="er" errorCode="c"/>')),
        "geen escalatie of fout",
    )
    yield "a message without a name", release(GOOD.on_edge(_definition("message"))), "zonder naam"
    yield "an event on a decision", release(GOOD.on_edge(_duration("P1D"), on="beslis")), "die niet wacht"
    yield "an event on a sender", release(GOOD.on_edge(_duration("P1D"), on="meld")), "die niet wacht"
    yield "an event on a gateway", release(GOOD.on_edge(_duration("P1D"), on="keuze")), "hangt nergens aan"
    yield "an event on nothing", release(GOOD.on_edge(_duration("P1D"), on="weg")), "hangt nergens aan"
    both = _definition("message", messageRef="m") + _duration("P1D").replace("def", "def2")
    yield "an event that waits for two things", release(GOOD.on_edge(both, root='<bpmn:message id="m" name="m"/>')), "één ding tegelijk"
    for kind in ("timer", "signal", "error", "escalation"):
        inner = '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration>' if kind == "timer" else ""
        start = f'<bpmn:startEvent id="begin">{_definition(kind, inner)}</bpmn:startEvent>'
        yield f"a start with a {kind}", release(replace(GOOD, nodes={**GOOD.nodes, "begin": start})), "gewoon of met een bericht"
    for kind in ("escalation", "error"):
        thrown = f'<bpmn:endEvent id="eind">{_definition(kind)}</bpmn:endEvent>'
        yield f"an end with an {kind} without a code", release(replace(GOOD, nodes={**GOOD.nodes, "eind": thrown})), "heeft geen code"
    two = {**GOOD.nodes, "begin2": '<bpmn:startEvent id="begin2"/>'}
    yield (
        "two plain starts",
        release(replace(GOOD, nodes=two, flows={**GOOD.flows, "f0": ("begin2", "eerst", "")})),
        "naast een andere start",
    )


def _duration(text: str, tag: str = "timeDuration") -> str:
    return _definition("timer", f'<bpmn:{tag} xsi:type="bpmn:tFormalExpression">{text}</bpmn:{tag}>')


def _activities() -> Iterator[Broken]:
    for name, xml, reason in (
        ("a task without a form", task("eerst").replace(' camunda:formKey="plan"', ""), "heeft geen formulier"),
        ("a task without a term", task("eerst").replace('<camunda:property name="termijn" value="plan"/>', ""), "heeft geen termijn"),
        ("a task with an unknown form", task("eerst", **{"camunda:formKey": "plam"}), "Bedoelt u 'plan'?"),
        ("a task with an unknown term", task("eerst").replace('value="plan"/>', 'value="plam"/>', 1), "De termijn 'plam'"),
        ("a loop without a condition", task("eerst", "<bpmn:standardLoopCharacteristics/>"), "geen voorwaarde"),
        ("a loop of a million", task("eerst", '<bpmn:standardLoopCharacteristics loopMaximum="1000000"/>'), "1000000 keer"),
        ("a loop of none", task("eerst", '<bpmn:standardLoopCharacteristics loopMaximum="0"/>'), "0 keer"),
        ("a billion at once", task("eerst", _many("1000000000")), "tegelijk openen"),
        ("51 at once", task("eerst", _many("51")), "tegelijk openen"),
        ("several of nothing", task("eerst", "<bpmn:multiInstanceLoopCharacteristics/>"), "een aantal of een lijst"),
        ("a task of an unknown group", task("eerst", **{"camunda:candidateGroups": "=wie_ook"}), "nergens vandaan"),
    ):
        yield name, release(replace(GOOD, nodes={**GOOD.nodes, "eerst": xml})), reason
    yield "a lane that is nobody", release(replace(GOOD, lane="Robot")), "geen partij"
    yield "a lane of the case director without groups", release(replace(GOOD, lane="Casusregisseur")), "baan Casusregisseur"
    yield "a task in no lane", release(replace(GOOD, outside=("eerst",))), "Niemand krijgt"
    yield "an unknown table", _asks("besluiten"), "De beslistabel 'besluiten'"
    call = '<bpmn:callActivity id="x" name="X" calledElement="{}"/>'
    yield "a call of an unknown diagram", release(GOOD.with_node("x", call.format("nergens"))), "bestaat niet"
    yield "a call of itself", release(GOOD.with_node("x", call.format("proef"))), "roept zichzelf aan"
    for topic, reason in (
        ("robot", "Het onderwerp 'robot'"),
        ("brief", "mist de eigenschap 'brief'"),
        ("register", "mist de eigenschap"),
        ("start_casus", "mist de eigenschap 'proces'"),
        ("kennisgeving", "mist de eigenschap 'gebeurtenis'"),
    ):
        sender = f'<bpmn:sendTask id="x" name="X" camunda:type="external" camunda:topic="{topic}"/>'
        yield f"the topic {topic} without what it needs", release(GOOD.with_node("x", sender)), reason
    for topic, given, reason in (
        ("kennisgeving", {"gebeurtenis": "meldingg"}, "Bedoelt u 'melding'?"), ("brief", {"brief": "groeten"}, "De brief 'groeten'"),
        ("start_casus", {"proces": "weg", "bericht": "b"}, "De tekening 'weg'"),
        ("start_casus", {"proces": "proef", "bericht": "b"}, "begint niet met het bericht"),
    ):  # fmt: skip
        sender = f'<bpmn:sendTask id="x" name="X" camunda:type="external" camunda:topic="{topic}">{properties(**given)}</bpmn:sendTask>'
        yield f"the topic {topic} with {given}", release(GOOD.with_node("x", sender)), reason


def _many(count: str) -> str:
    return (
        '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">'
        f"{count}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    )


def _asks(decision: str) -> Mapping[str, bytes]:
    asking = f'<bpmn:businessRuleTask id="beslis" name="Beslis" camunda:decisionRef="{decision}" camunda:resultVariable="besluit"/>'
    return release(replace(GOOD, nodes={**GOOD.nodes, "beslis": asking}))


def _code() -> Iterator[Broken]:
    for attribute in ("class", "delegateExpression", "expression"):
        run = f'<bpmn:serviceTask id="x" name="X" camunda:{attribute}="os.system"/>'
        yield f"a service with {attribute}", release(GOOD.with_node("x", run)), "Code in een tekening"
    for language in ("python", "javascript", "groovy", "juel"):
        run = f'<bpmn:scriptTask id="x" name="X" scriptFormat="{language}" camunda:resultVariable="r"><bpmn:script>1</bpmn:script></bpmn:scriptTask>'
        yield f"a script in {language}", release(GOOD.with_node("x", run)), "alleen FEEL"
        asked = condition("=schulden").replace('language="feel"', f'language="{language}"')
        yield (
            f"a condition in {language}",
            release(replace(GOOD, flows={**GOOD.flows, "f4": ("keuze", "dan", asked)})),
            "wordt niet uitgevoerd",
        )
    for tag in ("executionListener", "taskListener", "connector", "inputOutput", "field"):
        event = ' event="start"' if tag.endswith("Listener") else ""
        inner = f"<bpmn:extensionElements><camunda:{tag}{event}/></bpmn:extensionElements>"
        run = f'<bpmn:sendTask id="x" name="X" camunda:type="external" camunda:topic="casus_sluiten">{inner}</bpmn:sendTask>'
        yield f"a {tag}", release(GOOD.with_node("x", run)), "Code in een tekening"


def _expressions() -> Iterator[Broken]:
    for text, reason in (
        ("=", "lege expressie"), ("=schulden and", "niet leesbaar"), ("=((schulden", "niet leesbaar"), ("=${schulden}", "geen FEEL"),
        ("=#{schulden}", "geen FEEL"), ("=schuldn", "Bedoelt u 'schulden'?"), ("=__import__('os')", "niet leesbaar"),
        ("=onzin = 1", "nergens vandaan"), ("=besluit.doorgaan and wat", "nergens vandaan"), ("=" + "1 + " * 1000 + "1 = 2", "te lang"),
        ('=schulden = "ja"', "nooit waar"), ('=stappen = "3"', "nooit waar"), ('=soort_plan = "midden"', 'kan niet "midden" zijn'),
        ("=soort_plan = 3", "nooit waar"), ('=stappen - "1" = 2', "rekenen"), ('=soort_plan = "licht" or "zwaar"', "verwacht ja of nee"),
        ("=stappen and schulden", "verwacht ja of nee"), ("=if stappen then true else false", "in plaats van ja of nee"),
        ("=contain(soort_plan)", "nergens vandaan"), ("=count()", "kan niet met 0 waarden"),
    ):  # fmt: skip
        text = text.replace("&", "&amp;").replace("<", "&lt;")
        yield f"the condition {text[:40]}", release(replace(GOOD, flows={**GOOD.flows, "f4": ("keuze", "dan", condition(text))})), reason


def _terms() -> Iterator[Broken]:
    for text, reason in (
        ("PT0S", "korter dan"), ("PT1S", "korter dan"), ("PT59S", "korter dan"), ("morgen", "geen tijd"), ("14 dagen", "geen tijd"),
        ("P", "geen tijd"), ("", "geen tijd"), ("P1X", "geen tijd"), ("2026-13-01", "geen tijd"), ('=termijn("plan"', "niet leesbaar"),
        ("=datum_weg", "nergens vandaan"), ("__import__('os').system('ls')", "geen tijd"),
    ):  # fmt: skip
        yield f"the term {text!r}", release(GOOD.on_edge(_duration(text))), reason
    for text in ("gisteren", "2026-02-30T10:00:00Z", "altijd"):
        yield f"the moment {text!r}", release(GOOD.on_edge(_duration(text, "timeDate"))), "geen tijd"


def _flows() -> Iterator[Broken]:
    plain = '<bpmn:exclusiveGateway id="keuze" name="Doorgaan?"/>'
    yield "a choice without a default", release(replace(GOOD, nodes={**GOOD.nodes, "keuze": plain})), "geen standaardpijl"
    yield "a choice without a condition", release(replace(GOOD, flows={**GOOD.flows, "f4": ("keuze", "dan", "")})), "heeft geen voorwaarde"
    yield (
        "a default with a condition",
        release(replace(GOOD, flows={**GOOD.flows, "f5": ("keuze", "meld", condition("=schulden"))})),
        "heeft ook een voorwaarde",
    )
    yield (
        "a condition after a task",
        release(replace(GOOD, flows={**GOOD.flows, "f2": ("eerst", "beslis", condition("=schulden"))})),
        "die niet telt",
    )
    yield "two flows out of a task", release(replace(GOOD, flows={**GOOD.flows, "f11": ("eerst", "dan", "")})), "gaan meer pijlen"
    yield "a flow out of the end", release(replace(GOOD, flows={**GOOD.flows, "f11": ("eind", "dan", "")})), "gaat nog een pijl verder"
    yield "a flow into the start", release(replace(GOOD, flows={**GOOD.flows, "f11": ("samen", "begin", "")})), "gaat een pijl"
    circle = {**GOOD.flows, "f4": ("keuze", "beslis", condition("=schulden")), "f6": ("dan", "samen", "")}
    yield "a circle without anybody", release(replace(GOOD, flows=circle)), "loopt de tekening rond"
    event = '<bpmn:eventBasedGateway id="x" name="X"/>'
    yield "a task after an event gateway", release(GOOD.with_node("x", event)), "alleen gebeurtenissen"


def _names() -> Iterator[Broken]:
    message = '<bpmn:message id="m" name="bericht"/>'
    for given, reason in (
        ({"formulier": "weg", "rollen": "sociaal_team"}, "Het formulier 'weg'"), ({"formulier": "plan"}, "Niemand kan de gebeurtenis"),
    ):  # fmt: skip
        event = properties(**given) + _definition("message", messageRef="m")
        yield f"an event with {given}", release(GOOD.on_edge(event, root=message)), reason
    for given, reason in (({"formulier": "weg", "rollen": "sociaal_team"}, "startformulier"), ({"formulier": "plan"}, "Niemand kan")):
        start = f'<bpmn:startEvent id="begin">{properties(**given)}</bpmn:startEvent>'
        yield f"a start with {given}", release(replace(GOOD, nodes={**GOOD.nodes, "begin": start})), reason
    yield (
        "a step that shares nothing",
        release(replace(GOOD, nodes={**GOOD.nodes, "eerst": task("eerst").replace('value="2"', 'value="3"')})),
        r"gegevensdeling \(PP-B3\)",
    )
    yield "a task of a party that may not", release(replace(GOOD, lane="Meldpunt Zorg en Overlast")), r"gegevensdeling \(PP-B3\)"
    twice = replace(GOOD, flows={**GOOD.flows, "f4": ("keuze", "weg", condition("=schulden"))})
    yield "a flow to nothing", release(twice), "gaat nergens heen"
