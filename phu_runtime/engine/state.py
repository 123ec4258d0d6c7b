"""A case as bytes: lean rows, local data as a difference with the parent's, compressed; the diagrams stay in the release.

``PHU``, one byte for the format, one for the length of the engine's version, that version, then zstd over JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import orjson
import zstandard
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.util.task import TaskState

from phu_runtime.engine.diagrams import Diagrams
from phu_runtime.engine.events import CaseEvents
from phu_runtime.engine.tree import CalledProcess, CaseTask, CaseWorkflow
from phu_runtime.errors import CaseStuck

MAGIC = b"PHU"
FORMAT = 1
ENGINE = version("SpiffWorkflow").encode()
LARGEST_VARIABLES = 256 * 1024
_LARGEST = 16 * 1024 * 1024


def dump(process: str, case: CaseWorkflow) -> bytes:
    """The state of a pruned case. Raises CaseStuck when its variables are over 256 KB."""
    variables = orjson.dumps(case.variables)
    if len(variables) > LARGEST_VARIABLES:
        raise CaseStuck("gegevens", "Gegevens van de casus", "De casus heeft meer gegevens dan is toegestaan (256 KB).")
    state = {
        "p": process,
        "s": case.salt,
        "n": case.number,
        "v": orjson.Fragment(variables),
        "m": case.marks,
        "e": case.ends,
        "t": _dump_tree(case),
        "c": [[number, tree.spec.name, _dump_tree(tree)] for number, tree in case.subprocesses.items()],
    }
    head = MAGIC + bytes([FORMAT, len(ENGINE)]) + ENGINE
    return head + zstandard.ZstdCompressor(level=3).compress(orjson.dumps(state))


def _dump_tree(tree: Any) -> dict[str, Any]:
    names: dict[str, int] = {}
    rows = []
    for task in tree.tasks.values():
        parent = tree.tasks.get(task._parent)
        above = parent.data if parent is not None else {}
        changed = {
            name: value for name, value in task.data.items() if name not in above or above[name] is not value and above[name] != value
        }
        lost = [name for name in above if name not in task.data]
        name = names.setdefault(task.task_spec.name, len(names))
        row = [task.id, task._parent, task._state, name, task.last_state_change, int(task.triggered), task._children]
        rows.append([*row, task.internal_data, changed, lost] if task.internal_data or changed or lost else row)
    last = tree.last_task.id if tree.last_task is not None else None
    return {"w": list(names), "r": rows, "l": last, "k": [int(tree.completed), int(tree.success)], "o": tree.task_tree.id}


@dataclass(frozen=True)
class Row:
    """One task of a stored tree: its state and the name of its spec."""

    state: int
    spec: str


@dataclass(frozen=True)
class Tree:
    """One stored tree: the name of its process or sub-process, and its tasks."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Skeleton:
    """Where a stored case stands, without contents: enough to see whether it fits other diagrams."""

    process: str
    trees: tuple[Tree, ...]


def skeleton(blob: bytes) -> Skeleton:
    """The skeleton of a state, without diagrams. Raises CaseStuck when it cannot be read."""
    state = _read(blob)
    trees = [(state["p"], state["t"]), *((name, rows) for _, name, rows in state["c"])]
    return Skeleton(
        state["p"], tuple(Tree(name, tuple(Row(row[2], stored["w"][row[3]]) for row in stored["r"])) for name, stored in trees)
    )


def rebuilt(
    diagrams: Diagrams, blob: bytes, foreseen: Callable[[int], bool], named: Callable[[str], str]
) -> tuple[str, CaseWorkflow]:
    """As ``load``, on other diagrams: without the tasks whose state is ``foreseen``, and without what waits on an edge that is gone.
    ``named`` gives the name of each spec in these diagrams."""
    state = _read(blob)
    _, known = diagrams.specs(state["p"])
    for name, stored in [(state["p"], state["t"]), *((name, rows) for _, name, rows in state["c"])]:
        specs = known[name].task_specs
        stored["w"] = [named(word) for word in stored["w"]]
        kept = [row for row in stored["r"] if not foreseen(row[2]) and stored["w"][row[3]] in specs]
        numbers = {row[0] for row in kept}
        stored["r"] = [[*row[:6], [child for child in row[6] if child in numbers], *row[7:]] for row in kept]
        used = {row[3] for row in kept}
        stored["w"] = [word if place in used else stored["w"][kept[0][3]] for place, word in enumerate(stored["w"])]
    return _filled(diagrams, state)


def load(diagrams: Diagrams, blob: bytes) -> tuple[str, CaseWorkflow]:
    """The process key and the case of a state. Raises CaseStuck when the state cannot be read with these diagrams."""
    return _filled(diagrams, _read(blob))


def _filled(diagrams: Diagrams, state: dict[str, Any]) -> tuple[str, CaseWorkflow]:
    process = state["p"]
    spec, called = diagrams.specs(process)
    case = CaseWorkflow(spec, called, CaseEvents, salt=state["s"])
    case.number, case.variables, case.marks, case.ends = state["n"], state["v"], state["m"], state["e"]
    try:
        _fill(case, case, state["t"])
        for number, name, rows in state["c"]:
            tree = CalledProcess(called[name], number, case, deserializing=True)
            case.subprocesses[number] = tree
            caller = case.get_task_from_id(number)
            tree.completed_event.connect(caller.task_spec._on_subworkflow_completed, caller)
            _fill(case, tree, rows)
    except KeyError as error:
        raise _unreadable(f"Het onderdeel {error} staat niet meer in de tekening van deze uitgave.") from error
    return process, case


def _read(blob: bytes) -> dict[str, Any]:
    if not blob.startswith(MAGIC) or len(blob) < 5:
        raise _unreadable("Dit is geen opgeslagen stand van een casus.")
    if blob[3] != FORMAT:
        raise _unreadable(f"De stand heeft formaat {blob[3]}; dit programma leest formaat {FORMAT}. Gebruik een passende versie.")
    try:
        packed = blob[5 + blob[4] :]
        state: dict[str, Any] = orjson.loads(zstandard.ZstdDecompressor().decompress(packed, max_output_size=_LARGEST))
    except (zstandard.ZstdError, orjson.JSONDecodeError) as error:
        raise _unreadable("De stand is beschadigd.") from error
    return state


def _unreadable(reason: str) -> CaseStuck:
    return CaseStuck("stand", "Opgeslagen stand", reason)


def _fill(case: CaseWorkflow, tree: Any, stored: dict[str, Any]) -> None:
    specs = [tree.spec.task_specs[name] for name in stored["w"]]
    tasks = tree.tasks
    for number, parent, state, name, changed_at, triggered, children, *rest in stored["r"]:
        task = CaseTask.__new__(CaseTask)
        task.id, task.workflow, task.task_spec = number, tree, specs[name]
        task._parent, task._state, task._children = parent, state, children
        task.triggered, task.last_state_change, task.thread_id = bool(triggered), changed_at, 0
        task.internal_data, changed, lost = rest if rest else ({}, None, None)
        above = tasks[parent].data if parent in tasks else None
        # Parents stand before their children; a branch that has nothing of its own gets a document of its own all the same.
        task.data = dict(above) if above else {}
        if changed:
            task.data.update(changed)
        for gone in lost or ():
            task.data.pop(gone, None)
        tasks[number] = task
        if state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
            case.event_manager.add_task(task)
    tree.task_tree = tasks[stored["o"]]
    tree.last_task = tasks.get(stored["l"])
    tree.completed, tree.success = bool(stored["k"][0]), bool(stored["k"][1])
