"""Whether what is said about files to take in fits the forms and the data of the release."""

from __future__ import annotations

from collections.abc import Iterator

from phu_runtime.dossier import Datum
from phu_runtime.engine.roles import ROLES
from phu_runtime.errors import Finding
from phu_runtime.formdefs.values import PLAIN, YES_NO, Unusable
from phu_runtime.workprocess.intakes import FILE, Column, Intake
from phu_runtime.workprocess.names import PUBLIC, closest, unknown_names
from phu_runtime.workprocess.release import WorkProcess


def check_intakes(work: WorkProcess) -> list[Finding]:
    """Findings: a form with which nothing starts, data that are not there, a required question without a column, an example that
    cannot be read, a condition about a name that nothing gives."""
    started: list[str] = []
    found: list[Finding] = []
    for intake in work.intakes.values():
        if intake.form in started:
            found.append(
                _at(intake, "", f"Het formulier '{intake.form}' hoort al bij een ander bestand.", "Gebruik per formulier één soort.")
            )
        started.append(intake.form)
        found += [*_form(work, intake), *_columns(work, intake), *_conditions(work, intake)]
    return found


def _at(intake: Intake, column: str, message: str, advice: str) -> Finding:
    return Finding(FILE, f"{intake.key}.{column}" if column else intake.key, message, advice)


def _form(work: WorkProcess, intake: Intake) -> Iterator[Finding]:
    forms = {start.form for start in work.diagrams.starts() if start.form}
    if intake.form not in forms or intake.form not in work.forms:
        yield _at(intake, "", f"Met het formulier '{intake.form}' begint geen casus.", closest(intake.form, forms))
        return
    given = {column.datum for column in intake.columns}
    for component in work.forms[intake.form].fields():
        if component.required and component.key not in given:
            message = f"Geen kolom geeft '{component.key}', en het formulier '{intake.form}' vraagt dat altijd."
            yield _at(intake, "", message, "Voeg er een kolom voor toe.")
    for key in intake.recognised_by:
        if key not in given:
            yield _at(intake, "", f"De herkenning '{key}' staat in geen kolom.", closest(key, given))
    if intake.organisation not in {column.name for column in intake.columns}:
        yield _at(intake, "", f"De kolom '{intake.organisation}' met de organisatie ontbreekt.", "Voeg haar toe aan de kolommen.")


def _columns(work: WorkProcess, intake: Intake) -> Iterator[Finding]:
    names = [column.name for column in intake.columns]
    asked = {component.key for component in work.forms[intake.form].fields()} if intake.form in work.forms else set()
    for place, column in enumerate(intake.columns):
        if column.name in names[:place]:
            yield _at(intake, column.name, f"De kolom '{column.name}' staat er twee keer.", "Haal er een weg.")
        if not column.datum:
            if column.name != intake.organisation:
                yield _at(intake, column.name, f"De kolom '{column.name}' geeft geen gegeven.", "Noem een 'gegeven'.")
            continue
        datum = work.dictionary.fields.get(column.datum)
        if datum is None:
            advice = closest(column.datum, work.dictionary.fields)
            yield _at(intake, column.name, f"Het gegeven '{column.datum}' bestaat niet.", advice)
            continue
        if column.datum not in asked and datum.store != "dossier":
            advice = "Alleen een persoonsgegeven kan buiten het formulier om."
            yield _at(intake, column.name, f"Het formulier vraagt '{column.datum}' niet.", advice)
        yield from _values(intake, column, datum)


def _values(intake: Intake, column: Column, datum: Datum) -> Iterator[Finding]:
    possible = dict(YES_NO) if datum.kind == "ja_nee" else datum.values
    for code in column.values.values():
        if code not in possible:
            yield _at(intake, column.name, f"'{code}' is geen antwoord op '{column.datum}'.", f"Kies uit: {', '.join(possible)}.")
    for role in column.not_by:
        if role not in ROLES:
            yield _at(intake, column.name, f"De rol '{role}' bestaat niet.", closest(role, ROLES))
    example = column.values.get(column.example.lower(), column.example)
    if datum.kind == "keuze" and example and example not in datum.values:
        yield _at(intake, column.name, f"Het voorbeeld bij '{column.name}' is geen antwoord.", f"Kies uit: {', '.join(datum.values)}.")
    if example and datum.kind in PLAIN:
        try:
            PLAIN[datum.kind](example)
        except Unusable as error:
            yield _at(intake, column.name, f"Het voorbeeld bij '{column.name}' kan niet worden gelezen.", error.message)


def _conditions(work: WorkProcess, intake: Intake) -> Iterator[Finding]:
    names = {column.name for column in intake.columns}
    for condition in intake.conditions:
        if condition.column not in names:
            message = f"De kolom '{condition.column}' van een voorwaarde bestaat niet."
            yield _at(intake, condition.column, message, closest(condition.column, names))
        for name in unknown_names(condition.expression, [*work.dictionary.fields, *PUBLIC]):
            yield _at(intake, condition.column, f"De naam '{name}' is niet bekend.", closest(name, work.dictionary.fields))
