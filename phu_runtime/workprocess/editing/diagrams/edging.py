"""A term on the edge of a task: when it passes, somebody is told, and the work goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from phu_runtime.engine.xml import BPMN, CAMUNDA, local_name
from phu_runtime.errors import FormInvalid
from phu_runtime.workprocess.drawing.geometry import Box, Point
from phu_runtime.workprocess.editing.diagrams import wording
from phu_runtime.workprocess.editing.diagrams.adding import lane_of, list_in_lane
from phu_runtime.workprocess.editing.diagrams.choices import Choices
from phu_runtime.workprocess.editing.diagrams.layout import Layout, X, Y, drawn_as, new_edge, new_shape, read_layout, write_layout
from phu_runtime.workprocess.editing.diagrams.lettering import label_size
from phu_runtime.workprocess.editing.diagrams.measured import drawn_worse, refusal
from phu_runtime.workprocess.editing.diagrams.naming import free_id, slug, taken_ids
from phu_runtime.workprocess.editing.diagrams.paper import XSI, New, Paper
from phu_runtime.workprocess.editing.diagrams.placing import EDGE, HEIGHT, LEAD, WIDTH
from phu_runtime.workprocess.editing.diagrams.room import drawn_in, on_grid, with_room
from phu_runtime.workprocess.editing.diagrams.slots import EXTENSION, PROPERTIES, PROPERTY, Property

Given = Mapping[str, str]
NAME, TERM, TELLS, EVENT = "rand.naam", "rand.termijn", "rand.bericht", "rand.gebeurtenis"
USUAL_NAME, END_NAME = "Termijn verstreken", "Bericht verstuurd"
_WAITING = frozenset({"userTask", "receiveTask", "callActivity"})
_ROUND, _BELOW, _ASIDE = 36, 45, 190  # px: an event; between a task and the one that tells; what that takes with its end
MOST = 32  # places tried
_WHAT = "Hier past geen termijn"


@dataclass(frozen=True)
class _Keys:
    """Ids of what is new: the term, the task that tells, the end and the flows between them."""

    term: str
    tells: str
    end: str
    down: str
    on: str


def add_term(paper: Paper, node: Any, given: Given, choices: Choices) -> tuple[bytes, str]:
    """The file with a term on the edge of the task, and the id of the term. Raises FormInvalid."""
    why = why_no_term(node)
    if why:
        raise FormInvalid({"": why})
    problems = _problems(given, choices)
    if problems:
        raise FormInvalid(problems)
    layout, key = read_layout(paper.root), node.get("id")
    if key not in layout.boxes:
        raise FormInvalid({"": "Deze taak is niet getekend. Teken haar eerst in de tekening."})
    taken = taken_ids(paper.root) | choices.ids
    term = free_id(slug(f"{key} {given[TERM]}"), taken)
    keys = _Keys(term, free_id(f"{term}_bericht", taken), free_id(f"{term}_klaar", taken), f"stroom_{term}", f"stroom_{term}_bericht")
    holder = lane_of(node) or (node.getparent().get("id") if node.getparent().get("id") in layout.boxes else "")
    before, tries = paper.content(), []
    for number, after in enumerate(_places(layout, key, holder, keys, given)):
        if number == MOST:
            break
        content = _written(paper.file, before, key, keys, given, after)
        worse = drawn_worse(paper.file, before, content)
        if not worse:
            return content, term
        tries.append(worse)
    raise refusal(tries, TELLS, _WHAT)


def why_no_term(node: Any) -> str:
    """Why no term can be put on this element, "" when one can."""
    return "" if local_name(node) in _WAITING else "Alleen een taak waarop gewacht wordt kan een termijn op de rand hebben."


def _problems(given: Given, choices: Choices) -> dict[str, str]:
    problems = {}
    for key, empty in (
        (NAME, "Geef de termijn een naam."),
        (TELLS, "Schrijf wat er dan gebeurt, bijvoorbeeld: Herinner het sociaal team."),
    ):
        value = wording.cleaned(given.get(key, ""), "text")
        if found := wording.problem_of(value, "text", choices) if value else empty:
            problems[key] = found
    if given.get(TERM, "") not in {key for key, _ in choices.terms} - {"geen"}:
        problems[TERM] = "Kies een rij uit de tabel termijnen."
    if given.get(EVENT, "") not in {key for key, _ in choices.events}:
        problems[EVENT] = "Kies de gebeurtenis. Wie bericht krijgt, staat in de tabel kennisgevingen."
    return problems


def _places(layout: Layout, key: str, holder: str, keys: _Keys, given: Given) -> Iterator[Layout]:
    """Layouts with the new elements, the best first: below the task or above it, at its right corner or its left, with room made in
    height or in width."""
    task = layout.boxes[key]
    rooms = ((Y, 0.0, 0.0), (Y, task.bottom + 1, HEIGHT + LEAD), (Y, task.y, HEIGHT + LEAD), (X, task.right + 1, _ASIDE))
    for axis, at, by in rooms:
        roomy = with_room(layout, axis, at, by) if by else layout
        if roomy is None:
            continue
        task = roomy.boxes[key]
        for below in (True, False):
            corners = (task.right - WIDTH / 5, task.x + WIDTH / 5) if below else (task.right - WIDTH / 5,)  # its icon is upper left
            for middle in corners:
                for row in _rows(roomy, holder, task, below=below):
                    yield _drawn(roomy, key, holder, keys, Point(middle, row), given)


def _drawn(layout: Layout, key: str, holder: str, keys: _Keys, turn: Point, given: Given) -> Layout:
    """The term above the corner ``turn``, or below it; to the right of that corner the task that tells, and its end."""
    task, (middle, row) = layout.boxes[key], turn
    below = row > task.middle.y
    edge = task.bottom if below else task.y
    tells = Box(on_grid(middle + LEAD + WIDTH / 2) - WIDTH / 2, row - HEIGHT / 2, WIDTH, HEIGHT)
    end = Box(on_grid(tells.right + LEAD + _ROUND / 2) - _ROUND / 2, row - _ROUND / 2, _ROUND, _ROUND)
    wide, high = label_size(END_NAME)
    end_text = Box(end.x + _ROUND / 2 - round(wide / 2), end.bottom + 6, wide, high)
    after = _held(layout, holder, max(end.right, end_text.right), max(tells.bottom, end_text.bottom))
    wide, high = label_size(wording.cleaned(given[NAME], "text"))
    text = Box(middle + 17, edge + 12 if below else edge - 12 - high, wide, high)
    after = after.with_box(keys.term, Box(middle - _ROUND / 2, edge - _ROUND / 2, _ROUND, _ROUND))
    after = after.with_box(keys.tells, tells).with_box(keys.end, end)
    after = replace(after, labels={**after.labels, keys.end: end_text, keys.term: text}, hosts={**after.hosts, keys.term: key})
    start = Point(middle, edge + _ROUND / 2 if below else edge - _ROUND / 2)
    after = after.with_line(keys.down, keys.term, keys.tells, (start, turn, Point(tells.x, row)))
    return after.with_line(keys.on, keys.tells, keys.end, (Point(tells.right, row), Point(end.x, row)))


def _rows(layout: Layout, holder: str, task: Box, *, below: bool) -> Sequence[float]:
    """Heights for the task that tells: a row that is there already, or right beside the task."""
    reach = _BELOW + HEIGHT / 2
    beside = on_grid(task.bottom + reach) if below else task.y - reach
    nearest, farthest = (beside, beside + HEIGHT) if below else (beside - HEIGHT, beside)
    within = layout.boxes[holder] if holder else None
    there = {
        box.middle.y
        for key, box in layout.boxes.items()
        if key not in layout.holding and nearest <= box.middle.y <= farthest and (within is None or within.holds(box))
    }
    return [*sorted(there), *([beside] if beside not in there else [])]


def _held(layout: Layout, holder: str, right: float, bottom: float) -> Layout:
    """The layout with its lane (or sub-process) large enough."""
    if not holder:
        return layout
    for axis, side, reach in ((Y, layout.boxes[holder].bottom, bottom), (X, layout.boxes[holder].right, right)):
        lacking = on_grid(max(0.0, reach + EDGE - side))
        layout = (with_room(layout, axis, side, lacking) or layout) if lacking else layout
    return layout


def _written(file: str, content: bytes, key: str, keys: _Keys, given: Given, after: Layout) -> bytes:
    paper = Paper(file, content)
    by_id = {each.get("id"): each for each in paper.root.iter() if isinstance(each.tag, str) and each.get("id")}
    node = by_id[key]
    before = read_layout(paper.root)
    for pool in paper.root.iter(BPMN + "participant"):
        if pool.get("id") in after.boxes:
            after = drawn_in(after, pool.get("id"))
    for new in reversed(_made(paper, node, keys, given)):
        paper.after(node, new)
    lane = lane_of(node)
    if lane:
        for each in (keys.end, keys.tells, keys.term):
            list_in_lane(paper, by_id[lane], each, key)
    write_layout(paper, before, after)
    for each in (keys.term, keys.tells, keys.end):
        paper.after(drawn_as(paper.root, key), new_shape(each, after.boxes[each], after.labels.get(each)))
    for flow in (keys.down, keys.on):
        paper.after(drawn_as(paper.root, key), new_edge(flow, after.lines[flow]))
    return paper.content()


def _made(paper: Paper, node: Any, keys: _Keys, given: Given) -> list[New]:
    """The term, the task that tells, its end and the flows."""
    step = Property("", "processtap").read(node)
    article = Property("", "artikel").read(node)
    known = [(name, value) for name, value in (("artikel", article), ("processtap", step)) if value]
    formal = {f"{XSI}type": paper.name(BPMN + "tFormalExpression"), "language": "feel"}
    when = New(BPMN + "timeDate", formal, f'=termijn("{given[TERM]}")')
    name, tells = (wording.cleaned(given[field], "text") for field in (NAME, TELLS))
    task = {"id": keys.tells, "name": tells, CAMUNDA + "type": "external", CAMUNDA + "topic": "kennisgeving"}
    return [
        New(
            BPMN + "boundaryEvent",
            {"id": keys.term, "name": name, "cancelActivity": "false", "attachedToRef": node.get("id")},
            (
                New(BPMN + "documentation", inside=f"De termijn '{given[TERM]}' is verstreken. Het werk gaat door."),
                *_extension(known),
                New(BPMN + "outgoing", inside=keys.down),
                New(BPMN + "timerEventDefinition", {"id": f"def_{keys.term}"}, (when,)),
            ),
        ),
        New(
            BPMN + "sendTask",
            task,
            (
                New(BPMN + "documentation", inside=f"{tells}, als de termijn verstreken is."),
                *_extension([*known, ("gebeurtenis", given[EVENT])]),
                New(BPMN + "incoming", inside=keys.down),
                New(BPMN + "outgoing", inside=keys.on),
            ),
        ),
        New(BPMN + "endEvent", {"id": keys.end, "name": END_NAME}, (New(BPMN + "incoming", inside=keys.on),)),
        New(BPMN + "sequenceFlow", {"id": keys.down, "sourceRef": keys.term, "targetRef": keys.tells}),
        New(BPMN + "sequenceFlow", {"id": keys.on, "sourceRef": keys.tells, "targetRef": keys.end}),
    ]


def _extension(properties: list[tuple[str, str]]) -> tuple[New, ...]:
    if not properties:
        return ()
    inside = tuple(New(PROPERTY, {"name": name, "value": value}) for name, value in properties)
    return (New(EXTENSION, inside=(New(PROPERTIES, inside=inside),)),)
