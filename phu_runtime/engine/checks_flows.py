"""Checks of the arrows: every question has an answer, everything is reached, nothing runs in a circle without anybody."""

from __future__ import annotations

from collections.abc import Iterator

from phu_runtime.engine.elements import Diagram, Element, Flow
from phu_runtime.errors import Finding

_CHOICES = ("exclusiveGateway", "inclusiveGateway")
_WAITING = frozenset({"userTask", "receiveTask", "intermediateCatchEvent", "eventBasedGateway", "callActivity", "subProcess"})


def check_flows(diagram: Diagram) -> Iterator[Finding]:
    """Findings about flows, starts and ends of one process and its sub-processes."""
    incoming: dict[str, list[Flow]] = {}
    for element in diagram.elements:
        for flow in element.flows:
            incoming.setdefault(flow.target, []).append(flow)
    for element in diagram.elements:
        for flow in element.flows:
            if flow.target not in diagram.by_id:
                arrow = flow.name or flow.id
                yield _finding(diagram, element, f"De pijl '{arrow}' na '{{}}' gaat nergens heen.", "Trek haar naar een stap.")
        yield from _out(diagram, element)
        yield from _in(diagram, element, incoming.get(element.id, []))
        if element.kind == "eventBasedGateway":
            yield from _event_gateway(diagram, element, incoming)
    yield from _starts(diagram)
    yield from _unwatched_loops(diagram)


def _finding(diagram: Diagram, element: Element, message: str, advice: str) -> Finding:
    return Finding(diagram.file, element.id, message.replace("{}", element.name or element.id), advice)


def _out(diagram: Diagram, element: Element) -> Iterator[Finding]:
    flows = element.flows
    if element.kind == "endEvent":
        if flows:
            yield _finding(diagram, element, "Na het einde '{}' gaat nog een pijl verder.", "Haal de pijl weg.")
        return
    if not flows:
        yield _finding(diagram, element, "Na '{}' gaat het nergens verder.", "Trek een pijl naar de volgende stap of naar een einde.")
    if element.kind in _CHOICES:
        yield from _choice(diagram, element)
        return
    if any(flow.condition for flow in flows):
        yield _finding(
            diagram,
            element,
            "Op de pijl na '{}' staat een voorwaarde die niet telt.",
            "Teken een splitsing (X) en zet de voorwaarde daarachter.",
        )
    if len(flows) > 1 and element.kind not in ("parallelGateway", "eventBasedGateway", "startEvent"):
        yield _finding(diagram, element, "Uit '{}' gaan meer pijlen.", "Teken een splitsing: + voor allemaal, X voor één ervan.")


def _choice(diagram: Diagram, element: Element) -> Iterator[Finding]:
    flows = element.flows
    if len(flows) == 1:
        if flows[0].condition and not flows[0].default:
            yield _finding(
                diagram, element, "'{}' heeft één uitgang met een voorwaarde.", "Haal de voorwaarde weg of teken de andere uitgang."
            )
        return
    always = element.kind == "inclusiveGateway" and any(flow.condition.lstrip("= ").strip() == "true" for flow in flows)
    if not always and not any(flow.default for flow in flows):
        yield _finding(diagram, element, "'{}' heeft geen standaardpijl.", "Kies een pijl die geldt als geen voorwaarde waar is.")
    for flow in flows:
        if not flow.default and not flow.condition:
            yield _finding(
                diagram,
                element,
                f"De pijl '{flow.name or flow.id}' na '{{}}' heeft geen voorwaarde.",
                "Geef haar een voorwaarde, of maak haar de standaardpijl.",
            )
        if flow.default and flow.condition:
            yield _finding(
                diagram,
                element,
                f"De standaardpijl '{flow.name or flow.id}' na '{{}}' heeft ook een voorwaarde.",
                "Haal de voorwaarde weg.",
            )


def _in(diagram: Diagram, element: Element, flows: list[Flow]) -> Iterator[Finding]:
    if element.kind in ("startEvent", "boundaryEvent"):
        if flows:
            yield _finding(diagram, element, "Naar '{}' gaat een pijl.", "Een start of een gebeurtenis op een rand krijgt geen pijl.")
        return
    if not flows:
        yield _finding(diagram, element, "'{}' wordt nooit bereikt.", "Trek een pijl ernaartoe of haal het weg.")


def _event_gateway(diagram: Diagram, element: Element, incoming: dict[str, list[Flow]]) -> Iterator[Finding]:
    for flow in element.flows:
        target = diagram.by_id.get(flow.target)
        if target is None or target.kind != "intermediateCatchEvent":
            yield _finding(diagram, element, "Na '{}' mogen alleen gebeurtenissen komen.", "Teken daar een bericht of een termijn.")
        elif len(incoming[target.id]) > 1:
            yield _finding(
                diagram,
                target,
                "Naar '{}' gaan meer pijlen, terwijl het bij een gebeurtenis-splitsing hoort.",
                "Laat alleen de splitsing ernaartoe gaan.",
            )


def _starts(diagram: Diagram) -> Iterator[Finding]:
    starts = diagram.starts
    plain = [start for start in starts if not start.event]
    if not starts:
        yield Finding(diagram.file, diagram.key, "De tekening heeft geen start.", "Teken een startcirkel.")
    if len(plain) > 1 or (plain and len(starts) > 1):
        yield Finding(
            diagram.file,
            plain[0].id,
            "De tekening heeft een gewone start naast een andere start.",
            "Maak van elke start een bericht, of houd er één over.",
        )
    names = [start.message for start in starts if start.message]
    if len(names) != len(set(names)):
        yield Finding(diagram.file, starts[0].id, "Twee starts wachten op hetzelfde bericht.", "Geef elke start een eigen bericht.")
    if not any(element.kind == "endEvent" and not element.within for element in diagram.elements):
        yield Finding(diagram.file, diagram.key, "De tekening heeft geen einde.", "Teken een eindcirkel.")


def _unwatched_loops(diagram: Diagram) -> Iterator[Finding]:
    """Circles in which no person, term or message is waited for: they would run away."""
    graph: dict[str, list[str]] = {}
    for element in diagram.elements:
        if element.kind not in _WAITING:
            graph[element.id] = [flow.target for flow in element.flows]
    seen: dict[str, int] = {}
    for start in graph:
        if start not in seen:
            circle = _circle(start, graph, seen)
            if circle is not None:
                yield _finding(
                    diagram,
                    diagram.by_id[circle],
                    "Bij '{}' loopt de tekening rond zonder dat iemand iets doet.",
                    "Zet een taak of een termijn in de lus.",
                )


def _circle(start: str, graph: dict[str, list[str]], seen: dict[str, int]) -> str | None:
    stack: list[tuple[str, Iterator[str]]] = [(start, iter(graph[start]))]
    seen[start] = 1
    while stack:
        here, targets = stack[-1]
        for target in targets:
            if target not in graph:
                continue
            if seen.get(target) == 1:
                return target
            if target not in seen:
                seen[target] = 1
                stack.append((target, iter(graph[target])))
                break
        else:
            seen[here] = 2
            stack.pop()
    return None
