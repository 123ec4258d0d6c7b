"""A new file of a work process: its path, and a beginning that opens in its editor."""

from __future__ import annotations

import json
import re
from xml.sax.saxutils import quoteattr

from phu_runtime.errors import FormInvalid

KINDS = {
    "tekening": "bpmn/{name}.bpmn",
    "tabel": "dmn/{name}.dmn",
    "formulier": "forms/{party}/{name}.form",
    "brief": "forms/brieven/{name}.md",
    "scenario": "scenarios/{name}.yaml",
}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")

_DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" \
xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" \
id="definitie_{name}" targetNamespace="urn:phu:werkproces" exporter="PHU" exporterVersion="1.0">
  <bpmn:collaboration id="samenwerking_{name}">
    <bpmn:participant id="pool_{name}" name={title} processRef="{name}" />
  </bpmn:collaboration>
  <bpmn:process id="{name}" name={title} isExecutable="true">
    <bpmn:laneSet id="banen_{name}">
      <bpmn:lane id="baan_{name}_corporatie" name="Woningcorporatie">
        <bpmn:flowNodeRef>begin_{name}</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>einde_{name}</bpmn:flowNodeRef>
      </bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="begin_{name}" name="Begin">
      <bpmn:outgoing>stroom_{name}</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:endEvent id="einde_{name}" name="Klaar">
      <bpmn:incoming>stroom_{name}</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="stroom_{name}" sourceRef="begin_{name}" targetRef="einde_{name}" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="tekening_{name}">
    <bpmndi:BPMNPlane id="vlak_{name}" bpmnElement="samenwerking_{name}">
      <bpmndi:BPMNShape id="vorm_pool_{name}" bpmnElement="pool_{name}" isHorizontal="true">
        <dc:Bounds x="160" y="80" width="640" height="200" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="vorm_baan_{name}" bpmnElement="baan_{name}_corporatie" isHorizontal="true">
        <dc:Bounds x="190" y="80" width="610" height="200" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="vorm_begin_{name}" bpmnElement="begin_{name}">
        <dc:Bounds x="242" y="162" width="36" height="36" />
        <bpmndi:BPMNLabel><dc:Bounds x="245" y="205" width="30" height="14" /></bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="vorm_einde_{name}" bpmnElement="einde_{name}">
        <dc:Bounds x="702" y="162" width="36" height="36" />
        <bpmndi:BPMNLabel><dc:Bounds x="706" y="205" width="28" height="14" /></bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="lijn_{name}" bpmnElement="stroom_{name}">
        <di:waypoint x="278" y="180" />
        <di:waypoint x="702" y="180" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""
_TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" \
xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/" \
id="tabellen_{name}" name={title} namespace="urn:phu:werkproces">
  <decision id="{name}" name={title}>
    <variable id="variabele_{name}" name="{name}" typeRef="string" />
    <decisionTable id="tabel_{name}" hitPolicy="FIRST">
      <input id="in_{name}" label="Kinderen">
        <inputExpression id="uitdrukking_{name}" typeRef="string">
          <text>kinderen</text>
        </inputExpression>
      </input>
      <output id="uit_{name}" label="Uitkomst" name="{name}" typeRef="string" />
      <rule id="regel_{name}_1">
        <inputEntry id="als_{name}_1">
          <text></text>
        </inputEntry>
        <outputEntry id="dan_{name}_1">
          <text>"nee"</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="tekening_{name}">
      <dmndi:DMNShape id="vorm_{name}" dmnElementRef="{name}">
        <dc:Bounds height="80" width="180" x="160" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""
_LETTER = """---
titel: {title}
afzender: woningcorporatie
artikel: ""
---
{{{{afzender}}}}

{{{{naam}}}}
{{{{adres}}}}
{{{{postcode}}}}  {{{{plaatsnaam}}}}

{{{{datum}}}}
Ons kenmerk: {{{{casusnummer}}}}

# {heading}

{{{{aanhef}}}}

Schrijf hier de brief.
"""
_SCENARIO = """titel: {title}
artikel: ""
start:
  datum: 2026-03-02 09:00
  organisatie: Trivire
  formulier: aanleiding
  zoals: [recidive, mevrouw Jansen]
  antwoorden: {{gemeente: Dordrecht}}
stappen: []
"""


def empty_file(kind: str, name: str, title: str, party: str) -> tuple[str, bytes]:
    """Path and content. ``party``: whose form it is (a directory of ``forms/``). Raises FormInvalid (keys ``kind``, ``name``, ``title``,
    ``party``)."""
    name, title = name.strip(), " ".join(title.split())
    problems = {}
    if kind not in KINDS:
        problems["kind"] = "Kies wat u wilt toevoegen."
    if not _NAME.fullmatch(name):
        problems["name"] = "Gebruik kleine letters, cijfers en _, en begin met een letter. Bijvoorbeeld: vraag_advies."
    if not title:
        problems["title"] = "Geef een naam in gewone woorden, bijvoorbeeld: Vraag om advies."
    if kind == "formulier" and not _NAME.fullmatch(party):
        problems["party"] = "Kies wie het formulier invult."
    if problems:
        raise FormInvalid(problems)
    return KINDS[kind].format(name=name, party=party), _content(kind, name, title).encode()


def _content(kind: str, name: str, title: str) -> str:
    if kind == "formulier":
        return _form(name, title)
    if kind in ("tekening", "tabel"):
        return (_DIAGRAM if kind == "tekening" else _TABLE).format(name=name, title=quoteattr(title))
    return (_LETTER if kind == "brief" else _SCENARIO).format(title=json.dumps(title, ensure_ascii=False), heading=title)


def _form(name: str, title: str) -> str:
    form = {
        "type": "default",
        "id": name,
        "schemaVersion": 18,
        "exporter": {"name": "form-js (https://demo.bpmn.io)", "version": "1.23.0"},
        "components": [{"type": "text", "id": f"{name}_tekst_1", "text": f"# {title}"}],
    }
    return json.dumps(form, ensure_ascii=False, indent=2) + "\n"
