"""The rows of a table against the form that each fills in: clean answers, or every reason why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from phu_runtime import formdefs
from phu_runtime.errors import FormInvalid, PhuError
from phu_runtime.feel import FeelError, compile_expression
from phu_runtime.formdefs.values import PLAIN, Unusable, read_text
from phu_runtime.intake.faults import Fault
from phu_runtime.intake.text import Table
from phu_runtime.steps.starts import start_context
from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.intakes import Column, Intake

LONGEST = 300
EMPTY = "Vul deze kolom in."
UNKNOWN = "Deze organisatie kennen wij niet als corporatie. Schrijf de naam zoals die in dit systeem staat."
ANOTHER = "Deze regel is van een andere organisatie dan de uwe."


@dataclass(frozen=True)
class Row:
    """A row that can be taken in. ``raw``: what the start form is sent; ``besides``: data that the form does not ask."""

    line: int
    organisation_id: str
    raw: Mapping[str, str | list[str]]
    answers: Mapping[str, Any]
    besides: Mapping[str, Any]


@dataclass(frozen=True)
class Deliverer:
    """Who delivers: its role key ("" = the operator of the source system) and organisation; ``organisations``: the corporations by name
    in lower case."""

    role: str
    organisation_id: str
    organisations: Mapping[str, str]


@dataclass
class _Reading:
    """One row on its way."""

    line: int
    cells: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, column: str, message: str) -> None:
        self.faults.append(Fault(self.line, column, message))


def check_rows(work: WorkProcess, intake: Intake, table: Table, deliverer: Deliverer, now: datetime) -> tuple[list[Row], list[Fault]]:
    """The rows that can be used, and the faults of those that cannot (besides those of the table itself)."""
    rows: list[Row] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, ...], int] = {}
    present = set(table.columns)
    for line, cells in table.rows:
        reading = _Reading(line, cells)
        row = _read(work, intake, reading, deliverer, now)
        here = [fault for fault in reading.faults if not fault.column or fault.column in present]
        if row is not None and not here:
            same = identity(intake, row)
            if same in seen:
                here = [Fault(line, intake.column_of(intake.recognised_by[0]), f"Dit is dezelfde regel als regel {seen[same]}.")]
            else:
                seen[same] = line
                rows.append(row)
        faults += here
    return rows, faults


def identity(intake: Intake, row: Row) -> tuple[str, ...]:
    """By what a row is known again: who reports, and the data that the intake names."""
    told = {**row.answers, **row.besides}
    return (row.organisation_id, *(" ".join(str(told.get(key) or "").lower().split()) for key in intake.recognised_by))


def _read(work: WorkProcess, intake: Intake, reading: _Reading, deliverer: Deliverer, now: datetime) -> Row | None:
    organisation_id = _organisation(intake, reading, deliverer)
    raw = _texts(work, intake, reading, deliverer.role)
    wrong = {fault.column for fault in reading.faults}
    context = start_context(work, now)
    form = work.forms[intake.form]
    asked = {component.key for component in form.fields()}
    besides = _besides(work, intake, reading, {key: text for key, text in raw.items() if key not in asked})
    try:
        answers = formdefs.clean(form, raw, context, work.dictionary)
    except FormInvalid as error:
        for key, message in error.problems.items():
            column = intake.column_of(key)
            if column not in wrong:
                reading.wrong(column, _told(work, key, raw, message) if column else f"{work.dictionary.fields[key].label}: {message}")
        answers, _ = formdefs.answers.read_all(form, raw, context, work.dictionary)
    _conditions(work, intake, reading, {**answers, **besides}, now)
    return None if reading.faults else Row(reading.line, organisation_id, raw, answers, besides)


def _organisation(intake: Intake, reading: _Reading, deliverer: Deliverer) -> str:
    named = " ".join(reading.cells.get(intake.organisation, "").split()).lower()
    found = deliverer.organisations.get(named, "")
    if not named:
        reading.wrong(intake.organisation, EMPTY)
    elif not found:
        reading.wrong(intake.organisation, UNKNOWN)
    elif deliverer.organisation_id and found != deliverer.organisation_id:
        reading.wrong(intake.organisation, ANOTHER)
    return found


def _texts(work: WorkProcess, intake: Intake, reading: _Reading, role: str) -> dict[str, str | list[str]]:
    """What the form is sent, by datum: the file's own words put into codes."""
    raw: dict[str, str | list[str]] = {}
    for column in intake.columns:
        text = reading.cells.get(column.name, "")
        if not column.datum:
            continue
        if text and role in column.not_by:
            reading.wrong(column.name, column.because or "Deze kolom mag u niet vullen. Maak haar leeg.")
        elif not text and column.required:
            reading.wrong(column.name, EMPTY)
        elif text and work.dictionary.fields[column.datum].kind == "meerkeuze":
            raw[column.datum] = [code for part in text.split("|") if (code := _code(column, part.strip(), reading))]
        elif text:
            raw[column.datum] = _code(column, text, reading)
    return raw


def _code(column: Column, text: str, reading: _Reading) -> str:
    if not column.values or text in column.values.values():
        return text
    if text.lower() not in column.values:
        written = [word.upper() if len(word) == 1 else word for word in column.values]
        reading.wrong(column.name, f"Schrijf {_either(written)}.")
    return column.values.get(text.lower(), "")


def _either(words: Sequence[str]) -> str:
    return " of ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _besides(work: WorkProcess, intake: Intake, reading: _Reading, raw: Mapping[str, str | list[str]]) -> dict[str, Any]:
    """Data of the dictionary that the form does not ask (a BSN, which a corporation may not enter: G20)."""
    values: dict[str, Any] = {}
    for key, text in raw.items():
        datum = work.dictionary.fields[key]
        try:
            reader = PLAIN.get(datum.kind)
            values[key] = reader(str(text)) if reader else read_text(str(text), datum.maximum or LONGEST)
        except Unusable as error:
            reading.wrong(intake.column_of(key), error.message)
    return values


def _told(work: WorkProcess, key: str, raw: Mapping[str, Any], message: str) -> str:
    """A file has no list to choose from, so the sentence names the choices."""
    datum = work.dictionary.fields[key]
    if not raw.get(key):
        return EMPTY
    return f"Dit staat niet in de lijst. Mogelijk is: {', '.join(datum.values)}." if datum.kind == "keuze" else message


def _conditions(work: WorkProcess, intake: Intake, reading: _Reading, answers: Mapping[str, Any], now: datetime) -> None:
    """What must hold for a row, asked where its column has no other fault."""
    wrong = {fault.column for fault in reading.faults}
    place = answers.get("gemeente")
    try:
        parties = work.decisions.evaluate("partijen", {"gemeente": place}).outputs if place else {}
    except PhuError:
        parties = {}
    facts = {"dossier": {}, "formulieren": [], "gebeurtenissen": {}, "doorlopen": {}, "nu": now}
    known = {**work.dictionary.start_variables(), **answers, "partijen": parties}
    context = work.dictionary.derived_context(known, facts)
    for condition in intake.conditions:
        if condition.column in wrong:
            continue
        try:
            holds = compile_expression(condition.expression).evaluate(context) is True
        except FeelError:
            holds = False
        if not holds:
            reading.wrong(condition.column, condition.otherwise)
