"""Soundness: from every start the case can always come to an end, nothing waits for what never comes, nothing happens twice.

All markings of the token game are visited, with conditions free, up to ``BOUND`` for one diagram; a finding tells the way to it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from phu_runtime.engine import Diagram, Element
from phu_runtime.errors import Finding
from phu_runtime.workprocess.gate.net import Marking, Net

BOUND = 20_000
LONGEST_PATH = 8
_WHY_STUCK = "Een casus die hier komt, blijft voor altijd open en niemand krijgt werk."
_WHY_TWICE = "Wat na dit punt komt, wordt dan twee keer gedaan."
_WHY_NEVER = "Wat nooit gebeurt, hoort niet in het werkproces: lezers denken dat het wel gebeurt."


@dataclass
class Sound:
    """What was found; ``notes`` say in Dutch what could not be established within the bound."""

    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class _Seen:
    """One walk: marking → (marking before, element of the move); ``reverse``: marking → markings from which it is one move."""

    before: dict[Marking, tuple[Marking | None, str]]
    reverse: dict[Marking, list[Marking]]
    stuck: list[Marking] = field(default_factory=list)
    doubled: dict[str, Marking] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)
    complete: bool = True


def check_soundness(diagrams: Iterable[Diagram], *, bound: int = BOUND) -> Sound:
    """Findings of every diagram."""
    sound = Sound()
    for diagram in diagrams:
        _check(diagram, sound, bound)
    return sound


def _check(diagram: Diagram, sound: Sound, bound: int) -> None:
    net = Net(diagram)
    fired: set[str] = set()
    complete = True
    for start in net.beginnings():
        seen = _walk(net, start, bound)
        fired |= seen.fired | {start.id}
        complete = complete and seen.complete
        for found in (*_doubled(net, seen), *_stuck(net, seen), *(_endless(net, seen) if seen.complete else ())):
            if all((found.element, found.message[:40]) != (known.element, known.message[:40]) for known in sound.findings):
                sound.findings.append(found)
    if not complete:
        sound.notes.append(f"Niet vastgesteld of '{diagram.name}' altijd een einde heeft: er zijn meer dan {bound} standen.")
    elif not any(found.file == diagram.file for found in sound.findings):
        sound.findings += _never(diagram, fired)


def _walk(net: Net, start: Element, bound: int) -> _Seen:
    first = net.begin(start)
    seen = _Seen({first: (None, start.id)}, {})
    todo = deque([first])
    while todo:
        here = todo.popleft()
        moved = False
        for move in net.moves(here):
            moved = True
            seen.fired.add(move.element)
            seen.reverse.setdefault(move.after, []).append(here)
            if move.doubled:
                seen.doubled.setdefault(move.doubled, here)
                continue
            if move.after not in seen.before:
                if len(seen.before) >= bound:
                    seen.complete = False
                    continue
                seen.before[move.after] = (here, move.element)
                todo.append(move.after)
        if here and not moved:
            seen.stuck.append(here)
    return seen


def _doubled(net: Net, seen: _Seen) -> Iterator[Finding]:
    for place, marking in seen.doubled.items():
        element = net.diagram.by_id[net.flows[place[2:]].source if place[0] == "f" else place[2:]]
        yield Finding(
            net.diagram.file,
            element.id,
            f"'{_name(element)}' kan twee keer tegelijk gebeuren. {_path(net, seen, marking)}",
            "Breng de wegen samen met dezelfde soort splitsing waarmee ze uiteengaan (+ bij +, O bij O).",
            _WHY_TWICE,
        )


def _stuck(net: Net, seen: _Seen) -> Iterator[Finding]:
    told: set[str] = set()
    for marking in seen.stuck:
        for element in net.waiting(marking):
            if element.id not in told:
                told.add(element.id)
                yield Finding(
                    net.diagram.file,
                    element.id,
                    f"Bij '{_name(element)}' kan de casus blijven staan: niet elke weg komt hier aan. {_path(net, seen, marking)}",
                    "Maak van het samenkomen een X, of splits met + of O.",
                    _WHY_STUCK,
                )


def _endless(net: Net, seen: _Seen) -> Iterator[Finding]:
    """Markings from which no end can be reached, although something always happens."""
    good: set[Marking] = set()
    todo: list[Marking] = [frozenset(), *seen.stuck]
    while todo:
        here = todo.pop()
        if here not in good:
            good.add(here)
            todo += seen.reverse.get(here, [])
    if seen.doubled:
        return
    for marking in seen.before:
        if marking not in good:
            element = net.diagram.by_id[seen.before[marking][1]]
            yield Finding(
                net.diagram.file,
                element.id,
                f"Na '{_name(element)}' komt de casus nooit meer bij een einde. {_path(net, seen, marking)}",
                "Teken een weg uit de lus naar een einde.",
                _WHY_STUCK,
            )
            return


def _never(diagram: Diagram, fired: set[str]) -> Iterator[Finding]:
    for element in diagram.elements:
        if element.id not in fired and element.kind != "startEvent":
            yield Finding(
                diagram.file,
                element.id,
                f"'{_name(element)}' kan nooit gebeuren.",
                "Trek een pijl ernaartoe, of haal het weg.",
                _WHY_NEVER,
            )


def _path(net: Net, seen: _Seen, marking: Marking) -> str:
    """The way to a marking, in names."""
    steps: list[str] = []
    here: Marking | None = marking
    while here is not None:
        here, element = seen.before[here]
        steps.append(_name(net.diagram.by_id[element]))
    steps.reverse()
    shown = ["…", *steps[-LONGEST_PATH:]] if len(steps) > LONGEST_PATH else steps
    return f"Zo komt het zover: {' → '.join(shown)}."


def _name(element: Element) -> str:
    return element.name or element.id
