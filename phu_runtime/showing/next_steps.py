"""What happens after a task is sent, in words, read from the diagram itself."""

from __future__ import annotations

from typing import Any

from phu_runtime.steps.opening import CaseStep

MOST = 5
DEEPEST = 6
WAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "businessRuleTask"})
BY_ITSELF = frozenset({"sendTask", "serviceTask"})


def next_steps(step: CaseStep, diagram: str, element: Any) -> list[str]:
    """At most five sentences, following the arrows past decisions and past what goes by itself: "Nog een poging nodig? nee: Beoordeel
    de situatie (Sociaal team)"."""
    found: list[str] = []
    seen = {element.id}
    todo = [(flow.target, "", 0) for flow in element.flows]
    while todo and len(found) < MOST:
        target, when, depth = todo.pop(0)
        if target in seen or depth > DEEPEST:
            continue
        seen.add(target)
        following = step.work.diagrams.element(diagram, target)
        if following.kind in WAYS:
            todo += [(flow.target, _when(following.name, flow.name) or when, depth + 1) for flow in following.flows]
        else:
            found.append(_sentence(step, following, when))
            if following.kind in BY_ITSELF and not when:  # it always comes first, and nobody waits for it
                todo += [(flow.target, "", depth + 1) for flow in following.flows]
    return found


def _when(question: str, answer: str) -> str:
    """The question of a decision with one of its answers; "" for an arrow without a word."""
    if not answer:
        return ""
    return f"{' '.join(question.split())} {answer}" if question else f"Bij '{answer}'"


def _sentence(step: CaseStep, element: Any, when: str) -> str:
    party = step.known.parties.get(element.lane)
    who = party.name if party else element.lane_label
    what = {"sendTask": f"{element.name} gaat vanzelf", "endEvent": element.name, "callActivity": f"De fase {element.name} begint"}
    words = what.get(element.kind) or f"{element.name} ({who})" if who else what.get(element.kind) or element.name
    return f"{when}: {words}." if when else f"{words}."
