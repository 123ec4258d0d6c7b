"""Tasks added, taken out and given to others without the canvas: the diagram still runs, the drawing can still be read, and every
byte that had nothing to do with it stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from phu_runtime.engine import check_diagrams, read_drawn
from phu_runtime.engine.xml import parse_xml
from phu_runtime.errors import FormInvalid
from phu_runtime.workprocess import check_release
from phu_runtime.workprocess.drawing import findings, sheet_of
from phu_runtime.workprocess.drawing.measuring import WIDEST
from phu_runtime.workprocess.editing.diagrams import apply_deed, read_choices
from phu_runtime.workprocess.files import read_files

FILES = read_files(Path(__file__).parents[2])
DRAWN = {path: content for path, content in FILES.items() if path.endswith(".bpmn")}
CHOICES = read_choices(FILES)
A_TASK_WIDE = 140  # px, with its flow
NEW = {"nieuw.naam": "Bel de huurder", "nieuw.termijn": "geen", "nieuw.uitleg": "Vraag hoe het gaat.", "nieuw.formulier": "contactpoging"}


def user_tasks(*paths: str) -> list[tuple[str, str]]:
    found = [
        (path, element.id) for path in paths or DRAWN for element in read_drawn(path, DRAWN[path]).elements if element.kind == "userTask"
    ]
    assert found
    return found


def deed(path: str, name: str, element: str, fields: dict[str, str], content: bytes | None = None) -> tuple[bytes, str]:
    return apply_deed(path, content or FILES[path], name, element, fields, CHOICES)


def refused(path: str, name: str, element: str, fields: dict[str, str]) -> dict[str, str]:
    with pytest.raises(FormInvalid) as error:
        deed(path, name, element, fields)
    return error.value.problems


def drawn_cleanly(path: str, content: bytes) -> bool:
    return findings(sheet_of(parse_xml(path, content)), {}) == []


def as_wide_as_it_may_be(path: str) -> bool:
    (pool,) = sheet_of(parse_xml(path, FILES[path])).pools.values()
    return pool.box.width + A_TASK_WIDE > WIDEST


def elements_as_text(path: str, content: bytes) -> dict[str, str]:
    """Every element of the process with its own text, the names of its flows and the list of its lane aside."""
    root = parse_xml(path, content)
    kinds = ("flowNodeRef", "incoming", "outgoing", "sequenceFlow", "laneSet", "lane")
    process = next(node for node in root if node.tag.endswith("process"))
    for node in list(process.iter()):
        if any(node.tag.endswith("}" + kind) for kind in kinds):
            node.getparent().remove(node)
    return {node.get("id"): etree.tostring(node, method="c14n").decode().strip() for node in process if node.get("id")}


@pytest.mark.parametrize(("path", "key"), user_tasks())
def test_a_task_is_added_after_every_task_and_the_drawing_stays_clean(path, key):
    try:
        after, made = deed(path, "taak_erbij", key, NEW)
    except FormInvalid:
        assert as_wide_as_it_may_be(path)  # noqa: PT017
        return
    assert made.startswith("bel_de_huurder")
    assert drawn_cleanly(path, after)
    assert check_diagrams({path: after}) == []
    before, now = read_drawn(path, DRAWN[path]).by_id[key], read_drawn(path, after)
    assert [flow.target for flow in now.by_id[key].flows] == [made]
    assert [flow.target for flow in now.by_id[made].flows] == [flow.target for flow in before.flows]
    task = now.by_id[made]
    assert (task.lane, task.form, task.documentation) == (before.lane, "contactpoging", "Vraag hoe het gaat.")
    assert task.properties == {"processtap": before.properties["processtap"], "termijn": "geen"}
    assert task.candidate_groups == ("=casusregisseur" if before.lane == "casusregisseur" else None)


@pytest.mark.parametrize("path", ["bpmn/dagvaarding.bpmn", "bpmn/plan_van_aanpak.bpmn", "bpmn/afstemming_meldpunt.bpmn"])
def test_nothing_else_in_the_file_changes_than_the_task_its_flows_and_where_things_stand(path):
    for _, key in user_tasks(path):
        after, made = deed(path, "taak_erbij", key, NEW)
        there, now = elements_as_text(path, FILES[path]), elements_as_text(path, after)
        now.pop(made)
        assert now == there


@pytest.mark.parametrize("path", ["bpmn/dagvaarding.bpmn", "bpmn/ontruiming.bpmn", "bpmn/inzet_sociale_dienst.bpmn"])
def test_the_release_with_a_task_more_passes_the_check(path):
    known = check_release(FILES)
    for _, key in user_tasks(path):
        form = read_drawn(path, FILES[path]).by_id[key].form or ""
        after, _ = deed(path, "taak_erbij", key, NEW | {"nieuw.formulier": form})
        assert [found for found in check_release({**FILES, path: after}) if found not in known] == []


def test_a_task_can_be_given_to_another_party_at_once():
    path = "bpmn/laatste_aanmaning.bpmn"
    after, made = deed(path, "taak_erbij", "stuur_laatste_aanmaning", NEW | {"nieuw.baan": "baan_sociaal_team"})
    assert read_drawn(path, after).by_id[made].lane == "sociaal_team"
    assert drawn_cleanly(path, after)
    assert check_diagrams({path: after}) == []


def test_two_tasks_with_one_name_get_ids_of_their_own():
    path = "bpmn/ontruiming.bpmn"
    once, first = deed(path, "taak_erbij", "zeg_ontruiming_aan", NEW)
    twice, second = deed(path, "taak_erbij", "leg_ontruiming_vast", NEW, once)
    assert first != second
    assert check_diagrams({path: twice}) == []
    assert drawn_cleanly(path, twice)


@pytest.mark.parametrize(
    ("fields", "key", "told"),
    [
        ({"nieuw.naam": ""}, "nieuw.naam", "Geef de taak een naam"),
        ({"nieuw.naam": "Onderzoeksbeoordelingsverslaglegging"}, "nieuw.naam", "past niet in het vakje"),
        ({"nieuw.formulier": "bestaat_niet"}, "nieuw.formulier", "Kies het formulier"),
        ({"nieuw.termijn": "ooit"}, "nieuw.termijn", "Kies een termijn"),
        ({"nieuw.processtap": "12"}, "nieuw.processtap", "bestaat niet"),
        ({"nieuw.baan": "baan_van_de_buren"}, "nieuw.baan", "Kies wie"),
    ],
)
def test_a_task_that_cannot_be_is_refused_at_its_field(fields, key, told):
    assert told in refused("bpmn/dagvaarding.bpmn", "taak_erbij", "dagvaard", NEW | fields)[key]


@pytest.mark.parametrize(
    ("path", "element", "told"),
    [
        ("bpmn/dagvaarding.bpmn", "termijn_gevolgd", "Na een einde komt niets meer"),
        ("bpmn/preventie_huisuitzetting.bpmn", "aanleiding_en_melding", "overzicht zonder banen"),
        ("bpmn/eerste_beoordeling.bpmn", "beslis_casusregie", "te breed"),
    ],
)
def test_where_no_task_can_follow_the_refusal_says_why(path, element, told):
    assert told in refused(path, "taak_erbij", element, NEW)[""]


def test_after_a_question_it_must_be_said_which_answer():
    path = "bpmn/datalek.bpmn"
    assert "welk antwoord" in refused(path, "taak_erbij", "melden_bij_ap", NEW)["nieuw.na"]
    flows = read_drawn(path, FILES[path]).by_id["melden_bij_ap"].flows
    after, made = deed(path, "taak_erbij", "melden_bij_ap", NEW | {"nieuw.na": flows[0].id})
    now = read_drawn(path, after).by_id["melden_bij_ap"].flows
    assert (now[0].target, now[0].condition, now[0].name) == (made, flows[0].condition, flows[0].name)
    assert now[1:] == flows[1:]


@pytest.mark.parametrize("path", DRAWN)
def test_what_is_taken_out_leaves_a_diagram_that_runs_and_can_be_read(path):
    gone, refusals = 0, []
    for element in read_drawn(path, DRAWN[path]).elements:
        try:
            after, following = deed(path, "weg", element.id, {})
        except FormInvalid as error:
            refusals.append(error.problems[""])
            continue
        gone += 1
        now = read_drawn(path, after)
        assert element.id not in now.by_id
        assert following in now.by_id
        assert f'bpmnElement="{element.id}"'.encode() not in after
        assert f">{element.id}<".encode() not in after
        told = [found.message for found in check_diagrams({path: after}) if "bestaat niet" not in found.message]
        assert all("loopt de tekening rond" in message for message in told)
        assert drawn_cleanly(path, after)
    assert gone
    assert all(sentence.endswith(".") for sentence in refusals)


def test_what_hung_on_a_task_goes_with_it():
    path = "bpmn/dagvaarding.bpmn"
    there = read_drawn(path, FILES[path])
    edge = next(element for element in there.elements if element.attached_to == "stuur_brief")
    after, _ = deed(path, "weg", "stuur_brief", {})
    now = read_drawn(path, after).by_id
    assert edge.id not in now
    assert edge.flows[0].target not in now


def test_a_task_more_and_taken_out_again_leaves_the_same_work():
    path = "bpmn/ontruiming.bpmn"
    more, made = deed(path, "taak_erbij", "leg_ontruiming_vast", NEW)
    less, _ = deed(path, "weg", made, {}, more)
    assert elements_as_text(path, less) == elements_as_text(path, FILES[path])
    assert drawn_cleanly(path, less)


@pytest.mark.parametrize("path", ["bpmn/laatste_aanmaning.bpmn", "bpmn/ontruiming.bpmn", "bpmn/geschil.bpmn"])
def test_a_task_goes_to_another_party_or_the_refusal_says_why(path):
    moved, refusals = 0, []
    for _, key in user_tasks(path):
        before = read_drawn(path, FILES[path]).by_id[key]
        for lane in (node.get("id") for node in parse_xml(path, FILES[path]).iter() if str(node.tag).endswith("}lane")):
            try:
                after, _ = deed(path, "verplaats", key, {"naar": lane})
            except FormInvalid as error:
                refusals += error.problems.values()
                continue
            moved += 1
            now = read_drawn(path, after).by_id[key]
            assert now.lane != before.lane
            assert drawn_cleanly(path, after)
            assert check_diagrams({path: after}) == []
    assert moved
    assert all(sentence.endswith(".") for sentence in refusals)


TERM = {"rand.naam": "Termijn verstreken", "rand.termijn": "mzo_advies", "rand.bericht": "Herinner het sociaal team"} | {
    "rand.gebeurtenis": CHOICES.events[0][0]
}


@pytest.mark.parametrize("path", ["bpmn/ontruiming.bpmn", "bpmn/afstemming_meldpunt.bpmn", "bpmn/hulp_aanbieden.bpmn"])
def test_a_term_on_a_task_tells_someone_and_lets_the_work_go_on(path):
    put, refusals = 0, []
    for _, key in user_tasks(path):
        try:
            after, made = deed(path, "termijn_erbij", key, TERM)
        except FormInvalid as error:
            refusals.append(error.problems[""])
            continue
        put += 1
        assert drawn_cleanly(path, after)
        assert check_diagrams({path: after}) == []
        there, now = read_drawn(path, FILES[path]).by_id, read_drawn(path, after).by_id
        term = now[made]
        assert (term.attached_to, term.interrupting, term.timer) == (key, False, '=termijn("mzo_advies")')
        tells = now[term.flows[0].target]
        assert (tells.name, tells.topic, tells.properties["gebeurtenis"]) == (
            TERM["rand.bericht"],
            "kennisgeving",
            TERM["rand.gebeurtenis"],
        )
        assert term.lane == tells.lane == there[key].lane
        assert now[tells.flows[0].target].kind == "endEvent"
        assert {each: now[each] for each in there} == there
    assert put > len(refusals)
    assert all("onleesbaar" in sentence or "te breed" in sentence for sentence in refusals)


def test_a_term_that_is_taken_out_again_leaves_the_work_as_it_was():
    path = "bpmn/ontruiming.bpmn"
    more, made = deed(path, "termijn_erbij", "leg_ontruiming_vast", TERM)
    less, following = deed(path, "weg", made, {}, more)
    assert following == "leg_ontruiming_vast"
    assert elements_as_text(path, less) == elements_as_text(path, FILES[path])


@pytest.mark.parametrize("key", list(TERM))
def test_a_term_needs_a_name_a_row_and_who_hears_of_it(key):
    assert refused("bpmn/ontruiming.bpmn", "termijn_erbij", "leg_ontruiming_vast", TERM | {key: ""})[key].endswith(".")


def test_only_what_waits_can_have_a_term():
    path = "bpmn/ontruiming.bpmn"
    sends = next(element.id for element in read_drawn(path, FILES[path]).elements if element.kind == "sendTask")
    assert "waarop gewacht wordt" in refused(path, "termijn_erbij", sends, TERM)[""]
