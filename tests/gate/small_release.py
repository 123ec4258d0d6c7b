"""A whole work process small enough to be checked hundreds of times: one diagram, four tables, a form, a dictionary, a letter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

_NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
)
DIAGRAM, TABLES, FORM = "bpmn/proef.bpmn", "dmn/tabellen.dmn", "forms/sociaal_team/plan.form"
DICTIONARY, LETTER = "forms/gegevens.yaml", "forms/brieven/groet.md"


def properties(**named: str) -> str:
    """Extension elements with these properties."""
    inner = "".join(f'<camunda:property name="{name}" value="{value}"/>' for name, value in named.items())
    return f"<bpmn:extensionElements><camunda:properties>{inner}</camunda:properties></bpmn:extensionElements>"


def task(key: str, inner: str = "", **attributes: str) -> str:
    """A user task that is right in everything, unless told otherwise."""
    chosen = {"id": key, "name": key.capitalize(), "camunda:formKey": "plan", **attributes}
    text = " ".join(f'{name}="{value}"' for name, value in chosen.items())
    return f"<bpmn:userTask {text}>{properties(termijn='plan', processtap='2')}{inner}</bpmn:userTask>"


def condition(text: str) -> str:
    """The condition of a flow."""
    return f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" language="feel">{text}</bpmn:conditionExpression>'


@dataclass
class Drawn:
    """A diagram: node id → XML, flow id → (from, to, inner XML). ``inside``: ids of nodes that are not put in the lane."""

    nodes: Mapping[str, str]
    flows: Mapping[str, tuple[str, str, str]]
    root: str = ""
    lane: str = "Sociaal team"
    outside: tuple[str, ...] = ()
    shapes: tuple[str, ...] = field(default_factory=tuple)

    def xml(self) -> str:
        """The file, every node and flow drawn."""
        lane = "".join(f"<bpmn:flowNodeRef>{key}</bpmn:flowNodeRef>" for key in self.nodes if key not in self.outside)
        flows = "".join(
            f'<bpmn:sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'
            for key, (source, target, inner) in self.flows.items()
        )
        drawn = "".join(_shape(key, 100 * number) for number, key in enumerate((*self.nodes, *self.shapes, "baan")))
        drawn += "".join(_edge(key) for key in self.flows)
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions {_NAMESPACES} id="d" targetNamespace="urn:proef">{self.root}'
            f'<bpmn:process id="proef" name="Proef" isExecutable="true"><bpmn:laneSet id="banen"><bpmn:lane id="baan" name="{self.lane}">'
            f"{lane}</bpmn:lane></bpmn:laneSet>{''.join(self.nodes.values())}{flows}</bpmn:process>"
            f'<bpmndi:BPMNDiagram id="t"><bpmndi:BPMNPlane id="v" bpmnElement="proef">{drawn}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
            "</bpmn:definitions>"
        )

    def with_node(self, key: str, xml: str, root: str = "", outside: tuple[str, ...] = (), shapes: tuple[str, ...] = ()) -> Drawn:
        """The same with one more node between the first task and what follows it."""
        flows = {**self.flows, "f2": ("eerst", key, ""), "f9": (key, self.flows["f2"][1], "")}
        return replace(self, nodes={**self.nodes, key: xml}, flows=flows, root=self.root + root, outside=outside, shapes=shapes)

    def on_edge(self, definition: str, *, cancels: bool = False, on: str = "eerst", root: str = "") -> Drawn:
        """The same with an event on the edge of a task, and an end of its own."""
        event = f'<bpmn:boundaryEvent id="rand" name="Rand" attachedToRef="{on}" cancelActivity="{str(cancels).lower()}">{definition}'
        nodes = {**self.nodes, "rand": f"{event}</bpmn:boundaryEvent>", "eind2": '<bpmn:endEvent id="eind2"/>'}
        return replace(self, nodes=nodes, flows={**self.flows, "f8": ("rand", "eind2", "")}, root=self.root + root)


def _shape(key: str, x: int) -> str:
    return f'<bpmndi:BPMNShape id="{key}_di" bpmnElement="{key}"><dc:Bounds x="{x}" y="100" width="60" height="40"/></bpmndi:BPMNShape>'


def _edge(key: str) -> str:
    points = '<di:waypoint x="100" y="100"/><di:waypoint x="200" y="100"/>'
    return f'<bpmndi:BPMNEdge id="{key}_di" bpmnElement="{key}">{points}</bpmndi:BPMNEdge>'


GOOD = Drawn(
    nodes={
        "begin": '<bpmn:startEvent id="begin"/>',
        "eerst": task("eerst"),
        "beslis": '<bpmn:businessRuleTask id="beslis" name="Beslis" camunda:decisionRef="besluit"/>',
        "keuze": '<bpmn:exclusiveGateway id="keuze" name="Doorgaan?" default="f5"/>',
        "dan": task("dan"),
        "meld": '<bpmn:sendTask id="meld" name="Meld" camunda:type="external" camunda:topic="kennisgeving">'
        + properties(gebeurtenis="melding")
        + "</bpmn:sendTask>",
        "samen": '<bpmn:exclusiveGateway id="samen"/>',
        "eind": '<bpmn:endEvent id="eind"/>',
    },
    flows={
        "f1": ("begin", "eerst", ""),
        "f2": ("eerst", "beslis", ""),
        "f3": ("beslis", "keuze", ""),
        "f4": ("keuze", "dan", condition("=besluit.doorgaan")),
        "f5": ("keuze", "meld", ""),
        "f6": ("dan", "samen", ""),
        "f7": ("meld", "samen", ""),
        "f10": ("samen", "eind", ""),
    },
)


def table(key: str, inputs: str, outputs: str, rules: str, policy: str = "UNIQUE", given: tuple[str, ...] = ()) -> str:
    """A decision that is a table; ``given``: names that whoever asks gives besides the case's own."""
    data = "".join(
        f'<inputData id="{key}_{name}" name="{name}"><variable id="{key}_{name}_v" name="{name}"/></inputData>' for name in given
    )
    needs = "".join(
        f'<informationRequirement id="{key}_{name}_r"><requiredInput href="#{key}_{name}"/></informationRequirement>' for name in given
    )
    logic = f'<decisionTable id="{key}_t" hitPolicy="{policy}">{inputs}{outputs}{rules}</decisionTable>'
    return f'{data}<decision id="{key}" name="{key}">{needs}{logic}</decision>'


