"""What follows an open step: the arrows that its token can take until somebody or something is waited for again.

Two releases that differ there send a running case another way once it goes over.
"""

from __future__ import annotations

from dataclasses import dataclass

from phu_runtime.engine import Diagram

RESTS = frozenset({"userTask", "callActivity", "receiveTask", "eventBasedGateway", "intermediateCatchEvent", "subProcess", "endEvent"})


@dataclass(frozen=True)
class Ahead:
    """``ways``: (source, target) of every arrow until the next rest; ``rules``: those with their conditions, and the decisions that
    are taken on them; ``edge``: the events on the edge of the step and of what it lies in, with their terms."""

    ways: frozenset[tuple[str, str]]
    rules: frozenset[tuple[str, ...]]
    edge: frozenset[tuple[str, ...]]


def ahead(diagram: Diagram, element: str) -> Ahead:
    """What follows ``element``."""
    ways, rules = set[tuple[str, str]](), set[tuple[str, ...]]()
    stack, seen = [element], {element}
    while stack:
        here = diagram.by_id[stack.pop()]
        rules |= {(here.id, "decision", here.decision)} if here.decision else set()
        for flow in here.flows:
            ways.add((flow.source, flow.target))
            rules.add((flow.source, flow.target, flow.condition, "standaard" if flow.default else ""))
            after = diagram.by_id.get(flow.target)
            if after is not None and after.kind not in RESTS and after.id not in seen:
                seen.add(after.id)
                stack.append(after.id)
    around = {element, *diagram.by_id[element].within}
    edge = {(one.id, one.event, one.timer, one.message, str(one.interrupting)) for one in diagram.elements if one.attached_to in around}
    return Ahead(frozenset(ways), frozenset(rules), frozenset(edge))


def differences(old: Ahead, new: Ahead, name: str) -> list[str]:
    """What a case that rests at ``name`` meets otherwise, in words."""
    found = []
    if old.ways != new.ways:
        found.append(f"na '{name}' gaat het werk een andere weg")
    elif old.rules != new.rules:
        found.append(f"na '{name}' gelden andere voorwaarden voor de weg erna")
    if old.edge != new.edge:
        found.append(f"tijdens '{name}' kan iets anders gebeuren, of op een ander moment")
    return found
