"""What can be done to a diagram without its canvas: each deed takes a file and gives the file anew, or says why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from phu_runtime.engine import Element
from phu_runtime.engine.xml import BPMN, local_name
from phu_runtime.errors import FormInvalid, NotFound
from phu_runtime.release_shapes import DeedShown, EditField
from phu_runtime.workprocess.editing.diagrams import adding, edging, moving, removing, wording
from phu_runtime.workprocess.editing.diagrams.change import change
from phu_runtime.workprocess.editing.diagrams.choices import Choices
from phu_runtime.workprocess.editing.diagrams.kinds import label_of
from phu_runtime.workprocess.editing.diagrams.lettering import renamed
from phu_runtime.workprocess.editing.diagrams.paper import Paper
from phu_runtime.workprocess.editing.diagrams.slots import Property

Given = Mapping[str, str]
Deed = Callable[[Paper, Any, Given, Choices], tuple[bytes, str]]


def _changed(paper: Paper, node: Any, given: Given, choices: Choices) -> tuple[bytes, str]:
    before, key = paper.content(), str(node.get("id"))
    after = change(paper, node, flows_out(node), given, choices)
    if after == before:
        return before, key
    fields = {key: "naam", **{flow.get("id"): f"pijl.{flow.get('id')}.naam" for flow in flows_out(node)}}
    names = {each: wording.cleaned(given[field], "text") for each, field in fields.items() if field in given}
    try:
        return renamed(paper.file, before, after, names), key
    except FormInvalid as error:
        raise FormInvalid({fields[each]: problem for each, problem in error.problems.items()}) from error


def _added(paper: Paper, node: Any, given: Given, choices: Choices) -> tuple[bytes, str]:
    return adding.add_task(paper, node, flows_out(node), given, choices)


def _removed(paper: Paper, node: Any, given: Given, choices: Choices) -> tuple[bytes, str]:
    return removing.remove(paper, node)


def _moved(paper: Paper, node: Any, given: Given, choices: Choices) -> tuple[bytes, str]:
    return moving.move(paper, node, given.get(moving.LANE, ""))


def _watched(paper: Paper, node: Any, given: Given, choices: Choices) -> tuple[bytes, str]:
    return edging.add_term(paper, node, given, choices)


CHANGE, ADD, WATCH, MOVE, REMOVE = "wijzig", "taak_erbij", "termijn_erbij", "verplaats", "weg"
DEEDS: Mapping[str, Deed] = {CHANGE: _changed, ADD: _added, WATCH: _watched, MOVE: _moved, REMOVE: _removed}


def apply_deed(file: str, content: bytes, deed: str, element: str, given: Given, choices: Choices) -> tuple[bytes, str]:
    """The file after the deed, and the id of the element to show next. ``element``: id of what it is done to.

    Raises FormInvalid with sentences per field ("" the deed itself), NotFound for an element or deed that is not there, ReleaseInvalid
    for a file that cannot be read."""
    if deed not in DEEDS:
        raise NotFound("Deze handeling bestaat niet.")
    paper = Paper(file, content)
    node = node_of(paper, element)
    if deed != CHANGE and local_name(node) in ("process", "sequenceFlow"):
        raise FormInvalid({"": "Kies eerst een onderdeel van de tekening."})
    return DEEDS[deed](paper, node, given, choices)


def deeds_shown(node: Any, element: Element, choices: Choices, given: Given, problems: Given) -> list[DeedShown]:
    """What can be done with an element besides changing its fields; ``given`` and ``problems`` of a deed that could not be done."""

    def field(key: str, label: str, help_: str, kind: str, value: str = "", options: Sequence[tuple[str, str]] = ()) -> EditField:
        return EditField(key, label, help_, kind, given.get(key, value), options, problems.get(key, ""))

    shown = [_adding(node, element, choices, field)]
    if not edging.why_no_term(node):
        shown.append(_watching(choices, field))
    if not moving.why_it_stays_here(node):
        others = [lane for lane in adding.lanes_of(node) if lane[0] != adding.lane_of(node)]
        text = "De taak gaat naar de baan van die partij; de volgorde blijft."
        party = field(moving.LANE, "Wie doet het voortaan?", "", "select", "", others)
        shown.append(DeedShown(MOVE, "Aan een andere partij geven", text, "Geef aan deze partij", [party]))
    why_not = removing.why_it_stays(node)
    too = [] if why_not else removing.goes_too(node)
    text = f"'{label_of(element)}' verdwijnt uit de tekening. Wat ervoor kwam, gaat verder met wat erna komt."
    if element.attached_to:
        text = f"'{label_of(element)}' verdwijnt uit de tekening."
    if too:
        text += f" Ook weg: {', '.join(too)}."
    shown.append(DeedShown(REMOVE, "Weghalen", text, "Haal weg uit de tekening", why_not=why_not))
    return shown


def _adding(node: Any, element: Element, choices: Choices, field: Callable[..., EditField]) -> DeedShown:
    why_not = adding.why_none(node, list(flows_out(node)))
    title = "Een taak hierna toevoegen"
    if why_not:
        return DeedShown(ADD, title, "", "Voeg de taak toe", why_not=why_not)
    fields, step = [], Property("", "processtap").read(node)
    if len(element.flows) > 1:
        ways = [("", "Kies…"), *((flow.id, flow.name or f"weg {number}") for number, flow in enumerate(element.flows, 1))]
        fields.append(field(adding.FLOW, "Na welk antwoord?", "", "select", "", ways))
    fields.append(field(adding.NAME, "Naam van de taak", "Wat moet iemand doen? Bijvoorbeeld: Bel de huurder.", "text"))
    lanes = adding.lanes_of(node)
    if lanes:
        fields.append(field(adding.LANE, "Wie doet het?", "", "select", adding.lane_of(node), lanes))
    fields += [
        field(adding.FORM, "Formulier", "Wat iemand invult. Een nieuw formulier maakt u eerst bij de bestanden.", "select", "",
              [("", "Kies…"), *choices.forms]),
        field(adding.TERM, "Termijn", "Hoe lang iemand ervoor heeft: een rij uit de tabel termijnen.", "select", "geen", choices.terms),
        field(adding.STEP, "Processtap", "Bepaalt wie welke gegevens ziet.", "suggest", step, choices.steps),
        field(adding.TEXT, "Uitleg", "Wat iemand hier moet weten.", "area"),
    ]  # fmt: skip
    return DeedShown(ADD, title, "De tekening maakt er zelf plaats voor.", "Voeg de taak toe", fields)


def _watching(choices: Choices, field: Callable[..., EditField]) -> DeedShown:
    text = "Is de termijn voorbij, dan krijgt iemand bericht. De taak zelf blijft openstaan."
    fields = [
        field(edging.NAME, "Naam", "Wat is er dan gebeurd?", "text", edging.USUAL_NAME),
        field(edging.TERM, "Termijn", "Een rij uit de tabel termijnen.", "select", "",
              [("", "Kies…"), *(term for term in choices.terms if term[0] != "geen")]),
        field(edging.TELLS, "Wat gebeurt er dan?", "Bijvoorbeeld: Herinner het sociaal team.", "text"),
        field(edging.EVENT, "Gebeurtenis", "Wie bericht krijgt, staat in de tabel kennisgevingen.", "select", "",
              [("", "Kies…"), *choices.events]),
    ]  # fmt: skip
    return DeedShown(WATCH, "Een termijn met bericht toevoegen", text, "Voeg de termijn toe", fields)


def node_of(paper: Paper, element: str) -> Any:
    """The element with this id in the process; the process itself has its own id. Raises NotFound."""
    process = paper.root.find(BPMN + "process")
    if process is None:
        raise FormInvalid({"": "In dit bestand staat geen tekening. Maak het bestand met de tekenaar."})
    found = next((node for node in process.iter() if node.get("id") == element and local_name(node)), None)
    if found is None:
        raise NotFound("Dit onderdeel staat niet meer in de tekening.")
    return found


def flows_out(node: Any) -> Sequence[Any]:
    """The flows out of an element, in the order of the file."""
    scope = node.getparent()
    return removing.out_of(scope, node.get("id")) if scope is not None else []
