"""The text outline beside a diagram: the same steps, in the same order, with party, state and term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phu_runtime.shapes import DiagramShown, StepShown, TermShown
from phu_runtime.steps.opening import CaseStep

SHOWN = frozenset({"userTask", "callActivity", "sendTask"})


def show_diagrams(step: CaseStep, rows: Sequence[Any], late: frozenset[str]) -> list[DiagramShown]:
    """The running diagrams, the overview first. Active: where a task is open, and the phases that hold one."""
    progress = step.run.progress
    active: dict[str, list[str]] = {step.case.process: []}
    behind: dict[str, list[str]] = {step.case.process: []}
    for row in rows:
        active.setdefault(row.diagram, []).append(row.element)
        calls = [part for part in row.path.split("/") if part]
        active[step.case.process].extend(calls)
        if row.id in late:
            behind.setdefault(row.diagram, []).append(row.element)
    shown = []
    for key, elements in active.items():
        diagram = step.work.diagrams[key]
        done = [element.id for element in diagram.elements if element.id in progress and element.id not in elements]
        shown.append(DiagramShown(key, diagram.name, list(dict.fromkeys(elements)), behind.get(key, []), done))
    return shown


def show_steps(step: CaseStep, diagrams: Sequence[DiagramShown], terms: Mapping[tuple[str, str], TermShown]) -> list[StepShown]:
    """Every person's step, phase and notice of the diagrams shown, in drawing order. ``terms``: (diagram, element) → term."""
    progress = step.run.progress
    shown = []
    for drawn in diagrams:
        for element in step.work.diagrams[drawn.key].elements:
            if element.kind not in SHOWN:
                continue
            state = (
                "te_laat"
                if element.id in drawn.late
                else "nu"
                if element.id in drawn.active
                else "klaar"
                if element.id in drawn.done
                else "straks"
            )
            party = step.known.parties.get(element.lane)
            shown.append(
                StepShown(
                    element=element.id,
                    name=element.name,
                    party=element.lane,
                    organisation=party.name if party else element.lane_label,
                    state=state,
                    diagram=drawn.key,
                    term=terms.get((drawn.key, element.id)),
                    done_at=progress[element.id].last if state == "klaar" and element.id in progress else None,
                )
            )
    return shown
