"""What pages and the gate can see of diagrams."""

from __future__ import annotations

import pytest

from phu_runtime.engine import read_diagrams, role_key
from phu_runtime.errors import NotFound, ReleaseInvalid

DI = (
    b'<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    b'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="di">'
    b'<bpmndi:BPMNPlane id="pl" bpmnElement="two_tasks">'
)


def test_a_diagram_tells_its_elements_lanes_and_texts(diagrams) -> None:
    diagram = diagrams["two_tasks"]
    assert (diagram.name, diagram.lanes) == ("Twee taken", ("Woningcorporatie", "Casusregisseur", "Sociaal team"))
    element = diagrams.element("two_tasks", "melden")
    assert (element.name, element.kind, element.form, element.lane) == ("Meld de huurder", "userTask", "melding", "woningcorporatie")
    assert (element.documentation, element.properties["artikel"]) == ("Vul de melding in.", "art. 7")
    assert [flow.target for flow in element.flows] == ["plannen"]


def test_flows_carry_their_answers_and_conditions(diagrams) -> None:
    yes, no = diagrams.element("party_ends_case", "stopt").flows
    assert (yes.name, yes.condition, yes.default) == ("ja", "=stoppen", False)
    assert (no.name, no.condition, no.default) == ("nee", "", True)


def test_edge_events_and_inner_nodes_say_where_they_are(diagrams) -> None:
    edge = diagrams.element("warnings", "dag_7")
    assert (edge.attached_to, edge.interrupting, edge.event, edge.timer) == ("antwoorden", False, "timer", "=over(7)")
    assert diagrams.element("facts_any_time", "stappen").within == ("fasen",)
    assert diagrams.element("facts_any_time", "stappen").called == "two_steps"
    assert diagrams["facts_any_time"].calls == ("two_steps",)


def test_elements_stand_in_the_order_in_which_they_are_drawn(tiny_files) -> None:
    shapes = b"".join(
        f'<bpmndi:BPMNShape id="di_{key}" bpmnElement="{key}"><dc:Bounds x="{x}" y="0" width="1" height="1"/></bpmndi:BPMNShape>'.encode()
        for key, x in (("einde", 10), ("plannen", 20), ("melden", 30), ("start", 40))
    )
    drawn = tiny_files["two_tasks.bpmn"].replace(
        b"</bpmn:definitions>", DI + shapes + b"</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    )
    assert [element.id for element in read_diagrams({"x.bpmn": drawn})["two_tasks"].elements] == ["einde", "plannen", "melden", "start"]


def test_what_is_inside_a_sub_process_follows_it_and_then_its_edge(diagrams) -> None:
    ids = [element.id for element in diagrams["facts_any_time"].elements]
    assert ids[:6] == ["start", "fasen", "begin", "stappen", "klaar", "nieuw_feit"]


def test_ways_to_start_a_case_are_listed_with_form_roles_and_message(diagrams) -> None:
    starts = {(start.diagram, start.element): start for start in diagrams.starts()}
    way = starts["two_ways_in", "start_corporatie"]
    assert (way.message, way.form, way.roles, way.name) == ("van_corporatie", "aanleiding", ("woningcorporatie",), "Aanleiding vastgesteld")
    assert ("two_tasks", "start") in starts
    assert ("two_steps", "start") not in starts


def test_a_diagram_comes_back_as_the_bytes_it_was(diagrams, tiny_files) -> None:
    assert diagrams.xml("two_tasks") == tiny_files["two_tasks.bpmn"]


def test_what_is_not_there_is_not_found(diagrams) -> None:
    for ask in (lambda: diagrams["niets"], lambda: diagrams.xml("niets"), lambda: diagrams.element("two_tasks", "niets")):
        with pytest.raises(NotFound):
            ask()
    assert "niets" not in diagrams
    assert len(list(diagrams)) == len(diagrams.keys) == len(diagrams)


def test_no_diagrams_is_an_empty_release() -> None:
    assert len(read_diagrams({})) == 0


def test_a_broken_file_names_every_problem(tiny_files) -> None:
    with pytest.raises(ReleaseInvalid) as caught:
        read_diagrams({"a.bpmn": b"x", "solution_interrupts.bpmn": tiny_files["solution_interrupts.bpmn"]})
    assert {found.file for found in caught.value.findings} == {"a.bpmn", "solution_interrupts.bpmn"}
    assert len(caught.value.findings) == 3


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Woningcorporatie", "woningcorporatie"),
        ("Sociaal team", "sociaal_team"),
        ("Meldpunt Zorg en Overlast", "meldpunt"),
        ("  Sociale \n dienst ", "sociale_dienst"),
        ("Casusregisseur", "casusregisseur"),
        ("sociaal_team", "sociaal_team"),
        (None, ""),
    ],
)
def test_lane_labels_become_role_keys(label: str | None, key: str) -> None:
    assert role_key(label) == key


def test_two_diagrams_may_use_the_same_ids_inside(tiny_files) -> None:
    one = tiny_files["first_success.bpmn"]
    both = read_diagrams({"a.bpmn": one, "b.bpmn": one.replace(b'"first_success"', b'"second"')})
    assert both.element("second", "contact").diagram == "second"
