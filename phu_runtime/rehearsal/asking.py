"""Scenarios of a table: questions put straight to a decision, with the answers that were agreed (scenarios/LEESMIJ.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from phu_runtime.decisions import DecisionFailed
from phu_runtime.decisions.model import Table
from phu_runtime.feel import FeelError, to_feel
from phu_runtime.rehearsal.marked import Marked
from phu_runtime.rehearsal.spoken import as_said
from phu_runtime.workprocess import WorkProcess

NOTHING = "geen uitkomst"
TRUTHS = {"ja": True, "nee": False}


@dataclass(frozen=True)
class Question:
    """What is asked of a table and what it must answer: a mapping of outputs, a list of them, or "geen uitkomst"."""

    line: int
    asked: Mapping[str, Any]
    answer: Any


@dataclass(frozen=True)
class TableScenario:
    """The questions to one decision. ``key`` is the file's name."""

    key: str
    title: str
    article: str
    table: str
    line: int
    questions: tuple[Question, ...]


def ask(work: WorkProcess, scenario: TableScenario) -> list[tuple[int, str]]:
    """The differences, each with its line in the file."""
    if scenario.table not in work.decisions:
        known = ", ".join(sorted(work.decisions))
        return [(scenario.line, f"De tabel '{scenario.table}' bestaat niet. Wel: {known}.")]
    return [(question.line, sentence) for question in scenario.questions for sentence in _differences(work, scenario.table, question)]


def _differences(work: WorkProcess, table: str, question: Question) -> list[str]:
    truths = _truths(work, table)
    asked = {
        name: TRUTHS.get(value, value) if name in truths and isinstance(value, str) else value for name, value in question.asked.items()
    }
    try:
        outcome = work.decisions.evaluate(table, to_feel(asked))
    except (DecisionFailed, FeelError) as error:
        return [] if question.answer == NOTHING else [f"{table} geeft geen uitkomst: {error.message}"]
    if question.answer == NOTHING:
        return [f"{table} geeft {_said(outcome.outputs)}, verwacht {NOTHING}"]
    return _compare(table, question.answer, outcome.outputs)


def _compare(name: str, wanted: Any, there: Any) -> list[str]:
    """Outputs that the question does not name may be anything; a list must be as long as it says."""
    if isinstance(wanted, Mapping) and isinstance(there, Mapping):
        return [sentence for key, value in wanted.items() for sentence in _compare(str(key), value, there.get(key))]
    if isinstance(wanted, list) and isinstance(there, list) and len(wanted) == len(there):
        pairs = zip(wanted, there, strict=True)
        return [sentence for number, (one, other) in enumerate(pairs, start=1) for sentence in _compare(f"{name} {number}", one, other)]
    return [] if _said(wanted) == _said(there) else [f"{name} is {_said(there)}, verwacht {_said(wanted)}"]


def _said(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _said(item) for key, item in value.items()}
    return [_said(item) for item in value] if isinstance(value, list | tuple) else as_said(value)


def _truths(work: WorkProcess, table: str) -> frozenset[str]:
    """The names that are true or false to this table; ``ja`` of any other name is the word."""
    logic = work.decisions.node(table).decision.logic
    clauses = logic.inputs if isinstance(logic, Table) else ()
    typed = {clause.expression.strip() for clause in clauses if clause.type == "boolean"}
    return frozenset(typed | {key for key, datum in work.dictionary.fields.items() if datum.kind == "ja_nee"})


def read_questions(found: Marked, key: str, wrong: Any) -> TableScenario:
    """A file with ``tabel``. ``wrong(sentence, line)`` gives the exception for what cannot be read."""
    questions = found.get("vragen")
    if not isinstance(questions, list) or not questions:
        raise wrong("'vragen' is een lijst: begin elke vraag met een streepje.", found.line)
    read = []
    for question in questions:
        if not isinstance(question, Marked) or set(question) != {"met", "geeft"} or not isinstance(question["met"], Mapping):
            raise wrong("Een vraag heeft 'met' (gegevens met hun waarde) en 'geeft' (de uitkomst).", getattr(question, "line", found.line))
        read.append(Question(question.line, question["met"], question["geeft"]))
    return TableScenario(key, str(found["titel"]), str(found["artikel"]), str(found["tabel"]), found.line, tuple(read))