def column(key: str, expression: str, kind: str = "string", values: str = "") -> str:
    """An input of a table."""
    declared = f"<inputValues><text>{values}</text></inputValues>" if values else ""
    asked = f'<inputExpression id="{key}_e" typeRef="{kind}"><text>{expression}</text></inputExpression>'
    return f'<input id="{key}" label="{expression}">{asked}{declared}</input>'


def output(key: str, name: str, kind: str = "string") -> str:
    """An output of a table."""
    return f'<output id="{key}" name="{name}" label="{name}" typeRef="{kind}"/>'


def rule(key: str, inputs: tuple[str, ...], outputs: tuple[str, ...]) -> str:
    """One row."""
    left = "".join(f'<inputEntry id="{key}_i{number}"><text>{text}</text></inputEntry>' for number, text in enumerate(inputs))
    right = "".join(f'<outputEntry id="{key}_o{number}"><text>{text}</text></outputEntry>' for number, text in enumerate(outputs))
    return f'<rule id="{key}">{left}{right}</rule>'


DECIDE = table(
    "besluit", column("b1", "schulden", "boolean"), output("b2", "doorgaan", "boolean"),
    rule("br1", ("true",), ("true",)) + rule("br2", ("false",), ("false",)),
)  # fmt: skip
TERMS = table(
    "termijnen", column("t1", "termijn", values='"plan","brief"'), output("t2", "aantal", "number"),
    rule("tr1", ('"plan"',), ("3",)) + rule("tr2", ('"brief"',), ("2",)), given=("termijn",),
)  # fmt: skip
DUTY = table(
    "meldplicht", column("m1", "moment", values='"melding"'), output("m2", "ontvangers"),
    rule("mr1", ('"melding"',), ('"meldpunt"',)), given=("moment",),
)  # fmt: skip
NOTICES = table(
    "kennisgevingen", column("k1", "gebeurtenis", values='"melding","sluiting"'), output("k2", "ontvanger"),
    rule("kr1", ('"melding"',), ('"meldpunt"',)) + rule("kr2", ('"sluiting"',), ('"meldpunt"',)), "COLLECT", ("gebeurtenis",),
)  # fmt: skip
SHARING = table(
    "gegevensdeling", column("g1", "processtap", values='"2","3"') + column("g2", "ontvangende_rol", values='"sociaal_team","meldpunt"'),
    output("g3", "lezen") + output("g4", "schrijven"),
    rule("gr1", ('"2"', '"sociaal_team"'), ('["afspraken"]', '["afspraken"]')), "COLLECT", ("processtap", "ontvangende_rol"),
)  # fmt: skip


def tables(*decisions: str) -> bytes:
    """A DMN file."""
    head = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="tabellen" name="tabellen" namespace="urn:proef">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{"".join(decisions)}</definitions>'.encode()


WORDS = """groepen:
  afspraken: {label: Afspraken, artikel: PP-B3}
  zorg: {label: Zorg, artikel: PP 3.1}
gegevens:
  schulden: {label: Schulden, soort: ja_nee, opslag: variabele, groep: afspraken}
  stappen: {label: Stappen, soort: getal, opslag: variabele, groep: afspraken}
  soort_plan: {label: Soort plan, soort: keuze, waarden: {licht: Licht, zwaar: Zwaar}, opslag: variabele, groep: afspraken}
  zorg_nodig: {label: Zorg nodig, soort: ja_nee, opslag: variabele, groep: zorg}
  dubbel: {label: Dubbel, soort: getal, opslag: variabele, groep: afspraken, afgeleid: '=stappen * 2'}
"""
FIELDS = [
    {"id": "v1", "type": "checkbox", "key": "schulden", "label": "Schulden?"},
    {"id": "v2", "type": "number", "key": "stappen", "label": "Stappen"},
    {"id": "v3", "type": "radio", "key": "soort_plan", "label": "Plan", "values": [{"value": "licht", "label": "Licht"}]},
]


def form(*fields: Mapping[str, object]) -> bytes:
    """A form-js form."""
    return json.dumps({"type": "default", "id": "plan", "schemaVersion": 16, "components": list(fields)}).encode()


FILES: Mapping[str, bytes] = {
    DIAGRAM: GOOD.xml().encode(),
    TABLES: tables(DECIDE, TERMS, DUTY, NOTICES, SHARING),
    FORM: form(*FIELDS),
    DICTIONARY: WORDS.encode(),
    LETTER: b"---\ntitel: Groet\nafzender: sociaal_team\nartikel: PP 5\n---\n{{afzender}}\n\n# Groet\n\nBeste lezer, op {{datum}}.\n",
}


def release(changed: Drawn | None = None, **files: bytes) -> dict[str, bytes]:
    """The good release with another diagram, or with other files (``tables``, ``form``, ``words``, ``letter``)."""
    names = {"tables": TABLES, "form": FORM, "words": DICTIONARY, "letter": LETTER, "diagram": DIAGRAM}
    found = {**FILES, **{names[key]: content for key, content in files.items()}}
    return {**found, DIAGRAM: changed.xml().encode()} if changed is not None else found
