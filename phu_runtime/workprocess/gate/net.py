"""A diagram as a token game: which places hold a token, and which moves a marking allows. Conditions are free: every way counts.

Places: ``f:`` a flow, ``a:`` an activity that runs (only of what has events on its edge or contents), ``b:`` an event on an edge that
has gone off and does not interrupt (once for each time its activity starts: more often brings nothing new).
Source: BPMN 2.0.2, chapter 13.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from phu_runtime.engine import Diagram, Element, Flow

Marking = frozenset[str]
_SINGLE = ("exclusiveGateway", "eventBasedGateway")
_THROWN = ("error", "escalation")
_AUTOMATIC = ("exclusiveGateway", "businessRuleTask", "serviceTask", "sendTask", "scriptTask")


@dataclass(frozen=True)
class Move:
    """What happened (``element``), and the marking after it; ``doubled``: a flow that would hold two tokens."""

    element: str
    after: Marking
    doubled: str = ""


class Net:
    """The token game of one diagram; called diagrams are single steps."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.flows: dict[str, Flow] = {flow.id: flow for element in diagram.elements for flow in element.flows}
        self.into: dict[str, list[str]] = {}
        for flow in self.flows.values():
            self.into.setdefault(flow.target, []).append(flow.id)
        self.edges: dict[str, list[Element]] = {}
        for element in diagram.elements:
            if element.attached_to:
                self.edges.setdefault(element.attached_to, []).append(element)
        self.holding = {element.id for element in diagram.elements if element.kind == "subProcess" or element.id in self.edges}
        self.moving = [element for element in diagram.elements if element.kind not in ("boundaryEvent", "startEvent")]
        self.closing = self._closing()
        self.apart = {event.id for events in self.edges.values() for event in events if self._is_apart(event)}
        self.main: set[str] = set()
        self._ways: dict[str, dict[str, frozenset[str]]] = {}

    def beginnings(self) -> list[Element]:
        """Where a game begins: the starts, and every event whose branch never meets what it branched from."""
        apart = [event for events in self.edges.values() for event in events if event.id in self.apart]
        return [*self.diagram.starts, *apart]

    def begin(self, start: Element) -> Marking:
        """The marking after a start event, or after an event whose branch is played apart."""
        flows = [flow.id for flow in start.flows]
        self.main = self._reached(flows, events=False)
        return frozenset(f"f:{flow}" for flow in flows)

    def moves(self, marking: Marking) -> Iterator[Move]:
        """Every move that a marking allows. What goes by itself to an end of everything is there before anybody does a thing."""
        for flow in self.closing:
            if f"f:{flow}" in marking:
                yield from self._pass(marking - {f"f:{flow}"}, self.diagram.by_id[self.flows[flow].target])
                return
        for element in self.moving:
            present = [flow for flow in self.into.get(element.id, ()) if f"f:{flow}" in marking]
            if present:
                yield from self._enter(marking, element, present)
        for element in self.diagram.elements:
            if f"a:{element.id}" in marking:
                yield from self._running(marking, element)

    def waiting(self, marking: Marking) -> list[Element]:
        """The elements at which the tokens of a marking stand."""
        return [element for element in self.moving if any(f"f:{flow}" in marking for flow in self.into.get(element.id, ()))]

    # ---- one element

    def _enter(self, marking: Marking, element: Element, present: list[str]) -> Iterator[Move]:
        if element.kind == "parallelGateway":
            if len(present) == len(self.into[element.id]):
                yield from self._leave(marking - {f"f:{flow}" for flow in present}, element)
        elif element.kind == "inclusiveGateway" and len(self.into[element.id]) > 1:
            if not self._still_coming(marking, element, present):
                yield from self._leave(marking - {f"f:{flow}" for flow in present}, element)
        else:
            for flow in present:
                yield from self._pass(marking - {f"f:{flow}"}, element)

    def _pass(self, rest: Marking, element: Element) -> Iterator[Move]:
        if element.kind == "endEvent" or (element.kind == "intermediateThrowEvent" and element.event in _THROWN):
            yield from self._thrown(rest, element)
        elif element.id in self.holding:
            inside = [flow.id for start in self._inner_starts(element) for flow in start.flows]
            yield self._put(rest, element.id, [f"a:{element.id}", *(f"f:{flow}" for flow in inside)])
        else:
            yield from self._leave(rest, element)

    def _running(self, marking: Marking, element: Element) -> Iterator[Move]:
        inside = self._inside(marking, element)
        if not inside:
            yield from self._leave(self._stopped(marking, element), element)
        for event in self.edges.get(element.id, ()):
            if event.id in self.apart or (event.event in _THROWN and element.kind == "subProcess"):
                continue
            yield from self._gone_off(marking, element, event)

    def _gone_off(self, marking: Marking, element: Element, event: Element) -> Iterator[Move]:
        if event.interrupting or event.event == "error":
            yield from self._leave(self._stopped(marking, element), event)
        elif f"b:{event.id}" not in marking:
            yield from self._leave(marking | {f"b:{event.id}"}, event)

    def _thrown(self, rest: Marking, element: Element) -> Iterator[Move]:
        """Ends, and what they throw: to the nearest activity around that catches it; nobody here: to the caller."""
        around = element.within
        if element.kind == "endEvent" and element.event == "terminate":
            yield Move(element.id, self._stopped(rest, self.diagram.by_id[around[-1]], keep=True) if around else frozenset())
            return
        for holder in reversed(around if element.event in _THROWN else ()):
            caught = [event for event in self.edges.get(holder, ()) if event.event == element.event and event.id not in self.apart]
            for event in caught:
                after = rest if element.kind == "endEvent" or event.interrupting else self._followed(rest, element)
                yield from self._gone_off(after, self.diagram.by_id[holder], event)
            if caught:
                return
        if element.kind == "endEvent":
            yield Move(element.id, frozenset() if element.event == "error" and not around else rest)
        else:
            yield from self._leave(rest, element)

    def _followed(self, rest: Marking, element: Element) -> Marking:
        return rest | {f"f:{flow.id}" for flow in element.flows}

    def _leave(self, rest: Marking, element: Element) -> Iterator[Move]:
        """Tokens on the flows after an element: one of them, some of them, or all."""
        flows = [flow.id for flow in element.flows]
        if element.kind in _SINGLE:
            for flow in flows:
                yield self._put(rest, element.id, [f"f:{flow}"])
        elif element.kind == "inclusiveGateway" and len(flows) > 1:
            for chosen in _some(element):
                yield self._put(rest, element.id, [f"f:{flow}" for flow in chosen])
        else:
            yield self._put(rest, element.id, [f"f:{flow}" for flow in flows])

    def _put(self, rest: Marking, element: str, places: list[str]) -> Move:
        doubled = next((place for place in places if place in rest and self._counts(place)), "")
        return Move(element, rest | set(places), doubled)

    def _counts(self, place: str) -> bool:
        """In a branch of an event that does not interrupt a second round may overtake the first: that is meant so."""
        return place[2:] in self.main

    # ---- what is inside, and what may still come

    def _closing(self) -> list[str]:
        """Flows from which every way leads, without anybody, to an end that ends everything."""
        found: list[str] = []
        while True:
            new = [flow.id for flow in self.flows.values() if flow.id not in found and self._closes(flow.target, found)]
            if not new:
                return found
            found += new

    def _closes(self, target: str, closing: list[str]) -> bool:
        element = self.diagram.by_id.get(target)
        if element is None or element.id in self.holding:
            return False
        if element.kind == "endEvent":
            return element.event == "terminate"
        return element.kind in _AUTOMATIC and bool(element.flows) and all(flow.id in closing for flow in element.flows)

    def _is_apart(self, event: Element) -> bool:
        """Whether the branch of an event that does not interrupt never comes where the work that it branched from comes."""
        if event.interrupting or event.event == "error":
            return False
        branch = self._reached([flow.id for flow in event.flows])
        others = [each for events in self.edges.values() for each in events if each.id != event.id and not each.interrupting]
        for root in (*self.diagram.starts, *others):
            work = self._reached([flow.id for flow in root.flows], events=False)
            if any(self.flows[flow].target == event.attached_to for flow in work) and work & branch:
                return False
        return True

    def _inner_starts(self, element: Element) -> list[Element]:
        scope = (*element.within, element.id)
        return [each for each in self.diagram.elements if each.kind == "startEvent" and each.within == scope]

    def _scope_of(self, place: str) -> tuple[str, ...]:
        key = place[2:]
        return self.diagram.by_id[self.flows[key].source if place[0] == "f" else key].within

    def _inside(self, marking: Marking, element: Element) -> Marking:
        if element.kind != "subProcess":
            return frozenset()
        return frozenset(place for place in marking if element.id in self._scope_of(place))

    def _stopped(self, marking: Marking, element: Element, *, keep: bool = False) -> Marking:
        """Without the activity, what is inside it and what its edge remembers; with ``keep`` the activity itself stays."""
        gone = set(self._inside(marking, element))
        if not keep:
            gone |= {f"a:{element.id}", *(f"b:{event.id}" for event in self.edges.get(element.id, ()))}
        return marking - gone

    def _still_coming(self, marking: Marking, join: Element, present: list[str]) -> bool:
        """Whether a token elsewhere can still reach a flow into the join that has none (13.4.3)."""
        missing = {flow for flow in self.into[join.id] if flow not in present}
        own = {f"f:{flow}" for flow in present}
        for place in marking - own:
            ways = self._ways_without(join.id, place)
            if ways & missing and not ways & set(present):
                return True
        return False

    def _ways_without(self, join: str, place: str) -> frozenset[str]:
        known = self._ways.setdefault(join, {})
        if place not in known:
            first = [place[2:]] if place[0] == "f" else self._after(self.diagram.by_id[place[2:]], events=True) if place[0] == "a" else []
            known[place] = frozenset(self._reached(first, without=join))
        return known[place]

    def _reached(self, first: list[str], *, without: str = "", events: bool = True) -> set[str]:
        """Flows that a token on ``first`` can come to. Without ``events`` not by way of events that do not interrupt."""
        seen: set[str] = set()
        stack = list(first)
        while stack:
            flow = stack.pop()
            if flow in seen:
                continue
            seen.add(flow)
            target = self.diagram.by_id.get(self.flows[flow].target)
            if target is not None and target.id != without:
                stack += self._after(target, events=events)
        return seen

    def _after(self, element: Element, *, events: bool) -> list[str]:
        flows = [flow.id for flow in element.flows]
        for event in self.edges.get(element.id, ()):
            if events or event.interrupting:
                flows += [flow.id for flow in event.flows]
        if element.kind == "subProcess":
            flows += [flow.id for start in self._inner_starts(element) for flow in start.flows]
        return flows


def _some(element: Element) -> Iterator[tuple[str, ...]]:
    """The flows that an inclusive gateway may take together; the default one only alone."""
    always = [flow.id for flow in element.flows if flow.condition.lstrip("= ").strip() == "true"]
    free = [flow.id for flow in element.flows if flow.id not in always and not flow.default]
    default = [flow.id for flow in element.flows if flow.default]
    sizes = range(len(free) + 1) if len(free) <= 4 else (0, 1, 2, len(free))
    for size in sizes:
        for chosen in combinations(free, size):
            if always or chosen:
                yield (*always, *chosen)
    if default:
        yield tuple(default)
