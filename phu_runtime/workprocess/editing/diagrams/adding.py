"""A task more: on a flow, in a lane, with a name, a form and a term; the drawing makes room for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from phu_runtime.engine.roles import CASUSREGISSEUR, role_key
from phu_runtime.engine.xml import BPMN, CAMUNDA, local_name
from phu_runtime.errors import FormInvalid
from phu_runtime.workprocess.editing.diagrams import wording
from phu_runtime.workprocess.editing.diagrams.choices import Choices
from phu_runtime.workprocess.editing.diagrams.layout import drawn_as, new_edge, new_shape, read_layout, straightened, write_layout
from phu_runtime.workprocess.editing.diagrams.measured import drawn_worse, refusal
from phu_runtime.workprocess.editing.diagrams.naming import free_id, slug, taken_ids
from phu_runtime.workprocess.editing.diagrams.paper import New, Paper
from phu_runtime.workprocess.editing.diagrams.placing import Placed, places_on
from phu_runtime.workprocess.editing.diagrams.room import drawn_in
from phu_runtime.workprocess.editing.diagrams.slots import EXTENSION, PROPERTIES, PROPERTY, Property

Given = Mapping[str, str]
NAME, LANE, FORM, TERM = "nieuw.naam", "nieuw.baan", "nieuw.formulier", "nieuw.termijn"
TEXT, STEP, FLOW = "nieuw.uitleg", "nieuw.processtap", "nieuw.na"
MOST_TRIES = 24
_WHAT = "Hier past geen taak"


@dataclass(frozen=True)
class NewTask:
    """What is put in: ``lane`` id of a lane, "" in a sub-process."""

    key: str
    flow_key: str
    lane: str
    node: New


def add_task(paper: Paper, node: Any, flows: Sequence[Any], given: Given, choices: Choices) -> tuple[bytes, str]:
    """The file with a task on the flow after ``node``, and the id of the task. Raises FormInvalid."""
    flow = _flow(node, flows, given)
    scope = node.getparent()
    lane = _lane(scope, node, given)
    problems = _problems(given, choices)
    if problems:
        raise FormInvalid(problems)
    made = _made(paper, flow, scope, node, lane, given, choices)
    layout = read_layout(paper.root)
    if flow.get("id") not in layout.lines:
        raise FormInvalid({"": "Deze stap is niet getekend. Teken hem eerst in de tekening."})
    lanes = {each.get("id"): layout.boxes[each.get("id")] for each in scope.iter(BPMN + "lane") if each.get("id") in layout.boxes}
    before, tries = paper.content(), []
    for number, placed in enumerate(places_on(layout, flow.get("id"), lane, lanes)):
        if number == MOST_TRIES:
            break
        content = _written(paper.file, before, node.get("id"), flow.get("id"), made, placed)
        worse = drawn_worse(paper.file, before, content)
        if not worse:
            return content, made.key
        tries.append(worse)
    raise refusal(tries, NAME, _WHAT)


def lanes_of(node: Any) -> list[tuple[str, str]]:
    """Id and name of the lanes that a task beside this element may be in: none within a sub-process, which lies in one lane."""
    scope = node.getparent()
    return [(lane.get("id", ""), lane.get("name", "")) for lane in scope.iter(BPMN + "lane")] if local_name(scope) == "process" else []


def lane_of(node: Any) -> str:
    """Id of the lane that lists an element."""
    for lane in node.getparent().iter(BPMN + "lane"):
        if any((ref.text or "").strip() == node.get("id") for ref in lane.findall(BPMN + "flowNodeRef")):
            return str(lane.get("id"))
    return ""


def why_none(node: Any, flows: Sequence[Any]) -> str:
    """Why no task can follow this element, "" when one can."""
    kind = local_name(node)
    if kind == "endEvent":
        return "Na een einde komt niets meer. Kies het onderdeel ervoor."
    if not flows:
        return "Hierna komt nog niets. Teken eerst een pijl naar wat volgt."
    if kind == "eventBasedGateway":
        return "Hierna mogen alleen gebeurtenissen komen. Kies een van die gebeurtenissen."
    if next(node.getroottree().getroot().iter(BPMN + "lane"), None) is None:
        return "Deze tekening is een overzicht zonder banen, dus zonder partijen. Voeg de taak toe in een van de fasen."
    return ""


def _flow(node: Any, flows: Sequence[Any], given: Given) -> Any:
    why = why_none(node, flows)
    if why:
        raise FormInvalid({"": why})
    found = [flow for flow in flows if flow.get("id") == given.get(FLOW)] if len(flows) > 1 else flows
    if not found:
        raise FormInvalid({FLOW: "Kies na welk antwoord de taak komt."})
    return found[0]


def _lane(scope: Any, node: Any, given: Given) -> str:
    if local_name(scope) != "process":
        return ""
    lane = given.get(LANE) or lane_of(node)
    if lane not in {key for key, _ in lanes_of(node)}:
        raise FormInvalid({LANE: "Kies wie de taak doet."})
    return lane


def _problems(given: Given, choices: Choices) -> dict[str, str]:
    problems = {}
    name, text, step = (wording.cleaned(given.get(key, ""), "text") for key in (NAME, TEXT, STEP))
    if not name:
        problems[NAME] = "Geef de taak een naam: wat moet iemand doen?"
    for key, value in ((NAME, name), (TEXT, text)):
        if value and not value.startswith("=") and (found := wording.problem_of(value, "text" if key == NAME else "area", choices)):
            problems[key] = found
    if given.get(FORM, "") not in {key for key, _ in choices.forms}:
        problems[FORM] = "Kies het formulier dat iemand invult. Staat het er niet bij? Maak het dan eerst bij de bestanden."
    if given.get(TERM, "") not in {key for key, _ in choices.terms}:
        problems[TERM] = "Kies een termijn, of Geen termijn."
    if found := wording.property_problem("processtap", step, choices):
        problems[STEP] = found
    return problems


def _made(paper: Paper, flow: Any, scope: Any, node: Any, lane: str, given: Given, choices: Choices) -> NewTask:
    name = wording.cleaned(given[NAME], "text")
    taken = taken_ids(paper.root) | choices.ids
    key = free_id(slug(name), taken)
    flow_key = free_id(f"stroom_{key}", taken | {key})
    label = next((each.get("name", "") for each in scope.iter(BPMN + "lane") if each.get("id") == lane), "")
    attributes = {"id": key, "name": name, CAMUNDA + "formKey": given[FORM]}
    if role_key(label) == CASUSREGISSEUR:
        attributes[CAMUNDA + "candidateGroups"] = f"={CASUSREGISSEUR}"
    step = wording.cleaned(given.get(STEP, ""), "text") or Property("", "processtap").read(node)
    properties = [("processtap", step), ("termijn", given[TERM])]
    extension = New(
        EXTENSION,
        inside=(New(PROPERTIES, inside=tuple(New(PROPERTY, {"name": each, "value": value}) for each, value in properties if value)),),
    )
    text = wording.cleaned(given.get(TEXT, ""), "area")
    inside = (
        *((New(BPMN + "documentation", inside=text),) if text else ()),
        extension,
        New(BPMN + "incoming", inside=flow.get("id")),
        New(BPMN + "outgoing", inside=flow_key),
    )
    return NewTask(key, flow_key, lane, New(BPMN + "userTask", attributes, inside))


def _written(file: str, content: bytes, node_key: str, flow_key: str, made: NewTask, placed: Placed) -> bytes:
    """The file with the task in one place."""
    paper = Paper(file, content)
    by_id = {each.get("id"): each for each in paper.root.iter() if isinstance(each.tag, str) and each.get("id")}
    node, flow = by_id[node_key], by_id[flow_key]
    target = by_id[flow.get("targetRef")]
    paper.after(node, made.node)
    paper.set(flow, "targetRef", made.key)
    paper.after(flow, New(BPMN + "sequenceFlow", {"id": made.flow_key, "sourceRef": made.key, "targetRef": target.get("id")}))
    for each in target.findall(BPMN + "incoming"):
        if (each.text or "").strip() == flow_key:
            paper.write(each, made.flow_key)
    if made.lane:
        list_in_lane(paper, by_id[made.lane], made.key, node_key)
    before = read_layout(paper.root)
    after = placed.layout.with_box(made.key, placed.box)
    after = after.with_line(flow_key, flow.get("sourceRef"), made.key, placed.into)
    after = after.with_line(made.flow_key, made.key, target.get("id"), placed.out)
    for pool in paper.root.iter(BPMN + "participant"):
        if pool.get("id") in after.boxes:
            after = drawn_in(after, pool.get("id"))
    write_layout(paper, before, after)
    paper.after(drawn_as(paper.root, node_key), new_shape(made.key, after.boxes[made.key]))
    paper.after(drawn_as(paper.root, flow_key), new_edge(made.flow_key, straightened(after.lines[made.flow_key])))
    return paper.content()


def list_in_lane(paper: Paper, lane: Any, key: str, beside: str = "") -> None:
    """Put an element on the list of a lane, after ``beside`` when that is on it."""
    refs = lane.findall(BPMN + "flowNodeRef")
    new = New(BPMN + "flowNodeRef", inside=key)
    found = next((ref for ref in refs if (ref.text or "").strip() == beside), refs[-1] if refs else None)
    if found is not None:
        paper.after(found, new)
    else:
        paper.last(lane, new)
